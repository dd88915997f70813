/** Runs one vector through the phone's own code: input in, output out, or an error with its code. */
import { argon2 } from '#lib/crypto/argon2.js';
import { split, T, u16, u32, u64, u8, utf8Text, type Bytes } from '#lib/crypto/canonical.js';
import * as contexts from '#lib/crypto/contexts.js';
import { open, seal, type Plaintext } from '#lib/crypto/envelope.js';
import {
	fromBase64url,
	idToBytes,
	parseId,
	toBase64url,
	type MemberId,
	type ObjectId
} from '#lib/crypto/ids.js';
import { kdfProfile } from '#lib/crypto/kdf-profiles.js';
import * as keys from '#lib/crypto/keys.js';
import { checkName, foldLogin, typedName } from '#lib/crypto/names.js';
import { formatRecoveryCode, parseRecoveryCode } from '#lib/crypto/recovery-code.js';
import * as signing from '#lib/crypto/signing.js';
import { buildEvent, headOf, parseEvent } from '#lib/log/event.js';
import { apply, judge } from '#lib/log/judge.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import { startOfChain, verifyPage } from '#lib/log/verify.js';
import { eventOf, fieldsOf, itemFrom, partiesFrom, type Json } from './fields';
import { runAnswers } from './run-answers';
import { runPairing } from './run-pairing';
import { runWalks } from './run-walks';
import { agreedJson } from './agreement-fields';
import { conversationJson } from './talk-meaning';

export const NAMES = [
	'canonical',
	'names',
	'recovery_code',
	'keys',
	'envelope',
	'contexts',
	'events',
	'heads',
	'items',
	'rules',
	'answers',
	'page',
	'pairing',
	'walks'
] as const;
export type Name = (typeof NAMES)[number];

/** A refusal that the phone's code gives as a value rather than throws. */
class Refused extends Error {
	constructor(readonly code: string) {
		super(code);
	}
}

/** The output of a case, or `{error}` with the code of what was thrown. */
export async function runCase(name: Name, input: Json): Promise<Json> {
	try {
		return { output: await RUNNERS[name](input) };
	} catch (error) {
		const { code } = error as { code?: unknown };
		if (typeof code !== 'string') throw error;
		return { error: code };
	}
}

