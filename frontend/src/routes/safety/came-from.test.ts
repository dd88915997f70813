import { beforeEach, describe, expect, it } from 'vitest';
import { backFrom, noteArrival } from './came-from.svelte';

describe('back from the safety pages', () => {
	beforeEach(() => {
		noteArrival(null, '/safety');
	});

	it('leads home when the page was opened by its address', () => {
		expect(backFrom('/safety')).toBe('/');
		expect(backFrom('/safety/questions')).toBe('/safety');
	});

	it('leads out by the page that somebody came in by', () => {
		noteArrival('/us/safety', '/safety/lines');
		expect(backFrom('/safety/lines')).toBe('/us/safety');
		expect(backFrom('/safety/device')).toBe('/safety');
	});

	it('keeps the way out while somebody goes from one safety page to another', () => {
		noteArrival('/us/notes', '/safety');
		noteArrival('/safety', '/safety/questions');
		noteArrival('/safety/questions', '/safety/lines');
		expect(backFrom('/safety')).toBe('/us/notes');
	});
});
