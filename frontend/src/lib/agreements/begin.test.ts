import { expect, test } from 'vitest';
import { agreementOf, version, wordsOf } from '../../../tests/agreement-views';
import { changeOf } from './begin';
import { addDays } from './days';

const TODAY = '2026-10-20';

test('an answer puts nobody’s reasons into the other person’s mouth', () => {
	const words = wordsOf({ why: 'I sleep badly.', whyYou: 'You would have the evening.' });
	const theirs = version(1, { mine: false, words });
	expect(changeOf(agreementOf([theirs]), TODAY, theirs.id)).toMatchObject({
		why: 'You would have the evening.',
		whyYou: 'I sleep badly.'
	});
	const own = version(1, { words });
	expect(changeOf(agreementOf([own]), TODAY, own.id)).toMatchObject({
		why: 'I sleep badly.',
		whyYou: 'You would have the evening.'
	});
});

test('words that begin again keep no day that has passed', () => {
	const words = wordsOf({ starts: addDays(TODAY, -40), ends: addDays(TODAY, -10) });
	const over = version(1, { words });
	expect(changeOf(agreementOf([over], { inForce: 1 }), TODAY)).toMatchObject({
		starts: null,
		ends: null,
		review: null
	});
	const ahead = version(1, { words: { ...words, ends: addDays(TODAY, 5) } });
	expect(changeOf(agreementOf([ahead]), TODAY)?.ends).toBe(addDays(TODAY, 5));
});

test('a change begins without the reason and the first review of the one before', () => {
	const words = wordsOf({ reason: 'I get home late.', review: addDays(TODAY, 3) });
	const found = changeOf(agreementOf([version(1, { words })]), TODAY);
	expect(found).toMatchObject({ reason: '', review: null, what: words.what });
});
