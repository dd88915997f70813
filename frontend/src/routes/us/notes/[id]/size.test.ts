import { describe, expect, it } from 'vitest';
import { MAX_NOTE_BYTES, noteBytes } from './size';

describe('the size of a note', () => {
	it('counts bytes as they are sealed: a line end and a quote take two', () => {
		const empty = noteBytes({ title: '', text: '' });
		expect(noteBytes({ title: '', text: 'é"\n' }) - empty).toBe(6);
		expect(MAX_NOTE_BYTES).toBeLessThan(65_536 - 1_024);
	});
});
