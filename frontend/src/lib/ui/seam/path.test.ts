import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seamPath } from './path.js';

/** Two seams written down once: a change here is a change of what two phones compare. */
const ZEROS = '00'.repeat(32);
const COUNTING = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

describe('the paths of a seam', () => {
	test('are these for these seeds, on every engine', () => {
		expect(seamPath(ZEROS, 158).main).toMatchInlineSnapshot(
			`"M-14 -3L3.7 1.7Q6.4 2.4 9.2 2.9L27.9 6.3Q30.7 6.8 33.4 7.6L46.3 11.2Q49 12 51.7 12.6L68.2 16.4Q70.9 17 72.8 15L81.6 6Q83.5 4 86.3 3.5L101.8 0.8Q104.6 0.3 107.4 -0.1L123.3 -2.6Q126.1 -3 128.9 -3.5L147 -6.8Q149.8 -7.3 152.1 -5.6L157.2 -1.9Q159.5 -0.2 162.2 -0.8L174.3 -3.5Q177 -4.1 179.7 -4.8L192.9 -8.5Q195.6 -9.2 198.3 -9.7L212.7 -12.6Q215.4 -13.1 218.1 -13.7L234 -16.9"`
		);
		expect(seamPath(COUNTING, 158).main).toMatchInlineSnapshot(
			`"M-27.1 -3.1L-11 0Q-8.2 0.5 -5.4 0.9L10.1 2.9Q12.9 3.3 15.7 3.5L31.6 5Q34.4 5.2 37.2 5.5L51.9 6.9Q54.7 7.2 57 5.5L61 2.6Q63.3 0.9 66.1 0.5L79.5 -1.6Q82.3 -2 85.1 -2.5L99.2 -5.2Q102 -5.7 104.7 -6.3L115.6 -8.4Q118.3 -9 121.1 -9.5L131.4 -11.4Q134.2 -11.9 137 -12.3L151.3 -14.2Q154.1 -14.6 155.8 -12.6L155.8 -12.6Q157.4 -10.6 160.2 -10.4L177.3 -9.5Q180.1 -9.3 182.9 -9.1L193.8 -8.2Q196.6 -8 199.4 -7.9L218.8 -7.1Q221.6 -7 224.4 -6.7L240.6 -4.9"`
		);
		expect(seamPath(COUNTING, 158).forks).toMatchInlineSnapshot(`
			[
			  "M54.1 9L78.7 15.6Q81.4 16.3 83.3 18.4L98.8 35.9L99 35.7L84.1 16.9Q82.4 14.7 79.8 13.8L55.3 5.4Z",
			]
		`);
	});

	test('hold numbers with at most one decimal, and no exponent', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
				const seed = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
				const { main, gold, forks } = seamPath(seed, 350);
				for (const path of [main, gold, ...forks])
					expect(path).toMatch(/^M(?:-?\d+(?:\.\d)?|[ LQ])+Z?$/u);
			})
		);
	});

	test('standing, they are the same line with along and across swapped', () => {
		const standing = seamPath(COUNTING, 350, true).main;
		expect(pairs(standing)).toEqual(pairs(seamPath(COUNTING, 350).main).map(([x, y]) => [y, x]));
	});
});

function pairs(path: string): number[][] {
	const all = [...path.matchAll(/-?\d+(?:\.\d)?/gu)].map(Number);
	return all.flatMap((number, at) => (at % 2 === 0 ? [[number, all[at + 1] ?? Number.NaN]] : []));
}
