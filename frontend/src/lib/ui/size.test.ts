import { describe, expect, it } from 'vitest';
import { bytesOf, fits, MAX_LINE_BYTES, MAX_NOTE_BYTES, MAX_WORDS_BYTES } from './size';

describe('the size of what is typed', () => {
	it('is counted in bytes as they are sealed: a line end and a quote take two', () => {
		expect(bytesOf({ text: 'é"\n' }) - bytesOf({ text: '' })).toBe(6);
	});

	it('leaves room in an envelope for what is sealed along', () => {
		expect(Math.max(MAX_LINE_BYTES, MAX_NOTE_BYTES, MAX_WORDS_BYTES)).toBeLessThan(65_536 - 1_024);
	});

	it('is judged by bytes, not by letters', () => {
		expect(fits({ did: 'a'.repeat(40_000) })).toBe(true);
		expect(fits({ did: 'é'.repeat(40_000) })).toBe(false);
	});

	it('of a line is less', () => {
		expect(fits({ line: 'a'.repeat(9_000) })).toBe(true);
		expect(fits({ line: 'a'.repeat(9_000) }, MAX_LINE_BYTES)).toBe(false);
	});
});
