import { beforeAll, describe, expect, test, vi } from 'vitest';
import { nearDayOf } from './when';

const at = (year: number, month: number, day: number, hour = 12) =>
	new Date(year, month - 1, day, hour).getTime();

/** A Sunday evening. */
const NOW = at(2024, 5, 12, 21);

beforeAll(() => {
	vi.stubGlobal('navigator', { languages: ['en-GB'] });
});

describe('a day that two people remember', () => {
	test('is today and yesterday by their names', () => {
		expect(nearDayOf(at(2024, 5, 12, 0), NOW)).toBe('Today');
		expect(nearDayOf(at(2024, 5, 11, 0), NOW)).toBe('Yesterday');
	});

	test('is a weekday within the last six days, and no name stands for two days', () => {
		expect(nearDayOf(at(2024, 5, 9), NOW)).toBe('Thursday');
		expect(nearDayOf(at(2024, 5, 6, 0), NOW)).toBe('Monday');
		expect(nearDayOf(at(2024, 5, 5, 23), NOW)).toBe('5 May');
	});

	test('is a date with its year in another year', () => {
		expect(nearDayOf(at(2023, 5, 12), NOW)).toBe('12 May 2023');
	});
});
