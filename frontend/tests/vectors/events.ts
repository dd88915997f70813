/** Signed events, heads, the rule of items, and pages of a log from its genesis. */
import { T, u16, u32, u64, u8, utf8, type Bytes } from '#lib/crypto/canonical.js';
import { idToBytes, toBase64url, type MemberId, type ObjectId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { sign } from '#lib/crypto/signing.js';
import { buildEvent, ZERO_HASH } from '#lib/log/event.js';
import type { LogEvent } from '#lib/log/types.js';
import { gives, refused, type Draft } from './case';
import { fieldsOf } from './fields';
import {
	AT_MS,
	EVENT,
	fixedBytes,
	MEMBER,
	OBJECT,
	OTHER_OBJECT,
	OWN,
	SPACE,
	STRANGER
} from './fixed';

const PREV = await fixedBytes('a head', 32);
const HASH = await fixedBytes('an envelope hash', 32);

export const PUT: LogEvent = {
	space: SPACE,
	eventId: EVENT,
	seq: 2,
	prev: PREV,
	member: MEMBER,
	atMs: AT_MS,
	verb: 'item.put',
	object: OBJECT,
	rev: 1,
	envHash: HASH,
	clear: { of: 'item.put' }
};
const ERASED: LogEvent = {
	...PUT,
	verb: 'item.erased',
	envHash: null,
	clear: { of: 'item.erased', envHash: HASH }
};
export const OPENED: LogEvent = {
	...PUT,
	seq: 1,
	prev: ZERO_HASH,
	verb: 'space.opened',
	object: SPACE as string as ObjectId,
	rev: 0,
	envHash: null,
	clear: { of: 'space.opened', kind: 'personal', th: ZERO_HASH, members: [OWN.entry] }
};
const SHARED: LogEvent = {
	...OPENED,
	clear: { of: 'space.opened', kind: 'shared', th: PREV, members: [OWN.entry, STRANGER.entry] }
};
const UNKNOWN: LogEvent = {
	...PUT,
	verb: 'kiln.opened_together',
	clear: { of: 'unknown', fields: [utf8('raku'), new Uint8Array(0)] }
};

/** The twelve fields of `PUT` as bytes, for events that `buildEvent` could not write. */
function rawEvent(replace: Record<number, Bytes>, extra: Bytes[] = []): Bytes {
	const fields = [
		idToBytes(SPACE),
		idToBytes(EVENT),
		u64(PUT.seq),
		PREV,
		idToBytes(MEMBER),
		u16(1),
		u64(AT_MS),
		utf8(PUT.verb),
		idToBytes(OBJECT),
		u32(1),
		HASH,
		T('gs1:aux', utf8(PUT.verb))
	];
	return T('gs1:event', ...fields.map((field, index) => replace[index] ?? field), ...extra);
}

export async function events(): Promise<Draft[]> {
	const build = (event: LogEvent): Draft['input'] => ({ op: 'build', fields: fieldsOf(event) });
	const parse = (event: Bytes): Draft['input'] => ({ op: 'parse', event: toBase64url(event) });
	const kinds: [string, LogEvent][] = [
		['item.put', PUT],
		['item.erased', ERASED],
		['space.opened, personal', OPENED],
		['space.opened, shared', SHARED],
		['an unknown verb with a body', UNKNOWN],
		['an unknown verb without one', { ...UNKNOWN, envHash: null }],
		['a rev of 0, which the rule judges', { ...PUT, rev: 0 }],
		['the last seq and date', { ...PUT, seq: 2 ** 53 - 1, atMs: 2 ** 53 - 1 }]
	];
	return [
		...kinds.map(([name, event]) => gives(`${name}, built`, build(event))),
		...kinds.map(([name, event]) => gives(`${name}, read`, parse(buildEvent(event)))),
		...malformedFields().map(([name, bytes]) => refused('malformed', name, parse(bytes))),
		...malformedClear().map(([name, bytes]) => refused('malformed', name, parse(bytes))),
		...(await signatures())
	];
}

function malformedFields(): [string, Bytes][] {
	const whole = buildEvent(PUT);
	const twoPow53 = Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0);
	const verbs = ['itemput', 'item.', '.put', 'Item.put', 'item.put.now', 'item.p-t'];
	const long = `item.${'x'.repeat(33)}`;
	return [
		['no bytes', whole.slice(0, 0)],
		['one byte less', whole.slice(0, -1)],
		['one byte more', Uint8Array.of(...whole, 0)],
		['another label', T('gs1:answer', utf8('x'))],
		['thirteen fields', rawEvent({}, [new Uint8Array(0)])],
		['a space of 15 bytes', rawEvent({ 0: new Uint8Array(15) })],
		['an event id of 17 bytes', rawEvent({ 1: new Uint8Array(17) })],
		['a seq of four bytes', rawEvent({ 2: u32(2) })],
		['seq 0', rawEvent({ 2: u64(0), 3: ZERO_HASH })],
		['seq 2^53', rawEvent({ 2: twoPow53 })],
		['prev of 31 bytes', rawEvent({ 3: new Uint8Array(31).fill(1) })],
		['a zero prev at seq 2', rawEvent({ 3: ZERO_HASH })],
		['a prev at seq 1', rawEvent({ 2: u64(1) })],
		['an empty member', rawEvent({ 4: new Uint8Array(0) })],
		['key_gen 0', rawEvent({ 5: u16(0) })],
		['key_gen 2', rawEvent({ 5: u16(2) })],
		['at_ms 2^53', rawEvent({ 6: twoPow53 })],
		...[...verbs, long, 'item.put\n', 'ítem.put'].map((verb): [string, Bytes] => [
			`the verb ${JSON.stringify(verb)}`,
			rawEvent({ 7: utf8(verb), 11: T('gs1:aux', utf8(verb)) })
		]),
		['an object of no bytes', rawEvent({ 8: new Uint8Array(0) })],
		['a rev of two bytes', rawEvent({ 9: u16(1) })],
		['an env_hash of 31 bytes', rawEvent({ 10: new Uint8Array(31) })]
	];
}

