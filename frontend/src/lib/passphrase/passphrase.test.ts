import { describe, expect, it } from 'vitest';
import { drawWords } from './draw';
import { strengthOf } from './strength';
import { PASSPHRASE_WORDS } from './words';

describe('the word list', () => {
	it('holds 2048 different words of three to eight small letters', () => {
		expect(new Set(PASSPHRASE_WORDS).size).toBe(2048);
		expect(PASSPHRASE_WORDS).toHaveLength(2048);
		for (const word of PASSPHRASE_WORDS) expect(word).toMatch(/^[a-z]{3,8}$/);
	});
});

describe('drawing words', () => {
	it('reaches the first and the last word of the list, and no place beyond', () => {
		const drawn = drawWords(3, (into) => {
			into.set([0, 2047, 2048]);
		});
		expect(drawn).toEqual([PASSPHRASE_WORDS[0], PASSPHRASE_WORDS[2047], PASSPHRASE_WORDS[0]]);
	});

	it('suggests five words that clear the least length of a passphrase', () => {
		const words = drawWords();
		expect(words).toHaveLength(5);
		expect(new TextEncoder().encode(words.join(' ')).length).toBeGreaterThanOrEqual(12);
	});
});

describe('strength', () => {
	it.each(['lantern orbit maple tidy harbour', 'canteen compass pupil steppe wallaby'])(
		'calls five words like %s very strong',
		(passphrase) => {
			expect(strengthOf(passphrase)).toBe(4);
		}
	);

	it.each([
		'passwordpassword',
		'aaaaaaaaaaaaaaaa',
		'123456789012',
		'qwertyuiop1234',
		'Summer2024!!'
	])('calls %s easy to guess', (passphrase) => {
		expect(strengthOf(passphrase)).toBe(1);
	});

	it('rises with each further word', () => {
		const levels = ['river lantern', 'river lantern cup', 'river lantern copper maple'].map(
			strengthOf
		);
		expect(levels).toEqual([...levels].sort());
		expect(levels.at(-1)).toBeGreaterThan(levels[0] ?? 4);
	});

	it('does not count a repeated word as a new one', () => {
		expect(strengthOf('lantern lantern lantern lantern')).toBe(1);
	});
});
