/** Bytes that are no event of this version, each with one fault. */
import { readT, T, u16, u32, u64, u8, utf8, type Bytes } from '#lib/crypto/canonical.js';
import { idToBytes } from '#lib/crypto/ids.js';
import { buildEvent, ZERO_HASH } from '#lib/log/event.js';
import type { LogEvent } from '#lib/log/types.js';
import { AT_MS, EVENT, MEMBER, OBJECT, OWN, SPACE } from './fixed';
import { AGREEING, HASH, JOINT, PREV, PUT, TALK } from './sample-events';

export function malformedEvents(): [string, Bytes][] {
	return [...malformedFields(), ...malformedClear(), ...malformedJoint(), ...malformedTalk()];
}

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

function withVerb(verb: string, aux: Bytes[], envHash = new Uint8Array(0)): Bytes {
	return rawEvent({ 7: utf8(verb), 10: envHash, 11: T('gs1:aux', utf8(verb), ...aux) });
}

/** A body where there is none or none where there is one, and a clear field more, less or short. */
function malformedJoint(): [string, Bytes][] {
	return JOINT.flatMap(({ verb, clear, envHash }) => {
		const own = 'th' in clear ? [clear.th] : 'envHash' in clear ? [clear.envHash] : [];
		const body = envHash ?? new Uint8Array(0);
		const other = envHash === null ? HASH : new Uint8Array(0);
		const faults: [string, Bytes][] = [
			[`${verb} ${envHash === null ? 'with' : 'without'} a body`, withVerb(verb, own, other)],
			[`${verb} with a clear field more`, withVerb(verb, [...own, HASH], body)]
		];
		if (own.length === 0) return faults;
		return [
			...faults,
			[`${verb} with 31 bytes`, withVerb(verb, [HASH.slice(1)], body)],
			[`${verb} without its clear field`, withVerb(verb, [], body)]
		];
	});
}

function malformedClear(): [string, Bytes][] {
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

/** Of every verb a body too many or missing, and a field more or less; then each kind of value. */
function malformedTalk(): [string, Bytes][] {
	const shapes = [...TALK, ...AGREEING].flatMap((event, index): [string, Bytes][] => {
		const name = `${event.verb} (${index + 1})`;
		const own = auxOf(event);
		const body = event.envHash ?? new Uint8Array(0);
		const other = event.envHash === null ? HASH : new Uint8Array(0);
		const faults: [string, Bytes][] = [
			[
				`${name} ${event.envHash === null ? 'with' : 'without'} a body`,
				withVerb(event.verb, own, other)
			],
			[`${name} with a clear field more`, withVerb(event.verb, [...own, u8(1)], body)]
		];
		if (own.length === 0) return faults;
		return [
			...faults,
			[`${name} with a clear field less`, withVerb(event.verb, own.slice(1), body)]
		];
	});
	return [...shapes, ...malformedPlans(), ...malformedValues()];
}

function malformedPlans(): [string, Bytes][] {
	const plan = (...bytes: number[]): Bytes =>
		withVerb('conversation.invited', [Uint8Array.from(bytes)], HASH);
	return [
		['a plan of no steps', plan()],
		['a plan of an odd length', plan(1, 0, 2)],
		['a plan of 17 steps', plan(...Array.from({ length: 34 }, (_, index) => (index % 2 ? 0 : 1)))],
		['a step of kind 0', plan(0, 0)],
		['a step of kind 4', plan(4, 1)],
		['a reveal of one round', plan(1, 1)],
		['turns of no rounds', plan(2, 0)],
		['turns of ten rounds', plan(2, 10)],
		['deeper turns of no rounds', plan(3, 0)],
		['deeper turns of ten rounds', plan(1, 0, 3, 10)]
	];
}

function malformedValues(): [string, Bytes][] {
	const twoPow53 = Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0);
	return [
		['ready for step 0', withVerb('conversation.ready', [u16(0)])],
		['ready for a step of one byte', withVerb('conversation.ready', [u8(1)])],
		['passed step 0', withVerb('conversation.passed', [u16(0)])],
		['said in step 0', withVerb('conversation.said', [u16(0), u8(1)], HASH)],
		['move 0', withVerb('conversation.said', [u16(1), u8(0)], HASH)],
		['move 5', withVerb('conversation.said', [u16(1), u8(5)], HASH)],
		['a move of two bytes', withVerb('conversation.said', [u16(1), u16(1)], HASH)],
		['heard in step 0', withVerb('conversation.heard', [u16(0), u8(1)])],
		['enough 2', withVerb('conversation.heard', [u16(1), u8(2)])],
		['a return of four bytes', withVerb('conversation.paused', [u32(1)])],
		['a return at 2^53', withVerb('conversation.paused', [twoPow53])],
		['told of opening 0', withVerb('conversation.told', [u16(0)])],
		['opening 0 together', withVerb('conversation.opened_together', [u16(0), HASH, PREV])],
		[
			'a record hash of 31 bytes',
			withVerb('conversation.opened_together', [u16(1), HASH.slice(1), PREV])
		],
		['erased by 31 bytes', withVerb('conversation.erased', [HASH.slice(1)])],
		['deep of 2', withVerb('agreement.proposed', [PREV, u8(2)], HASH)],
		['deep as two bytes', withVerb('agreement.proposed', [PREV, u16(1)], HASH)],
		['a base of 31 bytes', withVerb('agreement.proposed', [PREV.slice(1), u8(0)], HASH)],
		['outcome 0', withVerb('agreement.reviewed', [HASH, u8(0), twoPow53])],
		['outcome 3', withVerb('agreement.reviewed', [HASH, u8(3), u64(1)])],
		['kept without a next review', withVerb('agreement.reviewed', [HASH, u8(1), u64(0)])],
		['retired with a next review', withVerb('agreement.reviewed', [HASH, u8(2), u64(1)])],
		['a next review at 2^53', withVerb('agreement.reviewed', [HASH, u8(1), twoPow53])],
		['accepted by 31 bytes', withVerb('agreement.accepted', [HASH.slice(1)])]
	];
}

function auxOf(event: LogEvent): Bytes[] {
	const fields = readT('gs1:event', buildEvent(event));
	return readT('gs1:aux', fields[11] ?? new Uint8Array(0)).slice(1);
}