const RUNNERS: Record<Name, (input: Json) => Json | Promise<Json>> = {
	canonical: (input) => {
		switch (input.op) {
			case 'T':
				return { bytes: toBase64url(T(input.label as string, ...fieldsFrom(input.fields))) };
			case 'split': {
				const [label, ...fields] = splitLabelled(bytes(input.bytes));
				return { label, fields };
			}
			case 'uuid':
				return { hex: hex(idToBytes(parseId(input.text))) };
			case 'base64url':
				return { hex: hex(fromBase64url(input.text)) };
			default: {
				const widths = { u8, u16, u32, u64 };
				return { bytes: toBase64url(widths[input.op as 'u8'](input.value as number)) };
			}
		}
	},
	names: (input) => {
		const text = input.text as string;
		if (input.op === 'name') return { name: checkName(text) };
		if (input.op === 'typed_name') return { name: typedName(text) };
		if (input.op === 'login') return { login: foldLogin(text) };
		return { bytes: toBase64url(keys.passphraseBytes(text)) };
	},
	recovery_code: async (input) =>
		input.op === 'write'
			? { groups: await formatRecoveryCode(bytes(input.bytes)) }
			: { bytes: toBase64url(await parseRecoveryCode(input.text as string)) },
	keys: runKeys,
	envelope: async (input) => {
		const [key, ctx, epoch] = [bytes(input.key), context(input.ctx), input.epoch as number];
		if (input.op === 'open') {
			return { plaintext: await open(key, ctx, bytes(input.envelope), epoch) };
		}
		const salt = bytes(input.salt);
		const envelope = await seal(key, ctx, input.plaintext as Plaintext, epoch, () => salt);
		return { envelope: toBase64url(envelope) };
	},
	contexts: (input) => ({ ctx: toBase64url(buildContext(input)) }),
	events: async (input) => {
		if (input.op === 'build') {
			return { event: toBase64url(buildEvent(eventOf(input.fields as Json))) };
		}
		if (input.op === 'parse') return { fields: fieldsOf(parseEvent(bytes(input.event))) };
		const edPub = bytes(input.ed_pub);
		if (signing.isSmallOrder(edPub)) throw new Refused('weak_key');
		const verifier = await signing.importVerifier(edPub);
		const isValid = await signing.verify(verifier, bytes(input.sig), bytes(input.event));
		if (!isValid) throw new Refused('signature');
		return {};
	},
	heads: async (input) => ({
		head: toBase64url(await headOf(bytes(input.event), bytes(input.sig)))
	}),
	items: (input) => {
		const objects = new Map<ObjectId, ObjectState>();
		for (const event of (input.events as Json[]).map(eventOf)) {
			const decision = judge(objects, event);
			if (!decision.accepted) throw new Refused(decision.code);
			objects.set(event.object, decision.next);
		}
		return { objects: [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(objectJson) };
	},
	rules: (input) => {
		const events = (input.events as Json[]).map(eventOf);
		const objects = new Map<ObjectId, ObjectState>();
		for (const event of events) {
			const code = apply(objects, event);
			if (code !== null) throw new Refused(code);
		}
		return meaningJson(objects, events[0]?.space);
	},
	answers: runAnswers,
	pairing: runPairing,
	page: async (input) => {
		let state = startOfChain(parseId(input.space), partiesFrom(input));
		for (const page of input.pages as Json[][]) {
			({ state } = await verifyPage(state, page.map(itemFrom)));
		}
		return { seq: state.seq, head: toBase64url(state.head), at_ms: state.atMs };
	},
	walks: runWalks
};

async function runKeys(input: Json): Promise<Json> {
	switch (input.op) {
		case 'password':
			return runPassword(input);
		case 'recovery': {
			const { rauth, kek } = await keys.recoveryKeys(bytes(input.bytes));
			return texts({ rauth, kek_rc: kek });
		}
		case 'account': {
			const { vault, spaceKeys, device } = await keys.accountKeys(bytes(input.ak));
			return texts({ k_priv: vault, k_skw: spaceKeys, k_dev: device });
		}
		case 'space': {
			const spaceKey = bytes(input.sk);
			return texts({ k_obj: await keys.bodyKey(spaceKey), k_live: await keys.liveKey(spaceKey) });
		}
		case 'ed25519':
			return texts({ public: (await signing.signingKeyFromSeed(bytes(input.seed))).publicKey });
		case 'x25519':
			return texts({ public: await signing.agreementKeyFromSeed(bytes(input.seed)) });
		case 'x25519_shared':
			return texts({ shared: await signing.agree(bytes(input.seed), bytes(input.public)) });
		default:
			if (signing.isSmallOrder(bytes(input.public))) throw new Refused('weak_key');
			return {};
	}
}

async function runPassword(input: Json): Promise<Json> {
	const id = input.profile as number;
	const profile = kdfProfile(id);
	const login = foldLogin(input.login as string);
	const salt_eff = await keys.effectiveSalt(id, login, bytes(input.salt));
	const pmk = await argon2(profile, keys.passphraseBytes(input.password as string), salt_eff);
	const { auth, kek } = await keys.passphraseKeys(pmk);
	return texts({ salt_eff, pmk, auth, kek_pw: kek });
}

function buildContext(input: Json): Bytes {
	const place = {
		space: () => parseId<never>(input.space),
		member: () => parseId<never>(input.member),
		rev: input.rev as number
	};
	switch (input.kind) {
		case 'ak-wrap':
			return input.method === 'rc'
				? contexts.recoveryWrapContext(parseId(input.account))
				: contexts.passphraseWrapContext(
						parseId(input.account),
						input.profile as number,
						bytes(input.salt)
					);
		case 'vault':
			return contexts.vaultContext(parseId(input.account), input.revision as number);
		case 'sk-wrap':
			return contexts.spaceKeyContext(parseId(input.account), place.space(), input.epoch as number);
		case 'body':
			return contexts.bodyContext({
				space: place.space(),
				object: parseId(input.object),
				member: place.member(),
				verb: input.verb as string,
				rev: place.rev
			});
		case 'answer':
			return contexts.answerContext({
				space: place.space(),
				conversation: parseId(input.conversation),
				step: input.step as number,
				member: place.member(),
				rev: place.rev
			});
		case 'invite':
			return contexts.invitationContext(bytes(input.invitation), input.part as 'm1');
		case 'pair':
			return contexts.pairingContext(bytes(input.th));
		case 'live':
			return contexts.liveContext({
				space: place.space(),
				room: parseId(input.room),
				member: place.member(),
				myVisit: bytes(input.my_visit),
				yourVisit: bytes(input.your_visit),
				counter: input.counter as number
			});
		default:
			return contexts.deviceContext(
				parseId(input.device),
				input.store as string,
				input.key as string
			);
	}
}

/** What a log comes to: who is in the space, and what stands in it, ordered by object. */
function meaningJson(objects: ReadonlyMap<string, ObjectState>, space = ''): Json {
	const own = objects.get(space);
	if (own?.kind !== 'space') throw new Error('a log without a genesis means nothing');
	const { joined, left, members } = own.facts;
	const people = members.map(({ member }) => member);
	const others = [...objects]
		.filter(([id]) => id !== space)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([id, state]) => ({ ...objectJson([id, state]), ...kindJson(state, people) }));
	return { space: { joined, left: left !== null }, objects: others };
}

function kindJson(state: ObjectState, people: readonly MemberId[]): Json {
	const { kind, versions } = state;
	if (kind === 'conversation') {
		return { kind, taken_in: false, answer: null, ...conversationJson(state, people) };
	}
	if (kind !== 'appreciation') {
		return { kind, taken_in: false, answer: null, ...agreedJson(state) };
	}
	const answer = versions.findLastIndex(({ erased }, index) => index > 0 && !erased) + 1;
	return { kind, taken_in: state.takenIn, answer: answer === 0 ? null : answer };
}

function objectJson([object, { author, rev, versions }]: [string, ObjectState]): Json {
	const erased = versions.flatMap((version, index) => (version.erased ? [index + 1] : []));
	return { object, author, rev, erased };
}

function splitLabelled(value: Bytes): string[] {
	const [label, ...fields] = split(value);
	if (label === undefined) throw new Refused('malformed');
	return [utf8Text(label), ...fields.map(toBase64url)];
}

function fieldsFrom(fields: unknown): Bytes[] {
	return (fields as (string | { zeros: number })[]).map((field) =>
		typeof field === 'string' ? fromBase64url(field) : new Uint8Array(field.zeros)
	);
}

const bytes = (text: unknown): Bytes => fromBase64url(text);
const context = (text: unknown): contexts.Context => fromBase64url(text) as contexts.Context;
const hex = (value: Bytes): string =>
	Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
const texts = (values: Record<string, Bytes>): Json =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toBase64url(value)]));
