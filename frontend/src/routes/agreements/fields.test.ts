import { expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { version, wordsOf } from '../../../tests/agreement-views';
import { speakerSaid, speaksAsOne } from './fields';

test('words that say I or mine speak as one of the two, and those that say we do not', () => {
	for (const what of ['I’ll be back by ten.', 'Three tasks are mine.', 'You may ask me.']) {
		expect(speaksAsOne(wordsOf({ what }))).toBe(true);
	}
	for (const what of ['We both ask first, in time.', 'Phones stay in the hall.', 'Mein Handy']) {
		expect(speaksAsOne(wordsOf({ what }))).toBe(false);
	}
});

test('a reason is named after its author, so that its I needs no name', () => {
	expect(speaksAsOne(wordsOf({ why: 'I sleep badly.', whyYou: 'It is my turn.' }))).toBe(false);
});

test('who is meant by I in the words of a suggestion is named by who wrote it', () => {
	const words = wordsOf({ what: 'I’ll be back by ten.' });
	const speaker = (mine: boolean) => speakerSaid(version(1, { mine, words }), 'Elias');
	expect(speaker(false)).toBe(m.agreed_speaks({ name: 'Elias' }));
	expect(speaker(true)).toBe(m.agreed_speaks_me());
	expect(speakerSaid(version(1), 'Elias')).toBeNull();
});
