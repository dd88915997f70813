import { expect, test } from 'vitest';
import { differenceOf, type Piece } from './difference';

const BEFORE = 'From seven until we clear the table, both phones stay in the hall.';
const AFTER = 'From seven until half past eight, both phones stay in the hall.';

function textOf(pieces: readonly Piece[] | null, ...hows: Piece['how'][]): string {
	return (pieces ?? [])
		.filter(({ how }) => hows.includes(how))
		.map(({ words }) => words)
		.join('');
}

test('marks what was taken out and added by whole words, joined where they are neighbours', () => {
	expect(differenceOf(BEFORE, AFTER)).toEqual([
		{ how: 'stays', words: 'From seven until ' },
		{ how: 'taken_out', words: 'we clear the table' },
		{ how: 'added', words: 'half past eight' },
		{ how: 'stays', words: ', both phones stay in the hall.' }
	]);
});

test('gives the later text by what stayed and was added', () => {
	expect(textOf(differenceOf(BEFORE, AFTER), 'stays', 'added')).toBe(AFTER);
});

test('gives the earlier text by what stayed and was taken out, but for spaces at the seams', () => {
	const earlier = textOf(differenceOf(BEFORE, AFTER), 'stays', 'taken_out');
	expect(earlier.replace(/\s+/gu, ' ')).toBe(BEFORE);
});

test('tells words apart in a script that is read from right to left', () => {
	const pieces = differenceOf('نضع الهاتف في المطبخ', 'نضع الهاتف في الممر');
	expect(textOf(pieces, 'taken_out')).toBe('المطبخ');
	expect(textOf(pieces, 'added')).toBe('الممر');
});

test('joins two changed words that only a space parts', () => {
	const pieces = differenceOf('on Monday evening we walk', 'on Friday morning we walk');
	expect(pieces?.map(({ how }) => how)).toEqual(['stays', 'taken_out', 'added', 'stays']);
});

test('keeps a paragraph that was added apart from the one before it', () => {
	const pieces = differenceOf('One.\nTwo.', 'One.\nNew.\nTwo.');
	expect(textOf(pieces, 'stays', 'added')).toBe('One.\nNew.\nTwo.');
});

test('says nothing word by word of texts that have little in common', () => {
	const words = (from: number) => Array.from({ length: 900 }, (_, at) => `w${from + at}`).join(' ');
	expect(differenceOf(words(0), words(10_000))).toBeNull();
});

test('marks nothing in equal texts', () => {
	expect(differenceOf(BEFORE, BEFORE)).toEqual([{ how: 'stays', words: BEFORE }]);
});

test('takes an empty text as all added, or all taken out', () => {
	expect(differenceOf('', 'New words')).toEqual([{ how: 'added', words: 'New words' }]);
	expect(differenceOf('Old words', '')).toEqual([{ how: 'taken_out', words: 'Old words' }]);
});
