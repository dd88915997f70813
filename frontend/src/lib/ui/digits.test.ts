import { expect, it } from 'vitest';
import { digitsIn } from './digits';

it.each([
	['471902', '471902'],
	['471 902', '471902'],
	[' 4 7 1 – 9 0 2.', '471902'],
	['٤٧١ ٩٠٢', '471902'],
	['۴۷۱۹۰۲', '471902'],
	['４７１９０２', '471902'],
	['471902555', '471902'],
	['4a7', '47'],
	['', '']
])('reads %j as %j', (typed, digits) => {
	expect(digitsIn(typed)).toBe(digits);
});
