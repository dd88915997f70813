import { describe, expect, test } from 'vitest';
import { oneThing } from './one-thing';

const alone = {
	putAway: false,
	firstRead: true,
	together: false,
	gaveToday: false,
	asked: false,
	goesOn: false,
	neverBegan: false,
	newTogether: false
};
const two = { ...alone, together: true };

describe('the one thing on Today', () => {
	test('is the first read until it was read, for one and for two', () => {
		expect(oneThing({ ...alone, firstRead: false, goesOn: true })).toBe('first-read');
		expect(oneThing({ ...two, firstRead: false, asked: true })).toBe('first-read');
	});

	test('is what the other person asks, before what is under way', () => {
		expect(oneThing({ ...two, asked: true, goesOn: true })).toBe('asked');
	});

	test('is what is under way, for one and for two', () => {
		expect(oneThing({ ...alone, goesOn: true })).toBe('go-on');
		expect(oneThing({ ...two, goesOn: true, newTogether: true })).toBe('go-on');
	});

	test('is what this work is for whoever has begun nothing, then the rules of talking for two', () => {
		expect(oneThing({ ...alone, neverBegan: true })).toBe('what-this-is');
		expect(oneThing({ ...two, neverBegan: true, newTogether: true })).toBe('what-this-is');
		expect(oneThing({ ...two, newTogether: true })).toBe('talk-rules');
	});

	test('is no guide after the first week of two', () => {
		expect(oneThing({ ...two, neverBegan: true })).toBe('thanks');
	});

	test('is a page of one’s own for one person', () => {
		expect(oneThing(alone)).toBe('page');
	});

	test('is thanks for two, once a day at most', () => {
		expect(oneThing(two)).toBe('thanks');
		expect(oneThing({ ...two, gaveToday: true })).toBe('page');
	});

	test('is nothing on a day on which it was put away', () => {
		expect(oneThing({ ...two, asked: true, goesOn: true, putAway: true })).toBeNull();
	});
});
