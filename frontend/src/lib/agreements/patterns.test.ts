import { expect, test } from 'vitest';
import { remarkOn } from './patterns';

const PATTERNS = [
	{ name: 'grave', pattern: '\\bmay not leave\\b', note: 'Going stays free.' },
	{
		name: 'phones',
		pattern: '(?:^|[.!?\\n])[^.!?\\n]*\\bpasswords?\\b',
		note: 'Codes stay private.'
	}
];

test('r30: words that resemble a refused pattern get their author one note, the gravest', () => {
	const words = { what: 'You share your Password.', exceptions: 'You may not leave.' };
	expect(remarkOn(words, PATTERNS)).toEqual({ name: 'grave', note: 'Going stays free.' });
	expect(remarkOn({ what: words.what }, PATTERNS)?.name).toBe('phones');
});

test('r30: other words get none', () => {
	expect(remarkOn({ what: 'We greet before tasks.', title: '' }, PATTERNS)).toBeNull();
	expect(remarkOn({ what: 'You share your password.' }, [])).toBeNull();
});

test('asking again about the same words says the same', () => {
	const words = { what: 'passwords for all' };
	expect(remarkOn(words, PATTERNS)).toEqual(remarkOn(words, PATTERNS));
});
