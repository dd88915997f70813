import { describe, expect, test } from 'vitest';
import { paragraphsOf } from './thanks-words.js';

describe('three parts as one text', () => {
	test('run on where each ends its sentence', () => {
		expect(
			paragraphsOf({ did: 'You rang back.', changed: 'I sat down! ', shows: ' You notice' })
		).toEqual(['You rang back. I sat down! You notice']);
	});

	test('stand apart where a sentence is open, and no full stop is put in', () => {
		expect(paragraphsOf({ did: 'Got up on Saturday', changed: '', shows: 'You see me.' })).toEqual([
			'Got up on Saturday',
			'You see me.'
		]);
	});

	test('stand apart where somebody made lines of their own', () => {
		expect(paragraphsOf({ did: 'One.\nTwo.', changed: 'Three.', shows: '' })).toEqual([
			'One.\nTwo.',
			'Three.'
		]);
	});

	test('end a sentence inside closing quotes and in Arabic too', () => {
		expect(paragraphsOf({ did: '“I do.”', changed: 'صحيح؟', shows: 'So.' })).toHaveLength(1);
	});

	test('leave no empty paragraph', () => {
		expect(paragraphsOf({ did: ' ', changed: '', shows: '\n' })).toEqual([]);
	});
});
