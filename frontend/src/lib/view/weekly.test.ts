import { afterEach, expect, test, vi } from 'vitest';
import { lastOccurrence, nextOccurrences } from './weekly';

const SUNDAY_EVENING = { day: 7, atMin: 20 * 60 };

afterEach(() => {
	vi.unstubAllEnvs();
});

/** Local time in Berlin, as the device would say it. */
const berlin = (text: string): number => {
	vi.stubEnv('TZ', 'Europe/Berlin');
	return new Date(text).getTime();
};

test('a time of today counts until it is over', () => {
	const before = berlin('2026-11-22T19:59');
	const [first] = nextOccurrences(SUNDAY_EVENING, before, 1);
	expect(first?.atMs).toBe(berlin('2026-11-22T20:00'));
	const [next] = nextOccurrences(SUNDAY_EVENING, berlin('2026-11-22T20:00'), 1);
	expect(next?.atMs).toBe(berlin('2026-11-29T20:00'));
	expect(lastOccurrence(SUNDAY_EVENING, before).atMs).toBe(berlin('2026-11-15T20:00'));
	const at = berlin('2026-11-22T20:00');
	expect(lastOccurrence(SUNDAY_EVENING, at).atMs).toBe(at);
});

test('stays at its hour over both changes of clocks', () => {
	const spring = nextOccurrences(SUNDAY_EVENING, berlin('2026-03-23T12:00'), 2);
	expect(spring.map(({ atMs }) => atMs)).toEqual([
		berlin('2026-03-29T20:00'),
		berlin('2026-04-05T20:00')
	]);
	const saturday = { day: 6, atMin: 8 * 60 };
	const autumn = nextOccurrences(saturday, berlin('2026-10-24T09:00'), 2);
	expect(autumn.map(({ atMs }) => atMs)).toEqual([
		berlin('2026-10-31T08:00'),
		berlin('2026-11-07T08:00')
	]);
});

test('two that follow one another take turns, also over a new year', () => {
	const found = nextOccurrences(SUNDAY_EVENING, berlin('2026-12-01T12:00'), 8);
	const [first] = found;
	expect(found.map(({ slot }) => slot)).toEqual(
		found.map((_, index) => (index % 2 === 0 ? first?.slot : 1 - (first?.slot ?? 0)))
	);
});
