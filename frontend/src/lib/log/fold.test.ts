import { beforeEach, describe, expect, test } from 'vitest';
import { Author, DEVICE, noteOf, START_MS } from '../../../tests/author';
import type { Plaintext } from '../crypto/envelope';
import { uuidV7, type ObjectId } from '../crypto/ids';
import { randomBytes } from '../crypto/primitives';
import { profilePlaintext } from './content';
import { cardsOf, EMPTY_FOLD, foldInto, notesOf, type Fold } from './fold';
import { profileOf } from './fold-own';
import type { SignedItem } from './types';

const NOTE = uuidV7<ObjectId>(1);
const OTHER = uuidV7<ObjectId>(2);

let author: Author;

beforeEach(async () => {
	author = await Author.open();
});

const textsOf = (fold: Fold): string[][] =>
	notesOf(fold).map(({ heads }) => heads.map(({ note }) => note.text));
const reasonsOf = (fold: Fold): [number, string][] =>
	cardsOf(fold).map(({ seq, reason }) => [seq, reason]);

function without(body: SignedItem): SignedItem[] {
	return author.items.map((item) => (item === body ? { ...item, body: null } : item));
}

describe('notes', () => {
	test('the newest words of each note, newest note first', async () => {
		await author.put(NOTE, 1, noteOf('old', [], START_MS));
		await author.put(OTHER, 1, noteOf('other', [], START_MS + 5));
		await author.put(NOTE, 2, noteOf('new', [1], START_MS + 9));
		expect(textsOf(await author.fold())).toEqual([['new'], ['other']]);
	});

	test('what was written apart shows both, newest first, until one takes their place', async () => {
		await author.put(NOTE, 1, noteOf('first'));
		await author.put(NOTE, 2, noteOf('on the phone', [1]));
		await author.put(NOTE, 3, noteOf('on the tablet', [1]));
		expect(textsOf(await author.fold())).toEqual([['on the tablet', 'on the phone']]);
		await author.put(NOTE, 4, noteOf('kept', [2, 3]));
		expect(textsOf(await author.fold())).toEqual([['kept']]);
	});

	test('a version cannot take the place of itself or of a later one', async () => {
		await author.put(NOTE, 1, noteOf('first', [1, 2]));
		await author.put(NOTE, 2, noteOf('second', [2]));
		expect(textsOf(await author.fold())).toEqual([['second', 'first']]);
	});

	test('a note is gone when its newest version is erased, and back when it is put again', async () => {
		const one = await author.put(NOTE, 1, noteOf('one'));
		const two = await author.put(NOTE, 2, noteOf('two', [1]));
		await author.erase(NOTE, 1, one.body);
		expect(textsOf(await author.fold())).toEqual([['two']]);
		await author.erase(NOTE, 2, two.body);
		expect(await author.fold().then(textsOf)).toEqual([]);
		await author.put(NOTE, 3, noteOf('three', [1, 2]));
		expect(textsOf(await author.fold())).toEqual([['three']]);
	});

	test('a note is gone with its newest words, though older ones stand', async () => {
		await author.put(NOTE, 1, noteOf('one'));
		const two = await author.put(NOTE, 2, noteOf('two'));
		expect(textsOf(await author.fold())).toEqual([['two', 'one']]);
		await author.erase(NOTE, 2, two.body);
		expect(textsOf(await author.fold())).toEqual([]);
	});

	test('what deleting would erase is every version whose body stands, oldest first', async () => {
		const one = await author.put(NOTE, 1, noteOf('one'));
		await author.put(NOTE, 2, noteOf('two', [1]));
		await author.put(NOTE, 3, noteOf('three', [2]));
		await author.erase(NOTE, 1, one.body);
		const [note] = notesOf(await author.fold());
		expect(note).toMatchObject({ id: NOTE, rev: 3, standing: [{ rev: 2 }, { rev: 3 }] });
	});

	test('a phone that never had the erased words shows the same as one that had', async () => {
		const one = await author.put(NOTE, 1, noteOf('one'));
		await author.put(NOTE, 2, noteOf('two', [1]));
		await author.erase(NOTE, 1, one.body);
		expect(await author.fold(without(one))).toEqual(await author.fold());
	});

	test('the dates of a line that was put back are both kept', async () => {
		await author.put(NOTE, 1, noteOf('one'));
		const entries = await author.entries();
		const repaired = entries.map((entry) => ({ ...entry, repaired: true, arrivedMs: 9 }));
		const [note] = notesOf(foldInto(EMPTY_FOLD, repaired));
		expect(note?.heads[0]).toMatchObject({ repaired: true, datedMs: START_MS + 2, arrivedMs: 9 });
	});
});

test('t3: page by page gives the same as everything at once', async () => {
	const one = await author.put(NOTE, 1, noteOf('one'));
	await author.put(
		OTHER,
		1,
		profilePlaintext({ name: 'Elias', glaze: 'moss', recoveryChecked: false })
	);
	await author.put(NOTE, 2, noteOf('two', [1]));
	await author.put(NOTE, 2, noteOf('stale', [1]));
	await author.erase(NOTE, 1, one.body);
	const entries = await author.entries();
	const whole = foldInto(EMPTY_FOLD, entries);
	for (let cut = 0; cut <= entries.length; cut += 1) {
		const half = foldInto(EMPTY_FOLD, entries.slice(0, cut));
		const before = structuredClone(half);
		expect(foldInto(half, entries.slice(cut))).toEqual(whole);
		expect(half).toEqual(before);
	}
});

