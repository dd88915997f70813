/**
 * The signed event (protocol.md §6). Events are read from the very bytes that were signed, strictly,
 * and never rebuilt: what `parseEvent` accepts, `buildEvent` writes again to the same bytes.
 */
import {
	CanonicalError,
	equalBytes,
	isZero,
	readT,
	readUint,
	T,
	u16,
	u32,
	u64,
	u8,
	utf8,
	utf8Text,
	type Bytes
} from '#lib/crypto/canonical.js';
import { idFromBytes, idToBytes, type ObjectId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { sign, type SigningKey } from '#lib/crypto/signing.js';
import { readAgreementFields, writeAgreementFields } from './agreement-fields';
import { isTalk, readTalkFields, writeTalkFields } from './talk-fields';
import type { Clear, LogEvent, Member, SignedItem } from './types';

export const ZERO_HASH: Bytes = new Uint8Array(32);

/** Keys are not renewed in this version; any other generation is refused. */
const KEY_GEN = 1;
const VERB = /^[a-z_]{1,32}\.[a-z_]{1,32}$/;
const KINDS = { personal: 1, shared: 2 } as const;
/** The verbs of this version that come with a body. */
const WITH_BODY: ReadonlySet<string> = new Set([
	'item.put',
	'appreciation.given',
	'appreciation.answered',
	'conversation.invited',
	'conversation.said',
	'limit.shared',
	'request.asked',
	'request.answered',
	'agreement.proposed'
]);
const EMPTY = new Uint8Array(0);

/** Writes what it is given; only `parseEvent` judges. */
export function buildEvent(event: LogEvent): Bytes {
	return T(
		'gs1:event',
		idToBytes(event.space),
		idToBytes(event.eventId),
		u64(event.seq),
		event.prev,
		idToBytes(event.member),
		u16(KEY_GEN),
		u64(event.atMs),
		utf8(event.verb),
		idToBytes(event.object),
		u32(event.rev),
		event.envHash ?? EMPTY,
		T('gs1:aux', utf8(event.verb), ...clearFields(event.clear))
	);
}

/** Throws CanonicalError (`malformed`) unless these bytes are one event of this version. */
export function parseEvent(bytes: Uint8Array): LogEvent {
	const fields = readT('gs1:event', bytes);
	if (fields.length !== 12) malformed('an event has twelve fields');
	const [space, eventId, seq, prev, member, keyGen, atMs, verb, object, rev, envHash, aux] =
		fields as [Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes];
	if (readUint(sized(keyGen, 2)) !== KEY_GEN) malformed('another generation of keys');
	const event: LogEvent = {
		space: idFromBytes(space),
		eventId: idFromBytes(eventId),
		seq: readUint(sized(seq, 8)),
		prev: sized(prev, 32),
		member: idFromBytes(member),
		atMs: readUint(sized(atMs, 8)),
		verb: utf8Text(verb),
		object: idFromBytes<ObjectId>(object),
		rev: readUint(sized(rev, 4)),
		envHash: envHash.length === 0 ? null : sized(envHash, 32),
		clear: readAux(verb, aux)
	};
	checkShape(event);
	return event;
}

/** Whether this event takes a body off: that of the version it names. */
export function isErasure({ clear }: Pick<LogEvent, 'clear'>): boolean {
	return clear.of.endsWith('.erased');
}

/** The head after this event: what the next one names as `prev`. */
export async function headOf(event: Bytes, sig: Bytes): Promise<Bytes> {
	return sha256(T('gs1:head', event, sig));
}

/**
 * Signs an event for exactly its place. `envHash` comes from the body, so they cannot disagree.
 * Throws CanonicalError for an event that is not well formed.
 */
export async function signItem(
	event: Omit<LogEvent, 'envHash'>,
	body: Bytes | null,
	key: SigningKey
): Promise<SignedItem> {
	const envHash = body === null ? null : await sha256(body);
	const bytes = buildEvent({ ...event, envHash });
	// What no reader would take is never signed: a signature cannot be taken back.
	parseEvent(bytes);
	return { event: bytes, sig: await sign(key, bytes), body };
}

function checkShape(event: LogEvent): void {
	if (!VERB.test(event.verb)) malformed('not a verb');
	if (event.seq < 1) malformed('seq begins at 1');
	if (isZero(event.prev) !== (event.seq === 1)) malformed('only the first event has no prev');
	const { of } = event.clear;
	if (of === 'unknown') return;
	if (WITH_BODY.has(of) !== (event.envHash !== null))
		malformed('a body where there is none, or none');
}

function clearFields(clear: Clear): Bytes[] {
	if (isTalk(clear)) return writeTalkFields(clear);
	switch (clear.of) {
		case 'item.put':
		case 'appreciation.given':
		case 'space.left':
			return [];
		case 'item.erased':
		case 'appreciation.taken_in':
		case 'appreciation.answered':
		case 'appreciation.erased':
		case 'conversation.erased':
		case 'limit.acknowledged':
		case 'limit.erased':
		case 'request.answered':
		case 'request.erased':
		case 'agreement.accepted':
		case 'agreement.erased':
			return [clear.envHash];
		case 'space.joined':
			return [clear.th];
		case 'space.opened':
			return [u8(KINDS[clear.kind]), clear.th, ...clear.members.flatMap(memberFields)];
		case 'unknown':
			return clear.fields;
		case 'limit.shared':
		case 'limit.retired':
		case 'request.asked':
		case 'request.withdrawn':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
		case 'agreement.proposed':
		case 'agreement.reviewed':
			return writeAgreementFields(clear);
	}
}

function memberFields({ member, edPub, xPub }: Member): Bytes[] {
	return [idToBytes(member), edPub, xPub];
}

function readAux(verb: Bytes, aux: Bytes): Clear {
	const [repeated, ...fields] = readT('gs1:aux', aux);
	if (repeated === undefined || !equalBytes(repeated, verb)) {
		malformed('aux begins with another verb');
	}
	const of = utf8Text(verb);
	switch (of) {
		case 'item.put':
		case 'appreciation.given':
		case 'space.left':
			if (fields.length !== 0) malformed(`${of} has no clear fields`);
			return { of };
		case 'item.erased':
		case 'appreciation.taken_in':
		case 'appreciation.answered':
		case 'appreciation.erased':
		case 'conversation.erased':
		case 'limit.acknowledged':
		case 'limit.erased':
		case 'request.answered':
		case 'request.erased':
		case 'agreement.accepted':
		case 'agreement.erased':
			return { of, envHash: onlyField(of, fields) };
		case 'space.joined':
			return { of, th: onlyField(of, fields) };
		case 'space.opened':
			return readOpened(fields);
		default:
			return (
				readTalkFields(of, fields) ?? readAgreementFields(of, fields) ?? { of: 'unknown', fields }
			);
	}
}

/** Hashes: 32 bytes. */
function onlyField(verb: string, fields: Bytes[]): Bytes {
	const [field, ...more] = fields;
	if (field === undefined || more.length > 0) malformed(`${verb} has one clear field`);
	return sized(field, 32);
}

function readOpened(fields: Bytes[]): Clear {
	const [kindByte, th, ...rest] = fields;
	if (kindByte === undefined || th === undefined) malformed('space.opened has more clear fields');
	const code = readUint(sized(kindByte, 1));
	const kind = code === KINDS.personal ? 'personal' : 'shared';
	if (code !== KINDS[kind]) malformed('not a kind of space');
	if (rest.length !== 3 * code) malformed('not the members of that kind of space');
	const members = Array.from({ length: code }, (_, index) =>
		readMember(rest.slice(index * 3, index * 3 + 3))
	);
	return { of: 'space.opened', kind, th: sized(th, 32), members };
}

function readMember([member = EMPTY, edPub = EMPTY, xPub = EMPTY]: Bytes[]): Member {
	return { member: idFromBytes(member), edPub: sized(edPub, 32), xPub: sized(xPub, 32) };
}

function sized(field: Bytes, length: number): Bytes {
	if (field.length !== length) malformed(`a field of ${length} bytes has ${field.length}`);
	return field;
}

function malformed(message: string): never {
	throw new CanonicalError(message);
}