function malformedClear(): [string, Bytes][] {
	const withVerb = (verb: string, aux: Bytes[], envHash = new Uint8Array(0)): Bytes =>
		rawEvent({ 7: utf8(verb), 10: envHash, 11: T('gs1:aux', utf8(verb), ...aux) });
	const member = [idToBytes(MEMBER), OWN.entry.edPub, OWN.entry.xPub];
	const opened = (...aux: Bytes[]): Bytes => withVerb('space.opened', aux);
	return [
		['no aux', rawEvent({ 11: new Uint8Array(0) })],
		['an aux without a verb', rawEvent({ 11: T('gs1:aux') })],
		['an aux of another verb', rawEvent({ 11: T('gs1:aux', utf8('item.erased')) })],
		['an aux of another label', rawEvent({ 11: T('gs1:event', utf8('item.put')) })],
		[
			'an aux with a byte more',
			rawEvent({ 11: Uint8Array.of(...T('gs1:aux', utf8('item.put')), 0) })
		],
		['item.put without a body', withVerb('item.put', [])],
		['item.put with a clear field', withVerb('item.put', [HASH], HASH)],
		['item.erased with a body', withVerb('item.erased', [HASH], HASH)],
		['item.erased without a hash', withVerb('item.erased', [])],
		[
			'item.erased with two halves of a hash',
			withVerb('item.erased', [HASH.slice(16), HASH.slice(16)])
		],
		['item.erased with 31 bytes', withVerb('item.erased', [HASH.slice(1)])],
		['space.opened with a body', withVerb('space.opened', [u8(1), ZERO_HASH, ...member], HASH)],
		['space.opened without fields', opened()],
		['a kind of two bytes', opened(u16(1), ZERO_HASH, ...member)],
		['kind 0', opened(u8(0), ZERO_HASH)],
		['kind 3', opened(u8(3), ZERO_HASH, ...member, ...member, ...member)],
		['a th of 31 bytes', opened(u8(1), new Uint8Array(31), ...member)],
		['a personal space of nobody', opened(u8(1), ZERO_HASH)],
		['a personal space of two', opened(u8(1), ZERO_HASH, ...member, ...member)],
		['a shared space of one', opened(u8(2), ZERO_HASH, ...member)],
		['a member without an agreement key', opened(u8(1), ZERO_HASH, ...member.slice(0, 2))],
		[
			'a signing key of 33 bytes',
			opened(u8(1), ZERO_HASH, idToBytes(MEMBER), new Uint8Array(33), ZERO_HASH)
		]
	];
}

