import { describe, expect, test } from 'vitest';
import { holdsWords } from './search';

describe('searching by words', () => {
	test('finds a text that holds every word, in any order and in part', () => {
		const text = 'We rest our phones at nine.';
		expect(holdsWords(' phone  REST')(text)).toBe(true);
		expect(holdsWords('phone loud')(text)).toBe(false);
	});

	test('finds words with accents without them, and without them with', () => {
		expect(holdsWords('cafe')('In the Café')).toBe(true);
		expect(holdsWords('Café')('in the cafe')).toBe(true);
	});

	test('finds every text where nothing is asked for', () => {
		expect(holdsWords(' ')('anything')).toBe(true);
	});
});
