import { expect, test } from 'vitest';
import { version, wordsOf } from '../../../tests/agreement-views';
import { changedFields, isChanged, type ChangedField } from './changed';

const say = { day: (day: string) => day, category: (id: string) => `About ${id}` };
const told = ({ name, before, after }: ChangedField) => [name, before, after];

test('says a title and a category only where they changed', () => {
	const before = version(1);
	expect(changedFields(before, version(2), say).map(({ name }) => name)).toEqual(['what']);
	const words = wordsOf({ title: 'Dinner', category: 'trust-repair' });
	expect(changedFields(before, version(2, { words }), say).filter(isChanged).map(told)).toEqual([
		['title', 'Phones', 'Dinner'],
		['category', 'About other', 'About trust-repair']
	]);
});

test('a first review that is counted anew is nobody’s change', () => {
	const words = wordsOf({ review: '2026-11-03' });
	expect(changedFields(version(1), version(2, { words }), say).some(isChanged)).toBe(false);
});

test('compares each person’s reasons with their own', () => {
	const theirs = wordsOf({ why: 'I sleep badly.', whyYou: 'You would have the evening.' });
	const mine = wordsOf({ why: 'You would have the evening.', whyYou: 'I sleep badly.' });
	const before = version(1, { mine: false, words: theirs });
	expect(changedFields(before, version(2, { words: mine }), say).some(isChanged)).toBe(false);
});

test('a day that a suggestion adds or drops is one word', () => {
	const words = wordsOf({ ends: '2026-12-01' });
	const [ends] = changedFields(version(1), version(2, { words }), say).filter(isChanged);
	expect(ends?.pieces).toEqual([{ how: 'added', words: '2026-12-01' }]);
});
