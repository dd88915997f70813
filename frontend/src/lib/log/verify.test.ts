import { beforeAll, describe, expect, test } from 'vitest';
import { Author, noteOf } from '../../../tests/author';
import type { Bytes } from '../crypto/canonical';
import { uuidV4, uuidV7, type MemberId, type ObjectId } from '../crypto/ids';
import { randomBytes } from '../crypto/primitives';
import { sign } from '../crypto/signing';
import { buildEvent, parseEvent, ZERO_HASH } from './event';
import { judge } from './judge';
import type { ObjectState } from './rules/rule';
import type { LogEvent, Member, SignedItem } from './types';
import { ChainError, startOfChain, verifyPage, type ChainState } from './verify';

const NOTE = uuidV7<ObjectId>(1);

let author: Author;
let items: SignedItem[];

beforeAll(async () => {
	author = await Author.open();
	const first = await author.put(NOTE, 1, noteOf('one'));
	await author.put(NOTE, 2, noteOf('two', [1]));
	await author.put(uuidV7<ObjectId>(2), 1, noteOf('three'));
	await author.erase(NOTE, 1, first.body);
	({ items } = author);
});

async function verdict(state: ChainState, page: readonly SignedItem[]): Promise<string> {
	try {
		const { state: next } = await verifyPage(state, page);
		return `verified to ${String(next.seq)}`;
	} catch (error) {
		if (error instanceof ChainError) return `${error.code} at ${String(error.seq)}`;
		throw error;
	}
}

const startAs = (own: Member): ChainState => startOfChain(author.space, { kind: 'personal', own });

const changed = (index: number, change: Partial<SignedItem>): SignedItem[] =>
	items.map((item, at) => (at === index ? { ...item, ...change } : item));

function flipped(bytes: Bytes, at: number): Bytes {
	const copy = bytes.slice();
	copy[at] = (copy[at] ?? 0) ^ 1;
	return copy;
}

/** The same item with one field of its event changed and signed again by its author. */
async function resigned(index: number, change: Partial<LogEvent>): Promise<SignedItem> {
	const { event, body } = items[index]!;
	const bytes = buildEvent({ ...parseEvent(event), ...change });
	return { event: bytes, sig: await sign(author.key, bytes), body };
}

describe('a whole log', () => {
	test('t3: verifies from its genesis', async () => {
		expect(await verdict(author.start, items)).toBe('verified to 5');
	});

	test('in any pages it ends in the same state', async () => {
		const { state: whole } = await verifyPage(author.start, items);
		for (let cut = 0; cut <= items.length; cut += 1) {
			const { state: half } = await verifyPage(author.start, items.slice(0, cut));
			const { state } = await verifyPage(half, items.slice(cut));
			expect(state).toEqual(whole);
		}
	});

	test('a state that was stored is trusted as it is', async () => {
		const { state } = await verifyPage(author.start, items.slice(0, 3));
		expect(await verdict(structuredClone(state), items.slice(3))).toBe('verified to 5');
	});

	test('a page that does not verify leaves the state as it was', async () => {
		const { state } = await verifyPage(author.start, items.slice(0, 2));
		const before = structuredClone(state);
		expect(await verdict(state, changed(3, { sig: randomBytes(64) }).slice(2))).toBe(
			'signature at 4'
		);
		expect(state).toEqual(before);
	});
});

describe('tampering', () => {
	test('t3: a changed byte anywhere in an event is refused', async () => {
		const { event } = items[2]!;
		for (let at = 0; at < event.length; at += 1) {
			const found = await verdict(author.start, changed(2, { event: flipped(event, at) }));
			expect(found).toMatch(/^(malformed|place|author|clock|signature|body) at 3$/);
		}
	});

	test('t3: a changed byte anywhere in a signature is refused', async () => {
		const { sig } = items[2]!;
		for (let at = 0; at < sig.length; at += 1) {
			const found = await verdict(author.start, changed(2, { sig: flipped(sig, at) }));
			expect(found).toBe('signature at 3');
		}
	});

	test('t2: a swapped body is refused', async () => {
		expect(await verdict(author.start, changed(1, { body: items[2]!.body }))).toBe('body at 2');
		expect(await verdict(author.start, changed(1, { body: items[1]!.body }))).toBe('verified to 5');
	});

	test('t2: an altered or cut body is refused', async () => {
		const body = items[1]!.body!;
		for (const other of [flipped(body, 0), flipped(body, body.length - 1), body.slice(0, -1)]) {
			expect(await verdict(author.start, changed(1, { body: other }))).toBe('body at 2');
		}
	});

	test('t2: a body behind an event that has none is refused', async () => {
		expect(await verdict(author.start, changed(0, { body: items[1]!.body }))).toBe('body at 1');
	});

	test('t2: a withheld body verifies, for it may have been erased; the fold shows it', async () => {
		expect(await verdict(author.start, changed(1, { body: null }))).toBe('verified to 5');
	});

	test('t3: a dropped, doubled or moved event is refused', async () => {
		const [a, b, c, d, e] = items as [SignedItem, SignedItem, SignedItem, SignedItem, SignedItem];
		const { start } = author;
		expect(await verdict(start, [b, c, d, e])).toBe('place at 1');
		expect(await verdict(start, [a, c, d, e])).toBe('place at 2');
		expect(await verdict(start, [a, b, b, c])).toBe('place at 3');
		expect(await verdict(start, [a, c, b, d])).toBe('place at 2');
		expect(await verdict(start, [a, b, c, d, a])).toBe('place at 5');
		expect(await verdict(start, [a, b, c, d, e])).toBe('verified to 5');
	});

	test('t3: another event signed for a taken place is refused where ours is known', async () => {
		const other = await resigned(2, { atMs: parseEvent(items[2]!.event).atMs + 1 });
		const { state } = await verifyPage(author.start, items.slice(0, 3));
		expect(await verdict(author.start, [...items.slice(0, 2), other])).toBe('verified to 3');
		expect(await verdict(author.start, [...items.slice(0, 2), other, items[3]!])).toBe(
			'place at 4'
		);
		expect(await verdict(state, [other])).toBe('place at 4');
	});

	test('t3: a date before the last one is refused', async () => {
		const early = await resigned(2, { atMs: parseEvent(items[1]!.event).atMs - 1 });
		const same = await resigned(2, { atMs: parseEvent(items[1]!.event).atMs });
		expect(await verdict(author.start, [...items.slice(0, 2), early])).toBe('clock at 3');
		expect(await verdict(author.start, [...items.slice(0, 2), same])).toBe('verified to 3');
	});

	test("t3: an event of another person's space is refused", async () => {
		const other = await Author.open();
		expect(await verdict(author.start, other.items)).toBe('place at 1');
		expect(await verdict(other.start, other.items)).toBe('verified to 1');
	});

	test('t6: an event in the name of nobody is refused', async () => {
		const stranger = await resigned(1, { member: uuidV4<MemberId>() });
		expect(await verdict(author.start, [items[0]!, stranger])).toBe('author at 2');
	});

	test('t6: an event signed by another key is refused', async () => {
		const { key } = await Author.open();
		const { event, body } = items[1]!;
		const forged = { event, body, sig: await sign(key, event) };
		expect(await verdict(author.start, [items[0]!, forged])).toBe('signature at 2');
	});

	test('an event longer than any field is malformed, not a crash', async () => {
		const event = new Uint8Array(70_000);
		expect(await verdict(author.start, changed(1, { event }))).toBe('malformed at 2');
	});

	test('the first of two faults is named', async () => {
		const page = changed(1, { sig: randomBytes(64) });
		page[3] = { ...page[3]!, event: new Uint8Array(3) };
		expect(await verdict(author.start, page)).toBe('signature at 2');
	});
});

