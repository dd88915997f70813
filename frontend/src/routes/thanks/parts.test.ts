import { describe, expect, test } from 'vitest';
import { areBlank, NO_PARTS, startGroups, withStart } from './parts';

describe('the three parts', () => {
	test('are blank when none has a word', () => {
		expect(areBlank({ did: ' ', changed: '\n', shows: '' })).toBe(true);
		expect(areBlank({ did: '', changed: '', shows: 'you' })).toBe(false);
	});
});

describe('a borrowed start', () => {
	const words = 'A plan of yours that turned out well';

	test('is offered in six groups of five', () => {
		expect(startGroups.map(({ prompts }) => prompts.length)).toEqual([5, 5, 5, 5, 5, 5]);
	});

	test('begins its part, with a colon or running on', () => {
		expect(withStart(NO_PARTS, { words, part: 'did', runs_on: false }).did).toBe(`${words}: `);
		expect(withStart(NO_PARTS, { words: 'How you', part: 'shows', runs_on: true }).shows).toBe(
			'How you '
		);
	});

	test('takes no word away that stands there', () => {
		const parts = { ...NO_PARTS, did: 'You rang.' };
		expect(withStart(parts, { words, part: 'did', runs_on: false }).did).toBe(
			`You rang.\n${words}: `
		);
	});
});
