import { beforeEach, describe, expect, test } from 'vitest';
import { Author, noteOf } from '../../../tests/author';
import { Couple, thanksOfWords } from '../../../tests/shared-log';
import type { Plaintext } from '../crypto/envelope';
import { uuidV4, uuidV7, type ObjectId } from '../crypto/ids';
import { randomBytes } from '../crypto/primitives';
import {
	jarPlaintext,
	thanksAnswerPlaintext,
	thanksDraftPlaintext,
	thanksPlaintext,
	type ThanksParts
} from './content';
import { cardsOf, notesOf, type Fold } from './fold';
import { draftsOf, jarOf, thanksOf } from './fold-thanks';
import type { SignedItem } from './types';

const [SOUP, WALK] = [uuidV7<ObjectId>(1), uuidV7<ObjectId>(2)];
const PARTS: ThanksParts = { did: 'You made soup.', changed: '', shows: '', about: 'ordinary' };

let couple: Couple;

beforeEach(async () => {
	couple = await Couple.joined();
});

const without = (body: SignedItem): SignedItem[] =>
	couple.items.map((item) => (item === body ? { ...item, body: null } : item));
const reasonsOf = (fold: Fold): [number, string][] =>
	cardsOf(fold).map(({ seq, reason }) => [seq, reason]);

describe('thanks', () => {
	test('are read with their giver, newest first', async () => {
		await couple.give(couple.inviter, SOUP, thanksPlaintext({ ...PARTS, about: 'body' }));
		await couple.give(couple.invited, WALK, thanksOfWords('You walked with me.'));
		const thanks = thanksOf(await couple.fold());
		expect(thanks).toMatchObject([
			{ id: WALK, giver: couple.invited.own.member, words: { did: 'You walked with me.' } },
			{
				id: SOUP,
				giver: couple.inviter.own.member,
				words: { ...PARTS, about: 'body' },
				takenIn: false,
				answer: null,
				problem: null
			}
		]);
	});

	test('are taken in and answered by the other', async () => {
		const given = await couple.give(couple.inviter, SOUP, thanksOfWords('You made soup.'));
		await couple.takeIn(couple.invited, given);
		await couple.answer(couple.invited, given, 2, 'It was fun.');
		const [thanks] = thanksOf(await couple.fold());
		const { member } = couple.invited.own;
		expect(thanks).toMatchObject({
			takenIn: true,
			answer: { rev: 2, member, text: 'It was fun.', problem: null }
		});
	});

	test('an answer that was taken back is gone, and the next one stands', async () => {
		const given = await couple.give(couple.inviter, SOUP, thanksOfWords('You made soup.'));
		const answer = await couple.answer(couple.invited, given, 2, 'First.');
		await couple.erase(couple.invited, answer);
		expect(thanksOf(await couple.fold())).toMatchObject([{ answer: null }]);
		await couple.answer(couple.invited, given, 3, 'Second.');
		expect(thanksOf(await couple.fold())).toMatchObject([{ answer: { rev: 3, text: 'Second.' } }]);
	});

	test('what was taken back is gone, with its answer, and is no card', async () => {
		const given = await couple.give(couple.inviter, SOUP, thanksOfWords('You made soup.'));
		await couple.answer(couple.invited, given, 2, 'It was fun.');
		await couple.erase(couple.inviter, given);
		const fold = await couple.fold();
		expect(thanksOf(fold)).toEqual([]);
		expect(cardsOf(fold)).toEqual([]);
		expect(await couple.fold(without(given))).toEqual(fold);
	});

	test('an act against a rule is a card and changes nothing', async () => {
		const given = await couple.give(couple.inviter, SOUP, thanksOfWords('You made soup.'));
		await couple.answer(couple.inviter, given, 2, 'I answer myself.');
		const fold = await couple.fold();
		expect(thanksOf(fold)).toMatchObject([{ answer: null }]);
		expect(cardsOf(fold)).toMatchObject([{ seq: 4, reason: 'refused', code: 'not_recipient' }]);
	});

	test('t2: withheld words are said to be missing, and taking them in still shows', async () => {
		const given = await couple.give(couple.inviter, SOUP, thanksOfWords('You made soup.'));
		await couple.takeIn(couple.invited, given);
		const fold = await couple.fold(without(given));
		expect(thanksOf(fold)).toMatchObject([{ words: null, problem: 'missing', takenIn: true }]);
		expect(reasonsOf(fold)).toEqual([[3, 'missing']]);
	});

	test('t2: a withheld answer is said to be missing', async () => {
		const given = await couple.give(couple.inviter, SOUP, thanksOfWords('You made soup.'));
		const answer = await couple.answer(couple.invited, given, 2, 'It was fun.');
		const fold = await couple.fold(without(answer));
		expect(thanksOf(fold)).toMatchObject([{ answer: { text: null, problem: 'missing' } }]);
		expect(thanksOf(await couple.fold())).toMatchObject([{ answer: { text: 'It was fun.' } }]);
	});

	test.each<[string, Plaintext, string, string]>([
		['of a later version', { ...thanksOfWords('x'), v: 2 }, 'unknown', 'unknown'],
		['that say something else', thanksAnswerPlaintext('x'), 'unknown', 'unknown'],
		['that are a note', noteOf('x'), 'unknown', 'unknown'],
		['without any words', thanksPlaintext({ ...PARTS, did: ' \n' }), 'damaged', 'body'],
		['about nothing', { ...thanksOfWords('x'), about: undefined }, 'damaged', 'body'],
		...(['did', 'changed', 'shows'] as const).map((part): [string, Plaintext, string, string] => [
			`with a number for ${part}`,
			{ ...thanksPlaintext({ ...PARTS, changed: 'I was warm.' }), [part]: 7 },
			'damaged',
			'body'
		])
	])('thanks %s are a card, not a crash', async (_what, plaintext, problem, reason) => {
		await couple.give(couple.inviter, SOUP, plaintext);
		const fold = await couple.fold();
		expect(thanksOf(fold)).toMatchObject([{ id: SOUP, words: null, problem }]);
		expect(reasonsOf(fold)).toEqual([[3, reason]]);
		expect(notesOf(fold)).toEqual([]);
	});

	test.each<[string, string]>([
		['an empty answer', ' '],
		['a number for an answer', 7 as unknown as string]
	])('%s is a card', async (_what, text) => {
		const given = await couple.give(couple.inviter, SOUP, thanksOfWords('You made soup.'));
		await couple.answer(couple.invited, given, 2, text);
		const fold = await couple.fold();
		expect(thanksOf(fold)).toMatchObject([{ answer: { text: null, problem: 'damaged' } }]);
		expect(reasonsOf(fold)).toEqual([[4, 'body']]);
	});
});

