/** Sealed answers: records built and read strictly, made, checked and opened. */
import { T, u16, u32, u8, utf8, type Bytes } from '#lib/crypto/canonical.js';
import { buildAnswer, signAnswer, type AnswerRecord } from '#lib/crypto/answer.js';
import { idToBytes, toBase64url } from '#lib/crypto/ids.js';
import { bodyKey } from '#lib/crypto/keys.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { gives, refused, type Draft } from './case';
import type { Json } from './fields';
import {
	fixedBytes,
	MEMBER,
	OBJECT,
	OTHER_OBJECT,
	OTHER_SPACE,
	OWN,
	SPACE,
	STRANGER
} from './fixed';
import { HASH } from './sample-events';

const SEED = await fixedBytes('member ed', 32);
const SK = await fixedBytes('the key of a space', 32);
const SALT = await fixedBytes('the salt of an answer', 32);
const WORDS = { t: 'answer', v: 1, pass: false, words: { opens: 'عندما نضحك معاً 🌿' } };
const PASS = { t: 'answer', v: 1, pass: true, words: {} };
const RECORD: AnswerRecord = {
	space: SPACE,
	conversation: OBJECT,
	step: 3,
	member: MEMBER,
	rev: 2,
	envHash: HASH
};

export async function answers(): Promise<Draft[]> {
	const record = toBase64url(buildAnswer(RECORD));
	return [
		gives('a record, built', { op: 'build', fields: fieldsOf(RECORD) }),
		gives('the largest numbers, built', {
			op: 'build',
			fields: fieldsOf({ ...RECORD, step: 65_535, rev: 0xffff_ffff })
		}),
		gives('a record, read', { op: 'parse', record }),
		gives('the hash of a record', { op: 'hash', record }),
		...malformed().map(([name, bytes]) =>
			refused('malformed', name, { op: 'parse', record: toBase64url(bytes) })
		),
		...[WORDS, PASS].map((plaintext) =>
			gives(plaintext.pass ? 'a pass, made' : 'words, made', made(plaintext))
		),
		...(await checks())
	];
}

function made(plaintext: Json): Json {
	const { space, conversation, opening, member, rev } = fieldsOf(RECORD);
	return {
		op: 'make',
		fields: { space, conversation, opening, member, rev },
		ed_seed: toBase64url(SEED),
		sk: toBase64url(SK),
		salt: toBase64url(SALT),
		plaintext
	};
}

function fieldsOf({ space, conversation, step, member, rev, envHash }: AnswerRecord): Json {
	const env_hash = toBase64url(envHash);
	return { space, conversation, opening: step, member, key_gen: 1, rev, env_hash };
}

async function checks(): Promise<Draft[]> {
	const keys = { body: await bodyKey(SK), signing: OWN.key };
	const { step, rev, ...about } = RECORD;
	const place = { ...about, step, rev };
	const { record, sig, body } = await signAnswer(place, WORDS, keys, () => SALT);
	const other = await signAnswer({ ...place, rev: 3 }, PASS, keys, () => SALT);
	const { space, conversation, member } = RECORD;
	const check = (change: Json = {}, where: Json = {}): Json => ({
		op: 'check',
		record: toBase64url(record),
		sig: toBase64url(sig),
		body: toBase64url(body),
		place: { space, conversation, opening: step, member, ...where },
		ed_pub: toBase64url(OWN.entry.edPub),
		opened: null,
		...change
	});
	const open = (change: Json = {}): Json => ({
		op: 'open',
		sk: toBase64url(SK),
		record: toBase64url(record),
		body: toBase64url(body),
		...change
	});
	const weak = Uint8Array.of(1, ...new Uint8Array(31));
	return [
		gives('checked before the log says anything', check()),
		gives('checked against the log', check({ opened: toBase64url(await sha256(record)) })),
		refused('malformed', 'half a record', check({ record: toBase64url(record.slice(0, 90)) })),
		refused('place', 'of another space', check({}, { space: OTHER_SPACE })),
		refused('place', 'of another conversation', check({}, { conversation: OTHER_OBJECT })),
		refused('place', 'of another opening', check({}, { opening: 2 })),
		refused('place', 'of the other person', check({}, { member: STRANGER.entry.member })),
		refused(
			'changed',
			'not the version that opened',
			check({ opened: toBase64url(await sha256(other.record)) })
		),
		refused('body', 'with the body of another version', check({ body: toBase64url(other.body) })),
		refused('weak_key', 'under a key of small order', check({ ed_pub: toBase64url(weak) })),
		refused('signature', 'signed for another version', check({ sig: toBase64url(other.sig) })),
		refused(
			'signature',
			"under the other person's key",
			check({ ed_pub: toBase64url(STRANGER.entry.edPub) })
		),
		gives('opened', open()),
		refused('commit', 'opened as another version', open({ record: toBase64url(other.record) })),
		refused('commit', 'opened with another key', open({ sk: toBase64url(SALT) }))
	];
}

/** The seven fields as bytes, one of them replaced. */
function malformed(): [string, Bytes][] {
	const fields = [
		idToBytes(SPACE),
		idToBytes(OBJECT),
		u16(3),
		idToBytes(MEMBER),
		u16(1),
		u32(2),
		HASH
	];
	const raw = (replace: Record<number, Bytes>): Bytes =>
		T('gs1:answer', ...fields.map((field, index) => replace[index] ?? field));
	const whole = raw({});
	return [
		['no bytes', new Uint8Array(0)],
		['another label', T('gs1:event', ...fields)],
		['one byte more', Uint8Array.of(...whole, 0)],
		['one byte less', whole.slice(0, -1)],
		['six fields', T('gs1:answer', ...fields.slice(1))],
		['eight fields', T('gs1:answer', ...fields, utf8('now'))],
		['a space of 15 bytes', raw({ 0: new Uint8Array(15) })],
		['an empty conversation', raw({ 1: new Uint8Array(0) })],
		['opening 0', raw({ 2: u16(0) })],
		['an opening of one byte', raw({ 2: u8(3) })],
		['a member of 17 bytes', raw({ 3: new Uint8Array(17) })],
		['key_gen 2', raw({ 4: u16(2) })],
		['rev 0', raw({ 5: u32(0) })],
		['a rev of two bytes', raw({ 5: u16(2) })],
		['a hash of 31 bytes', raw({ 6: HASH.slice(1) })]
	];
}
