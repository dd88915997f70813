/** The one way in: a page is verified, folded and stored whole, or it is as if it had not come. */
import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { uuidV4, uuidV7, type AccountId, type ObjectId } from '#lib/crypto/ids.js';
import { ZERO_HASH } from '#lib/log/event.js';
import { thanksOf } from '#lib/log/fold-thanks.js';
import { notesOf } from '#lib/log/fold.js';
import type { SignedItem } from '#lib/log/types.js';
import { openIndexedStore } from '#lib/store/indexed-store.js';
import { MemoryStore } from '#lib/store/memory-store.js';
import type { Store } from '#lib/store/store.js';
import { Author, noteOf, START_MS } from '../../../tests/author';
import { Couple, thanksOfWords } from '../../../tests/shared-log';
import { SpaceLog } from './space-log';
import type { DeliveredItem } from './wire';

const stores: [string, () => Promise<Store>][] = [
	['IndexedDB', () => openIndexedStore(uuidV4<AccountId>())],
	['memory', () => Promise.resolve(new MemoryStore())]
];

const delivered = (item: SignedItem): DeliveredItem => ({
	...item,
	arrivedMs: START_MS + 50,
	repaired: false
});

type Place = Pick<Author, 'space' | 'own' | 'key' | 'bodyKey' | 'start'>;

async function openSpace(store: Store, author: Place): Promise<SpaceLog> {
	const { space, own, key, bodyKey } = author;
	const { member } = own;
	const row = { space, member, skWrap: new Uint8Array(1), seq: 0, head: ZERO_HASH, generation: 0 };
	await store.write(['spaces'], async (rows) => {
		if (!(await rows.get('spaces', space))) rows.put('spaces', space, row);
	});
	const { parties } = author.start;
	return new SpaceLog(store, { space, own, parties, signing: key, body: bodyKey });
}

async function writeNotes(author: Author): Promise<ObjectId> {
	const note = uuidV7<ObjectId>(START_MS);
	await author.put(note, 1, noteOf('first words'));
	await author.put(note, 2, noteOf('second words', [1]));
	await author.put(uuidV7<ObjectId>(START_MS), 1, noteOf('another note'));
	return note;
}

describe.each(stores)('a log in %s', (_name, open) => {
	test('read page by page and read again after a restart shows the same', async () => {
		const author = await Author.open();
		await writeNotes(author);
		const store = await open();
		const log = await openSpace(store, author);
		for (const item of author.items) await log.apply([delivered(item)]);
		const restarted = await openSpace(store, author);
		expect(await restarted.catchUp()).toBe(true);
		expect(notesOf(restarted.fold)).toEqual(notesOf(log.fold));
		expect(notesOf(log.fold)).toHaveLength(2);
		expect(restarted.chain).toEqual(log.chain);
	});

	test('takes a page that two tabs bring at once, once', async () => {
		const author = await Author.open();
		await writeNotes(author);
		const store = await open();
		const [one, two] = [await openSpace(store, author), await openSpace(store, author)];
		const page = author.items.map(delivered);
		const outcomes = await Promise.all([one.apply(page), two.apply(page)]);
		expect(outcomes.toSorted()).toEqual(['applied', 'overtaken']);
		expect(notesOf(one.fold)).toEqual(notesOf(two.fold));
		expect(await one.lines(1, 99)).toHaveLength(author.items.length);
	});

	test('shows a tab what another tab stored', async () => {
		const author = await Author.open();
		const store = await open();
		const [one, two] = [await openSpace(store, author), await openSpace(store, author)];
		await one.apply(author.items.map(delivered));
		await two.catchUp();
		const before = author.items.length;
		await writeNotes(author);
		await one.apply(author.items.slice(before).map(delivered));
		expect(await two.catchUp()).toBe(true);
		expect(notesOf(two.fold)).toEqual(notesOf(one.fold));
	});

	test('keeps nothing of a page with one bad line', async () => {
		const author = await Author.open();
		await writeNotes(author);
		const log = await openSpace(await open(), author);
		const page = author.items.map(delivered);
		const last = page.at(-1)!;
		const bad = [...page.slice(0, -1), { ...last, body: last.body!.with(90, last.body![90]! ^ 1) }];
		await expect(log.apply(bad)).rejects.toMatchObject({ code: 'body', seq: 4 });
		expect(log.chain.seq).toBe(0);
		expect(await log.lines(1, 99)).toEqual([]);
		await log.apply(page);
		expect(log.chain.seq).toBe(4);
	});

	test('drops the sealed words of a version that was erased, in this page or an older one', async () => {
		const author = await Author.open();
		const note = await writeNotes(author);
		const [, first, second] = author.items;
		const log = await openSpace(await open(), author);
		await log.apply(author.items.map(delivered));
		expect((await log.lines(2, 2))[0]?.body).not.toBeNull();
		await author.erase(note, 1, first!.body);
		await author.erase(note, 2, second!.body);
		await log.apply(author.items.slice(4).map(delivered));
		const bodies = (await log.lines(2, 3)).map(({ body }) => body);
		expect(bodies).toEqual([null, null]);
		expect(notesOf(log.fold)).toHaveLength(1);
	});

	test('drops the sealed words of thanks and of answers that were taken back', async () => {
		const couple = await Couple.joined();
		const { inviter, invited } = couple;
		const given = await couple.give(inviter, uuidV7<ObjectId>(START_MS), thanksOfWords('soup'));
		const answer = await couple.answer(invited, given, 2, 'It was fun.');
		const log = await openSpace(await open(), {
			space: couple.space,
			own: inviter.own,
			key: inviter.key,
			bodyKey: couple.bodyKey,
			start: couple.startFor(inviter)
		});
		await log.apply(couple.items.map(delivered));
		expect((await log.lines(3, 4)).every(({ body }) => body !== null)).toBe(true);
		await couple.erase(invited, answer);
		await couple.erase(inviter, given);
		await log.apply(couple.items.slice(4).map(delivered));
		expect((await log.lines(3, 4)).map(({ body }) => body)).toEqual([null, null]);
		expect(thanksOf(log.fold)).toEqual([]);
	});

	test('shows a withheld body as missing until it comes, if it is the one that was signed', async () => {
		const author = await Author.open();
		await writeNotes(author);
		const [, first] = author.items;
		const log = await openSpace(await open(), author);
		const page = author.items.map(delivered);
		await log.apply(page.map((item) => (item === page[1] ? { ...item, body: null } : item)));
		await log.fillBody(2, new Uint8Array(342));
		expect((await log.lines(2, 2))[0]?.body).toBeNull();
		await log.fillBody(2, first!.body!);
		expect((await log.lines(2, 2))[0]?.body).toEqual(first!.body);
	});
});
