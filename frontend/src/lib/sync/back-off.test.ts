import { expect, test } from 'vitest';
import { BackOff } from './back-off';

test('waits double from one second and stop at five minutes', () => {
	const backOff = new BackOff(() => 1);
	const waits = Array.from({ length: 11 }, () => backOff.nextMs());
	expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
	expect(waits.slice(-2)).toEqual([300_000, 300_000]);
});

test('jitter shortens a wait by at most half', () => {
	expect(new BackOff(() => 0).nextMs()).toBe(500);
});

test('a success begins again at one second', () => {
	const backOff = new BackOff(() => 1);
	backOff.nextMs();
	backOff.nextMs();
	backOff.reset();
	expect(backOff.nextMs()).toBe(1000);
});
