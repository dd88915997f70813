/** Pages of a log: one good chain, and one fault at a time. */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { EventId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { sign, type SigningKey } from '#lib/crypto/signing.js';
import { buildEvent, headOf, ZERO_HASH } from '#lib/log/event.js';
import { sealBody } from '#lib/log/open-body.js';
import type { LogEvent, SignedItem } from '#lib/log/types.js';
import { gives, refused, type Draft } from './case';
import { OPENED, PUT } from './sample-events';
import { itemJson, memberJson, type Json } from './fields';
import {
	AT_MS,
	fixedBytes,
	fixedId,
	OTHER_OBJECT,
	OTHER_SPACE,
	OWN,
	SPACE,
	STRANGER
} from './fixed';
import { sharedPages } from './shared-pages';

const BODY_KEY = await fixedBytes('body key', 32);

/** Changes an event before it is signed, so that the fault is signed too. */
type Change = Partial<LogEvent>;

interface Line {
	change?: Change;
	body?: Bytes | null;
	key?: SigningKey;
}

/** Signs lines one behind the other; each change is signed, and the chain goes on from it. */
async function chain(lines: Line[]): Promise<SignedItem[]> {
	const items: SignedItem[] = [];
	let prev = ZERO_HASH;
	for (const [index, { change, body = null, key = OWN.key }] of lines.entries()) {
		const base: LogEvent = index === 0 ? OPENED : { ...PUT, atMs: AT_MS + index, rev: index };
		const event = {
			...base,
			seq: index + 1,
			prev,
			eventId: await fixedId<EventId>(`event ${String(index)}`, 7),
			...(index > 0 && body !== null && { envHash: await sha256(body) }),
			...change
		};
		const bytes = buildEvent(event);
		const item = { event: bytes, sig: await sign(key, bytes), body };
		prev = await headOf(item.event, item.sig);
		items.push(item);
	}
	return items;
}

async function body(rev: number): Promise<Bytes> {
	const salt = await fixedBytes(`body ${String(rev)}`, 32);
	const plaintext = { t: 'note', v: 1, title: 'kiln', text: `version ${String(rev)}` };
	return sealBody(BODY_KEY, { ...PUT, rev }, plaintext, () => salt);
}

const BODIES = await Promise.all([1, 2, 3].map(body));
const LINES: Line[] = [{}, ...BODIES.map((sealed) => ({ body: sealed }))];
const GOOD = await chain(LINES);

function given(pages: SignedItem[][], own = OWN.entry, space = SPACE): Json {
	return { space, own: memberJson(own), pages: pages.map((page) => page.map(itemJson)) };
}

/** The good chain with one line signed otherwise. */
async function withLine(index: number, line: Line): Promise<Json> {
	return given([
		await chain(LINES.map((good, at) => (at === index ? { ...good, ...line } : good)))
	]);
}

/** The good chain with one item changed after signing. */
function withItem(index: number, change: Partial<SignedItem>): Json {
	return given([GOOD.map((item, at) => (at === index ? { ...item, ...change } : item))]);
}

export async function pages(): Promise<Draft[]> {
	const erased = {
		change: {
			verb: 'item.erased',
			rev: 1,
			envHash: null,
			clear: { of: 'item.erased' as const, envHash: await sha256(BODIES[0] ?? ZERO_HASH) }
		}
	};
	const unknown = {
		change: {
			verb: 'kiln.fired',
			clear: { of: 'unknown' as const, fields: [] },
			envHash: null
		}
	};
	return [
		gives('no page', given([])),
		gives('a genesis alone', given([GOOD.slice(0, 1)])),
		gives('one page', given([GOOD])),
		gives('the same in three pages', given([GOOD.slice(0, 1), GOOD.slice(1, 2), GOOD.slice(2)])),
		gives('an empty page between', given([GOOD.slice(0, 2), [], GOOD.slice(2)])),
		gives('a body is missing', withItem(2, { body: null })),
		gives('an erasure', given([await chain([...LINES, erased])])),
		gives('an unknown verb', given([await chain([...LINES, unknown])])),
		gives('an event that breaks its rule', await withLine(3, { change: { rev: 7 } })),
		gives('two events of one moment', await withLine(3, { change: { atMs: AT_MS + 2 } })),
		...(await placeFaults()),
		...(await authorFaults()),
		...(await genesisFaults()),
		...(await sharedPages())
	];
}

async function placeFaults(): Promise<Draft[]> {
	const [first = [], second = [], third = [], fourth = []] = GOOD.map((item) => [item]);
	const whole = GOOD[2]?.event ?? ZERO_HASH;
	return [
		refused('malformed', 'an event cut short', withItem(2, { event: whole.slice(0, -1) })),
		refused('place', 'the genesis is dropped', given([GOOD.slice(1)])),
		refused('place', 'an event is dropped', given([[...first, ...third]])),
		refused('place', 'an event is dropped between pages', given([first, third])),
		refused('place', 'two events are swapped', given([[...first, ...third, ...second]])),
		refused('place', 'an event is replayed', given([[...first, ...second, ...second]])),
		refused('place', 'the genesis is replayed', given([[...first, ...first]])),
		refused('place', 'another event before it', await withLine(2, { change: { prev: BODY_KEY } })),
		refused('place', 'a seq left out', await withLine(2, { change: { seq: 4 } })),
		refused('place', 'another space', await withLine(2, { change: { space: OTHER_SPACE } })),
		refused('place', 'all of another space', given([GOOD], OWN.entry, OTHER_SPACE)),
		refused(
			'place',
			'an event rewritten behind ours',
			given([[...first, ...second], await rewritten(), fourth])
		)
	];
}

/** The third line of a log that is the same up to the first and other in the second. */
async function rewritten(): Promise<SignedItem[]> {
	const other = await chain(LINES.map((line, at) => (at === 1 ? { ...line, body: null } : line)));
	return other.slice(2, 3);
}

async function authorFaults(): Promise<Draft[]> {
	const stranger = { change: { member: STRANGER.entry.member }, key: STRANGER.key };
	const sig = GOOD[1]?.sig ?? ZERO_HASH;
	return [
		refused('author', 'a stranger', await withLine(2, stranger)),
		refused(
			'signature',
			"a stranger signs in a member's name",
			await withLine(2, { key: STRANGER.key })
		),
		refused('signature', "another event's signature", withItem(3, { sig })),
		refused('signature', 'no signature', withItem(3, { sig: new Uint8Array(64) })),
		refused(
			'signature',
			'a signature with a byte more',
			withItem(3, { sig: Uint8Array.of(...sig, 0) })
		),
		refused('clock', 'dated before the last', await withLine(3, { change: { atMs: AT_MS } })),
		refused('body', 'the body of another event', withItem(2, { body: BODIES[2] ?? null })),
		refused('body', 'one bit of a body', withItem(2, { body: flipped(BODIES[1]) })),
		refused('body', 'a body cut short', withItem(2, { body: BODIES[1]?.slice(0, -1) ?? null })),
		refused('body', 'an empty body', withItem(2, { body: new Uint8Array(0) })),
		refused('body', 'a body where the verb has none', withItem(0, { body: BODIES[0] ?? null }))
	];
}

function flipped(sealed = ZERO_HASH): Bytes {
	const copy = sealed.slice();
	copy[80] = (copy[80] ?? 0) ^ 1;
	return copy;
}

async function genesisFaults(): Promise<Draft[]> {
	const opened = OPENED.clear;
	if (opened.of !== 'space.opened') throw new Error('the genesis opens a space');
	const genesis = async (change: Change, own = OWN.entry): Promise<Json> =>
		given([await chain([{ change }])], own);
	const weak = { ...OWN.entry, edPub: ZERO_HASH };
	const { member } = STRANGER.entry;
	return [
		refused('genesis', 'it begins with a note', await genesis({ ...PUT, prev: ZERO_HASH, seq: 1 })),
		refused('genesis', 'a rev', await genesis({ rev: 1 })),
		refused('genesis', 'it names an object', await genesis({ object: OTHER_OBJECT })),
		refused('genesis', 'a th', await genesis({ clear: { ...opened, th: BODY_KEY } })),
		refused(
			'genesis',
			'a shared space where ours is personal',
			await genesis({ clear: { ...opened, kind: 'shared', members: [OWN.entry, STRANGER.entry] } })
		),
		refused(
			'genesis',
			'a signing key that is not in our vault',
			await genesis({}, { ...OWN.entry, edPub: STRANGER.entry.edPub })
		),
		refused(
			'genesis',
			'an agreement key that is not in our vault',
			await genesis({}, { ...OWN.entry, xPub: STRANGER.entry.xPub })
		),
		refused(
			'genesis',
			'another member than in our vault',
			await genesis({}, { ...OWN.entry, member })
		),
		refused('author', 'written in the name of somebody else', await genesis({ member })),
		refused(
			'weak_key',
			'a signing key of small order',
			await genesis({ clear: { ...opened, members: [weak] } }, weak)
		)
	];
}