describe('kept in the personal space', () => {
	let author: Author;
	const COPY = {
		space: uuidV4<never>(),
		thanks: uuidV7<ObjectId>(5),
		from: 'Elias',
		did: 'You made soup.',
		changed: '',
		shows: '',
		givenMs: 1_780_000_000_000
	};

	beforeEach(async () => {
		author = await Author.open();
	});

	test('drafts are the newest words of each, even empty ones', async () => {
		await author.put(SOUP, 1, thanksDraftPlaintext(PARTS));
		await author.put(SOUP, 2, thanksDraftPlaintext({ ...PARTS, changed: 'I was warm.' }, [1]));
		await author.put(WALK, 1, thanksDraftPlaintext({ ...PARTS, did: '' }));
		const drafts = draftsOf(await author.fold());
		expect(drafts).toMatchObject([
			{ id: WALK, words: { did: '' }, others: [] },
			{ id: SOUP, rev: 2, words: { changed: 'I was warm.' }, others: [] }
		]);
		expect(drafts[1]?.standing).toHaveLength(2);
		expect(notesOf(await author.fold())).toEqual([]);
	});

	test('a draft written apart keeps both, newest first', async () => {
		await author.put(SOUP, 1, thanksDraftPlaintext(PARTS));
		await author.put(SOUP, 2, thanksDraftPlaintext({ ...PARTS, did: 'phone' }, [1]));
		await author.put(SOUP, 3, thanksDraftPlaintext({ ...PARTS, did: 'tablet' }, [1]));
		expect(draftsOf(await author.fold())).toMatchObject([
			{ words: { did: 'tablet' }, others: [{ words: { did: 'phone' } }] }
		]);
	});

	test('a draft and a copy are gone when they are erased', async () => {
		const draft = await author.put(SOUP, 1, thanksDraftPlaintext(PARTS));
		const copy = await author.put(WALK, 1, jarPlaintext(COPY));
		expect(jarOf(await author.fold())).toMatchObject([{ id: WALK, words: COPY }]);
		await author.erase(SOUP, 1, draft.body);
		await author.erase(WALK, 1, copy.body);
		expect(draftsOf(await author.fold())).toEqual([]);
		expect(jarOf(await author.fold())).toEqual([]);
	});

	test('a draft is gone with its newest words, though older ones stand', async () => {
		await author.put(SOUP, 1, thanksDraftPlaintext(PARTS));
		const newest = await author.put(SOUP, 2, thanksDraftPlaintext(PARTS));
		expect(draftsOf(await author.fold())).toHaveLength(1);
		await author.erase(SOUP, 2, newest.body);
		expect(draftsOf(await author.fold())).toEqual([]);
	});

	test.each<[string, Plaintext]>([
		['draft that replaces nothing', { ...thanksDraftPlaintext(PARTS), replaces: null }],
		['copy from before time', { ...jarPlaintext(COPY), given_ms: -1 }],
		['draft that replaces words', { ...thanksDraftPlaintext(PARTS), replaces: ['1'] }],
		['draft about nothing', { ...thanksDraftPlaintext(PARTS), about: '' }],
		['copy of nobody', { ...jarPlaintext(COPY), from: '' }],
		['copy of no thanks', { ...jarPlaintext(COPY), thanks: 'x' }],
		['copy without a date', { ...jarPlaintext(COPY), given_ms: null }],
		['copy with half its words', { ...jarPlaintext(COPY), did: undefined }]
	])('a %s is a card', async (_what, plaintext) => {
		await author.put(SOUP, 1, plaintext);
		const fold = await author.fold();
		expect(reasonsOf(fold)).toEqual([[2, 'body']]);
		expect([...draftsOf(fold), ...jarOf(fold)]).toEqual([]);
	});

	test('t6: an appreciation in a personal space counts for nothing', async () => {
		const clear = { of: 'appreciation.given' as const };
		await author.write({ verb: clear.of, object: SOUP, rev: 1, clear }, randomBytes(342));
		const fold = await author.fold();
		expect(thanksOf(fold)).toEqual([]);
		expect(reasonsOf(fold)).toEqual([[2, 'unknown']]);
	});
});
