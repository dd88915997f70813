import { expect, it } from 'vitest';
import { numberIn } from './number';

it.each([
	['1', 1],
	[' 41 ', 41],
	['４１', 41],
	['0', null],
	['42', null],
	['-1', null],
	['4.1', null],
	['', null]
])('t4: takes %j as the number of changes %j, of 41', (typed, number) => {
	expect(numberIn(typed, 41)).toBe(number);
});