async function signatures(): Promise<Draft[]> {
	const event = buildEvent(PUT);
	const sig = await sign(OWN.key, event);
	const verify = (replace: Record<string, Bytes>): Draft['input'] => ({
		op: 'verify',
		event: toBase64url(replace.event ?? event),
		sig: toBase64url(replace.sig ?? sig),
		ed_pub: toBase64url(replace.edPub ?? OWN.entry.edPub)
	});
	const otherSig = sig.slice();
	otherSig[40] = (otherSig[40] ?? 0) ^ 1;
	return [
		gives('a signature', verify({})),
		refused('signature', 'one bit of the signature', verify({ sig: otherSig })),
		refused('signature', 'no signature', verify({ sig: new Uint8Array(64) })),
		refused('signature', 'a signature of 63 bytes', verify({ sig: sig.slice(1) })),
		refused('signature', 'another event', verify({ event: buildEvent({ ...PUT, rev: 2 }) })),
		refused('signature', "another member's key", verify({ edPub: STRANGER.entry.edPub })),
		refused('signature', 'S and the order of the group', verify({ sig: withLargeS(sig) })),
		refused(
			'weak_key',
			'a key of small order',
			verify({ edPub: Uint8Array.of(1, ...new Uint8Array(31)) })
		)
	];
}

/** S + L: the same point equation holds, but a strict verifier takes only the smaller spelling. */
function withLargeS(sig: Bytes): Bytes {
	const order = 2n ** 252n + 27742317777372353535851937790883648493n;
	let s = order;
	for (let index = 63; index >= 32; index -= 1)
		s += BigInt(sig[index] ?? 0) << BigInt(8 * (index - 32));
	const copy = sig.slice();
	for (let index = 32; index < 64; index += 1)
		copy[index] = Number((s >> BigInt(8 * (index - 32))) & 255n);
	return copy;
}

export async function heads(): Promise<Draft[]> {
	const cases: [string, LogEvent][] = [
		['of a genesis', OPENED],
		['of a note', PUT],
		['of an unknown verb', UNKNOWN]
	];
	return Promise.all(
		cases.map(async ([name, event]) => {
			const bytes = buildEvent(event);
			const sig = await sign(OWN.key, bytes);
			return gives(name, { event: toBase64url(bytes), sig: toBase64url(sig) });
		})
	);
}

export async function items(): Promise<Draft[]> {
	const hashes = await Promise.all([1, 2, 3, 4].map((rev) => sha256(u8(rev))));
	const hash = (rev: number): Bytes => hashes[rev - 1] ?? HASH;
	const put = (rev: number, object = OBJECT, member: MemberId = MEMBER): LogEvent => ({
		...PUT,
		object,
		member,
		rev,
		envHash: hash(rev)
	});
	const erased = (rev: number, of = hash(rev), member: MemberId = MEMBER): LogEvent => ({
		...ERASED,
		member,
		rev,
		clear: { of: 'item.erased', envHash: of }
	});
	const stranger = STRANGER.entry.member;
	const run = (...list: LogEvent[]): Draft['input'] => ({
		events: list.map((event, index) => fieldsOf({ ...event, seq: index + 2 }))
	});
	return [
		gives('a first version', run(put(1))),
		gives('three versions', run(put(1), put(2), put(3))),
		gives('two objects by two authors', run(put(1), put(1, OTHER_OBJECT, stranger))),
		gives('the versions are erased one by one', run(put(1), put(2), erased(1), erased(2))),
		gives('put again after all is erased', run(put(1), erased(1), put(2))),
		gives('the newest version is erased', run(put(1), put(2), erased(2))),
		refused('stale', 'an object begins at rev 2', run(put(2))),
		refused('stale', 'an object begins at rev 0', run(put(0))),
		refused('stale', 'the same rev again', run(put(1), put(1))),
		refused('stale', 'a rev left out', run(put(1), put(3))),
		refused('not_author', 'somebody else revises', run(put(1), put(2, OBJECT, stranger))),
		refused('unknown_version', 'nothing to erase', run(erased(1))),
		refused('unknown_version', 'a version that is not there yet', run(put(1), erased(2))),
		refused('unknown_version', 'version 0', run(put(1), erased(0))),
		refused('not_author', 'somebody else erases', run(put(1), erased(1, hash(1), stranger))),
		refused('stale', 'the hash of another version', run(put(1), put(2), erased(1, hash(2)))),
		refused('already_erased', 'erased twice', run(put(1), erased(1), erased(1)))
	];
}
