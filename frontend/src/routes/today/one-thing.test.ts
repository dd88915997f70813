import { describe, expect, test } from 'vitest';
import { oneThing } from './one-thing';

const alone = { putAway: false, firstRead: true, together: false, gaveToday: false };

describe('the one thing on Today', () => {
	test('is the first read until it was read, for one and for two', () => {
		expect(oneThing({ ...alone, firstRead: false })).toBe('first-read');
		expect(oneThing({ ...alone, firstRead: false, together: true })).toBe('first-read');
	});

	test('is a page of one’s own for one person', () => {
		expect(oneThing(alone)).toBe('page');
	});

	test('is thanks for two, once a day at most', () => {
		expect(oneThing({ ...alone, together: true })).toBe('thanks');
		expect(oneThing({ ...alone, together: true, gaveToday: true })).toBe('page');
	});

	test('is nothing on a day on which it was put away', () => {
		expect(oneThing({ ...alone, together: true, putAway: true })).toBeNull();
	});
});
