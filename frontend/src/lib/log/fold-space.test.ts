import { beforeEach, describe, expect, test } from 'vitest';
import { noteOf } from '../../../tests/author';
import { Couple, thanksOfWords } from '../../../tests/shared-log';
import type { Plaintext } from '../crypto/envelope';
import { uuidV7, type ObjectId } from '../crypto/ids';
import { memberPlaintext } from './content';
import { cardsOf, EMPTY_FOLD, foldInto, notesOf, type Fold } from './fold';
import { membersOf } from './fold-space';
import { thanksOf } from './fold-thanks';

const THANKS = uuidV7<ObjectId>(1);
const [PROFILE, OTHER] = [uuidV7<ObjectId>(2), uuidV7<ObjectId>(3)];

let couple: Couple;

beforeEach(async () => {
	couple = await Couple.joined();
});

const reasonsOf = (fold: Fold): [number, string][] =>
	cardsOf(fold).map(({ seq, reason }) => [seq, reason]);

describe('members', () => {
	const profile = (name: string, welcomesBodyWords = false): Plaintext =>
		memberPlaintext({ name, glaze: 'moss', welcomesBodyWords });

	test('each is the newest that they wrote of themselves', async () => {
		await couple.put(couple.inviter, PROFILE, 1, profile('Nadia'));
		await couple.put(couple.invited, OTHER, 1, profile('Elias', true));
		await couple.put(couple.inviter, PROFILE, 2, profile('Nadja'));
		const members = membersOf(await couple.fold());
		expect(members.get(couple.inviter.own.member)).toMatchObject({
			id: PROFILE,
			rev: 2,
			profile: { name: 'Nadja', glaze: 'moss', welcomesBodyWords: false }
		});
		expect(members.get(couple.invited.own.member)).toMatchObject({
			profile: { name: 'Elias', welcomesBodyWords: true }
		});
		expect(thanksOf(await couple.fold())).toEqual([]);
	});

	test('of two that were made apart, the one written last counts', async () => {
		await couple.put(couple.inviter, PROFILE, 1, profile('Nadia'));
		await couple.put(couple.inviter, OTHER, 1, profile('N.'));
		const { member } = couple.inviter.own;
		expect(membersOf(await couple.fold()).get(member)).toMatchObject({ id: OTHER });
		await couple.put(couple.inviter, PROFILE, 2, profile('Nadja'));
		expect(membersOf(await couple.fold()).get(member)).toMatchObject({ id: PROFILE, rev: 2 });
	});

	test('t6: nobody renames the other', async () => {
		await couple.put(couple.inviter, PROFILE, 1, profile('Nadia'));
		await couple.put(couple.invited, PROFILE, 2, profile('Not Nadia'));
		const fold = await couple.fold();
		expect(membersOf(fold).get(couple.inviter.own.member)).toMatchObject({
			profile: { name: 'Nadia' }
		});
		expect(membersOf(fold).get(couple.invited.own.member)).toBeUndefined();
		expect(cardsOf(fold)).toMatchObject([{ code: 'not_author' }]);
	});

	test.each<[string, Plaintext]>([
		['name that turns the text around', profile('Na\u202edia')],
		['name of nothing', profile('')],
		['glaze of no kiln', { ...profile('Nadia'), glaze: 'gold' }],
		['switch that is neither on nor off', { ...profile('Nadia'), body_words: 1 }]
	])('t12: a %s is a card', async (_what, plaintext) => {
		await couple.put(couple.inviter, PROFILE, 1, plaintext);
		const fold = await couple.fold();
		expect(membersOf(fold).size).toBe(0);
		expect(reasonsOf(fold)).toEqual([[3, 'body']]);
	});

	test('notes and jars have no place in a shared space: a newer app may know better', async () => {
		await couple.put(couple.inviter, PROFILE, 1, noteOf('x'));
		const fold = await couple.fold();
		expect(reasonsOf(fold)).toEqual([[3, 'unknown']]);
		expect(notesOf(fold)).toEqual([]);
	});
});

describe('the space', () => {
	test('is nothing before its first event', () => {
		expect(EMPTY_FOLD.space).toBeNull();
	});

	test('tells who is in it, since when, and who left', async () => {
		const { inviter, invited, th, space } = couple;
		const members = [inviter.own.member, invited.own.member];
		const opened = { space, kind: 'shared', th, members, left: null };
		expect((await couple.fold(couple.items.slice(0, 1))).space).toMatchObject({
			...opened,
			joinedMs: null
		});
		const { atMs } = (await couple.entries()).at(-1)!.event;
		expect((await couple.fold()).space).toMatchObject({ ...opened, joinedMs: atMs });
		await couple.leave(invited);
		const left = { by: invited.own.member, seq: 3 };
		expect((await couple.fold()).space).toMatchObject({ ...opened, joinedMs: atMs, left });
	});

	test('r13: a second leaving does not change who left', async () => {
		await couple.leave(couple.invited);
		await couple.leave(couple.inviter);
		expect((await couple.fold()).space?.left).toEqual({ by: couple.invited.own.member, seq: 3 });
	});

	test('t3: page by page gives the same as everything at once', async () => {
		const given = await couple.give(couple.inviter, THANKS, thanksOfWords('You made soup.'));
		const answer = await couple.answer(couple.invited, given, 2, 'First.');
		await couple.takeIn(couple.invited, given);
		await couple.erase(couple.invited, answer);
		await couple.give(couple.invited, THANKS, thanksOfWords('again'));
		await couple.leave(couple.inviter);
		const entries = await couple.entries();
		const whole = foldInto(EMPTY_FOLD, entries);
		for (let cut = 0; cut <= entries.length; cut += 1) {
			const half = foldInto(EMPTY_FOLD, entries.slice(0, cut));
			const before = structuredClone(half);
			expect(foldInto(half, entries.slice(cut))).toEqual(whole);
			expect(half).toEqual(before);
		}
	});
});
