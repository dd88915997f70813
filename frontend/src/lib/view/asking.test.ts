import { describe, expect, test } from 'vitest';
import { dueAsk } from './asking';

const SINCE_MS = 1_700_000_000_000;
const day = (days: number): number => SINCE_MS + days * 24 * 60 * 60 * 1000;

describe('the passphrase is asked for', () => {
	test.each([
		[2.99, 0, null],
		[3, 0, 3],
		[13.99, 3, null],
		[14, 3, 14],
		[44.99, 14, null],
		[45, 14, 45],
		[400, 45, null]
	])('after %d days, asked up to day %d: %s', (days, asked, due) => {
		expect(dueAsk({ sinceMs: SINCE_MS, day: asked }, day(days))).toBe(due);
	});

	test('once and not three times after a long absence', () => {
		expect(dueAsk({ sinceMs: SINCE_MS, day: 0 }, day(100))).toBe(45);
	});
});