describe('the first line', () => {
	test('t3: a space in which we have other keys is not ours', async () => {
		const { own } = author;
		for (const change of [
			{ member: uuidV4<MemberId>() },
			{ edPub: randomBytes(32) },
			{ xPub: randomBytes(32) }
		]) {
			const found = await verdict(startAs({ ...own, ...change }), items);
			expect(found).toBe('genesis at 1');
		}
	});

	test('t6: a signing key of small order is refused, ours or not', async () => {
		const weak = { ...author.own, edPub: ZERO_HASH };
		const members = [weak];
		const first = await resigned(0, {
			clear: { of: 'space.opened', kind: 'personal', th: ZERO_HASH, members }
		});
		expect(await verdict(startAs(weak), [first])).toBe('weak_key at 1');
	});

	test('a key that is no point of the curve signs nothing', async () => {
		const noPoint = { ...author.own, edPub: new Uint8Array(32).fill(2) };
		const clear = { of: 'space.opened' as const, kind: 'personal' as const, th: ZERO_HASH };
		const first = await resigned(0, { clear: { ...clear, members: [noPoint] } });
		expect(await verdict(startAs(noPoint), [first])).toBe('signature at 1');
	});
});

describe('an event that breaks a rule', () => {
	async function refusedCode(
		write: (other: Author) => Promise<unknown>
	): Promise<[refused: string | null, unchanged: boolean]> {
		const other = await Author.open();
		await other.put(NOTE, 1, noteOf('one'));
		const { state: before } = await verifyPage(other.start, other.items);
		await write(other);
		const { state, events } = await verifyPage(before, other.items.slice(2));
		expect(state.seq).toBe(3);
		return [events[0]!.refused, state.objects.get(NOTE) === before.objects.get(NOTE)];
	}

	test.each<[string, string, (other: Author) => Promise<unknown>]>([
		['a rev left out', 'stale', (other) => other.put(NOTE, 3, noteOf('x'))],
		['a rev again', 'stale', (other) => other.put(NOTE, 1, noteOf('x'))],
		['a wrong hash', 'stale', (other) => other.erase(NOTE, 1, randomBytes(8))],
		['no such version', 'unknown_version', (other) => other.erase(NOTE, 2, randomBytes(8))],
		[
			'the space itself as an item',
			'other_kind',
			(other) => other.put(other.space as string as ObjectId, 1, noteOf('x'))
		],
		[
			'a verb of a later version',
			'unknown_verb',
			(other) =>
				other.write({
					verb: 'kiln.lit',
					object: NOTE,
					rev: 2,
					clear: { of: 'unknown', fields: [] }
				})
		],
		[
			'a second opening',
			'already_opened',
			(other) => {
				const { clear, object, rev } = parseEvent(other.items[0]!.event);
				return other.write({ verb: 'space.opened', object, rev, clear });
			}
		]
	])('%s keeps its place and changes nothing', async (_what, code, write) => {
		expect(await refusedCode(write)).toEqual([code, true]);
	});

	test('its twin without the fault counts', async () => {
		expect(await refusedCode((other) => other.put(NOTE, 2, noteOf('x')))).toEqual([null, false]);
	});

	test('only the first author revises', () => {
		const event = parseEvent(items[2]!.event);
		const standing = (other: MemberId): ReadonlyMap<ObjectId, ObjectState> => {
			const versions = [{ author: other, envHash: ZERO_HASH, erased: false }];
			return new Map([[event.object, { kind: 'item', author: other, rev: 1, versions }]]);
		};
		expect(judge(standing(uuidV4()), event)).toEqual({ accepted: false, code: 'not_author' });
		expect(judge(standing(author.own.member), event)).toMatchObject({ accepted: true });
	});
});
