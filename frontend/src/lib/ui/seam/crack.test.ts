import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crackOf, lastOf, type Point, type Stretch } from './crack.js';

const seeds = fc
	.uint8Array({ minLength: 1, maxLength: 48 })
	.map((bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));
const widths = fc.integer({ min: 100, max: 1400 });

function forEverySeam(check: (crack: ReturnType<typeof crackOf>, length: number) => void): void {
	fc.assert(
		fc.property(seeds, widths, (seed, length) => {
			check(crackOf(seed, length), length);
		}),
		{ seed: 1, numRuns: 2000 }
	);
}

const firstOf = ([first]: Stretch): Point => first ?? { along: 0, across: 0 };

/** In pixels and degrees, from the first point to the last. */
function measure(stretch: Stretch): { along: number; across: number; degrees: number } {
	const along = (lastOf(stretch).along - firstOf(stretch).along) / 10;
	const across = Math.abs(lastOf(stretch).across - firstOf(stretch).across) / 10;
	return { along, across, degrees: (Math.atan2(across, along) * 180) / Math.PI };
}

function lengthOf(stretch: Stretch): number {
	return stretch.slice(1).reduce((sum, { along, across }, at) => {
		const before = stretch[at] ?? { along, across };
		return sum + Math.hypot(along - before.along, across - before.across) / 10;
	}, 0);
}

describe('a seam', () => {
	test('is the same whenever it is drawn from the same seed and length', () => {
		fc.assert(
			fc.property(seeds, widths, (seed, length) => {
				expect(crackOf(seed, length)).toEqual(crackOf(seed, length));
			})
		);
	});

	test('is another one for another seed', () => {
		fc.assert(
			fc.property(seeds, seeds, (one, other) => {
				fc.pre(one !== other);
				expect(crackOf(one, 350)).not.toEqual(crackOf(other, 350));
			})
		);
	});

	test('is drawn anew for another width and not stretched: what it begins with stays', () => {
		fc.assert(
			fc.property(seeds, widths, widths, (seed, one, other) => {
				const [short, long] = [
					crackOf(seed, Math.min(one, other)),
					crackOf(seed, Math.max(one, other))
				];
				expect(long.runs.slice(0, short.runs.length)).toEqual(short.runs);
				expect(long.kinks.slice(0, short.kinks.length)).toEqual(short.kinks);
			})
		);
	});

	test('reaches from edge to edge without a gap', () => {
		forEverySeam(({ runs, kinks }, length) => {
			expect(firstOf(runs[0] ?? []).along).toBeLessThanOrEqual(0);
			expect(lastOf(runs.at(-1) ?? []).along).toBeGreaterThanOrEqual(length * 10);
			for (const [at, kink] of kinks.entries()) {
				expect(firstOf(kink)).toEqual(lastOf(runs[at] ?? []));
				expect(lastOf(kink)).toEqual(firstOf(runs[at + 1] ?? []));
			}
		});
	});

	test('has long runs of 45 to 170 % of 70 px, sloping 3 to 14 degrees', () => {
		forEverySeam(({ runs }) => {
			for (const run of runs.map(measure)) {
				expect(run.along).toBeGreaterThanOrEqual(31.5);
				expect(run.along).toBeLessThanOrEqual(119);
				expect(run.degrees).toBeGreaterThanOrEqual(3);
				expect(run.degrees).toBeLessThanOrEqual(14);
			}
		});
	});

	test('has kinks of 3 to 14 px, no steeper than 60 degrees', () => {
		forEverySeam(({ kinks }) => {
			for (const kink of kinks.map(measure)) {
				expect(kink.across).toBeGreaterThanOrEqual(3);
				expect(kink.across).toBeLessThanOrEqual(14);
				expect(kink.degrees).toBeLessThanOrEqual(60);
			}
		});
	});

	test('stays within its strip', () => {
		forEverySeam(({ runs }) => {
			for (const { across } of runs.flat()) expect(Math.abs(across)).toBeLessThanOrEqual(226);
		});
	});

	test('has forks of 30 to 60 px that reach at most 30 px beyond the strip', () => {
		forEverySeam(({ forks }, length) => {
			expect(forks.length).toBeLessThanOrEqual(3);
			if (length >= 350) expect(forks.length).toBeGreaterThanOrEqual(2);
			for (const fork of forks) {
				expect(lengthOf(fork)).toBeGreaterThanOrEqual(30);
				expect(lengthOf(fork)).toBeLessThanOrEqual(60);
				expect(Math.abs(lastOf(fork).across) / 10).toBeLessThanOrEqual(26 + 30);
			}
		});
	});

	test('forks at its kinks only', () => {
		forEverySeam(({ kinks, forks }) => {
			const turns = kinks.map(firstOf);
			for (const fork of forks) expect(turns).toContainEqual(firstOf(fork));
		});
	});
});

test('a seed is bytes in hex, and nothing else is drawn from', () => {
	for (const seed of ['', 'abc', 'xy', '0x', 'AB'])
		expect(() => crackOf(seed, 100)).toThrow(RangeError);
});
