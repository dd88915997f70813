import { describe, expect, it } from 'vitest';
import { worries } from './answers';

describe('R24: what the self-check concludes', () => {
	it('takes one "sometimes" among many a "no" as reason enough', () => {
		expect(worries(['no', 'no', 'sometimes', null])).toBe(true);
		expect(worries([null, 'yes'])).toBe(true);
	});

	it('concludes nothing from "no" and from open questions', () => {
		expect(worries(['no', 'no'])).toBe(false);
		expect(worries([null, null])).toBe(false);
	});
});