describe('the profile', () => {
	const profile = (name: string): Plaintext =>
		profilePlaintext({ name, glaze: 'indigo', recoveryChecked: true });

	test('is the newest version of it', async () => {
		await author.put(NOTE, 1, profile('Elias'));
		await author.put(NOTE, 2, profile('Eli'));
		expect(profileOf(await author.fold())).toEqual({
			id: NOTE,
			rev: 2,
			profile: { t: 'profile', name: 'Eli', glaze: 'indigo', recoveryChecked: true }
		});
		expect(notesOf(await author.fold())).toEqual([]);
	});

	test('is the later of two that were made apart', async () => {
		await author.put(NOTE, 1, profile('Elias'));
		await author.put(NOTE, 2, profile('Eli'));
		await author.put(OTHER, 1, profile('E.'));
		expect(profileOf(await author.fold())).toMatchObject({ id: OTHER, profile: { name: 'E.' } });
	});

	test('is nothing where there is none', () => {
		expect(profileOf(EMPTY_FOLD)).toBeNull();
	});
});

describe('cards', () => {
	test('t2: a withheld body is a card, and the words before it stay', async () => {
		await author.put(NOTE, 1, noteOf('one'));
		const two = await author.put(NOTE, 2, noteOf('two', [1]));
		const fold = await author.fold(without(two));
		expect(reasonsOf(fold)).toEqual([[3, 'missing']]);
		expect(textsOf(fold)).toEqual([['one']]);
		expect(reasonsOf(await author.fold())).toEqual([]);
	});

	test('t2: a card says when a version that can be read has taken its place', async () => {
		const one = await author.put(NOTE, 1, noteOf('one'));
		await author.put(NOTE, 2, noteOf('two', [1]));
		const fold = await author.fold(without(one));
		expect(cardsOf(fold)).toMatchObject([{ seq: 2, reason: 'missing', replaced: true }]);
		expect(textsOf(fold)).toEqual([['two']]);
	});

	test('a body that was erased is no card', async () => {
		const one = await author.put(NOTE, 1, noteOf('one'));
		await author.erase(NOTE, 1, one.body);
		expect(cardsOf(await author.fold(without(one)))).toEqual([]);
	});

	test('t2: a body that does not open is a card', async () => {
		const body = randomBytes(342);
		const clear = { of: 'item.put' as const };
		await author.write({ verb: 'item.put', object: NOTE, rev: 1, clear }, body);
		await author.put(OTHER, 1, noteOf('whole'));
		const fold = await author.fold();
		expect(reasonsOf(fold)).toEqual([[2, 'body']]);
		expect(textsOf(fold)).toEqual([['whole']]);
	});

	test.each<[string, Plaintext, string]>([
		['of a later kind', { t: 'painting', v: 1 }, 'unknown'],
		['of a later version', { ...noteOf('x'), v: 2 }, 'unknown'],
		['note without text', { t: 'note', v: 1, title: '' }, 'body'],
		['note that replaces words', { ...noteOf('x'), replaces: ['1'] }, 'body'],
		['note that replaces nothing', { ...noteOf('x'), replaces: null }, 'body'],
		['note with half a date', { ...noteOf('x'), written_ms: 0.5 }, 'body'],
		['note of no device', { ...noteOf('x'), device: null }, 'body'],
		['note of another device', { ...noteOf('x'), device: { ...DEVICE, name: 'watch' } }, 'body'],
		['note of a device without id', { ...noteOf('x'), device: { name: 'phone' } }, 'body'],
		['profile without a glaze', { t: 'profile', v: 1, name: 'E', recovery_checked: true }, 'body'],
		['profile with a number', { t: 'profile', v: 1, name: 1, glaze: 'moss' }, 'body']
	])('a %s is a card, not a crash', async (_what, plaintext, reason) => {
		await author.put(NOTE, 1, plaintext);
		expect(reasonsOf(await author.fold())).toEqual([[2, reason]]);
		expect(notesOf(await author.fold())).toEqual([]);
	});

	test('a verb of a newer app is a card', async () => {
		const clear = { of: 'unknown' as const, fields: [] };
		await author.write({ verb: 'kiln.lit', object: NOTE, rev: 1, clear });
		expect(reasonsOf(await author.fold())).toEqual([[2, 'unknown']]);
	});

	test('an event against a rule is a card with the code, and its words are not shown', async () => {
		await author.put(NOTE, 2, noteOf('too early'));
		await author.put(OTHER, 1, noteOf('in order'));
		const fold = await author.fold();
		expect(cardsOf(fold)).toMatchObject([{ seq: 2, reason: 'refused', code: 'stale' }]);
		expect(textsOf(fold)).toEqual([['in order']]);
	});

	test('cards stand in the order of the log', async () => {
		await author.put(NOTE, 1, { t: 'later', v: 1 });
		await author.put(NOTE, 5, noteOf('stale'));
		await author.put(OTHER, 1, { t: 'later', v: 1 });
		expect(reasonsOf(await author.fold())).toEqual([
			[2, 'unknown'],
			[3, 'refused'],
			[4, 'unknown']
		]);
	});
});
