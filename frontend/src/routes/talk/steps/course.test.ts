import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Course } from './course.svelte';

const MINUTE = { words: 'A minute.', seconds: 60 };
const PARTS = [
	MINUTE,
	{ words: 'Half of one.', seconds: 30 },
	{ words: 'The last line.', seconds: 60 }
];
const BREATH = [
	{ words: 'In', seconds: 4 },
	{ words: 'Out', seconds: 6 }
];

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function begun(phases = PARTS, cycles = 1): Course {
	const course = new Course(phases, cycles, undefined, () => Date.now());
	course.begin();
	return course;
}

describe('an exercise in phases', () => {
	test('goes from phase to phase by the clock, and says each of them', () => {
		const said = vi.fn();
		const course = new Course(PARTS, 1, said, () => Date.now());
		course.begin();
		vi.advanceTimersByTime(60_400);
		expect(course.phase?.words).toBe('Half of one.');
		vi.advanceTimersByTime(91_000);
		expect(course.over).toBe(true);
		expect(said).toHaveBeenCalledTimes(4);
	});

	test('can be gone on with at a word, to the last line, which has all of its time', () => {
		const course = begun();
		vi.advanceTimersByTime(10_000);
		course.next();
		course.next();
		expect(course.phase?.words).toBe('The last line.');
		vi.advanceTimersByTime(59_000);
		expect(course.over).toBe(false);
		vi.advanceTimersByTime(2_000);
		expect(course.over).toBe(true);
	});

	test('runs on from a phase that was held', () => {
		const course = begun();
		course.count.hold();
		course.next();
		vi.advanceTimersByTime(30_400);
		expect(course.phase?.words).toBe('The last line.');
	});

	test('gives more time to the phase that is there', () => {
		const course = begun();
		course.lengthen(30);
		vi.advanceTimersByTime(80_000);
		expect(course.phase).toBe(MINUTE);
		expect(course.leftMs).toBe(100_000);
	});

	test('waits for a word where a phase has no time', () => {
		const course = begun([
			{ words: 'One.', seconds: null },
			{ words: 'Two.', seconds: null }
		] as never);
		vi.advanceTimersByTime(600_000);
		expect(course.at).toBe(0);
		course.next();
		course.next();
		expect(course.over).toBe(true);
	});
});

describe('a breath', () => {
	test('gets more rounds, and keeps its own pace', () => {
		const course = begun(BREATH, 2);
		expect([course.breathes, course.wholeMs]).toEqual([true, 20_000]);
		course.lengthen(120);
		expect(course.wholeMs).toBe(140_000);
		vi.advanceTimersByTime(4_200);
		expect(course.phase?.words).toBe('Out');
	});

	test('is over at a word', () => {
		const course = begun(BREATH, 2);
		course.stop();
		expect([course.over, course.leftMs]).toEqual([true, 0]);
	});
});
