import { describe, expect, test } from 'vitest';
import { claimTry, waitAfter, waitLeft, type Tries } from './pin-tries';

const NOW_MS = 1_700_000_000_000;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

describe('the wait before the next try', () => {
	test('grows by the table, and stays at its end', () => {
		const waits = Array.from({ length: 10 }, (_, tries) => waitAfter(tries));
		const hours = Array.from({ length: 4 }, () => HOUR_MS);
		const growing = [30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS];
		expect(waits).toEqual([0, 0, 0, ...growing, ...hours]);
	});

	test('is over exactly when its time has passed', () => {
		const row = { tries: 4, triedMs: NOW_MS };
		expect(waitLeft(row, NOW_MS + 2 * MINUTE_MS - 1)).toBe(1);
		expect(waitLeft(row, NOW_MS + 2 * MINUTE_MS)).toBe(0);
	});

	test('refuses a try and does not count it; one in time is counted', () => {
		const row = { tries: 3, triedMs: NOW_MS };
		expect(claimTry(row, NOW_MS + SECOND_MS)).toEqual({ ...row, mayTry: false });
		const laterMs = NOW_MS + 30 * SECOND_MS;
		expect(claimTry(row, laterMs)).toEqual({ tries: 4, triedMs: laterMs, mayTry: true });
	});
});

describe('a clock that is set back', () => {
	const row: Tries = { tries: 6, triedMs: NOW_MS };
	const backMs = NOW_MS - 30 * 24 * HOUR_MS;

	test('begins the wait anew and so does not shorten it', () => {
		const claimed = claimTry(row, backMs);
		expect(claimed).toEqual({ tries: 6, triedMs: backMs, mayTry: false });
		expect(waitLeft(claimed, backMs)).toBe(HOUR_MS);
		expect(claimTry(claimed, backMs + HOUR_MS - 1).mayTry).toBe(false);
	});

	test('does not keep the PIN waiting for the old date either', () => {
		expect(claimTry(claimTry(row, backMs), backMs + HOUR_MS).mayTry).toBe(true);
	});
});
