import { describe, expect, test } from 'vitest';
import { isEasyPin, pinBytes, PinError } from './pin';

describe('a PIN', () => {
	test('is six figures, as they are typed', () => {
		expect(pinBytes('073914')).toEqual(new TextEncoder().encode('073914'));
	});

	test.each(['', '07391', '0739145', '07391a', ' 073914', '٠٧٣٩١٤'])('is not %j', (typed) => {
		expect(() => pinBytes(typed)).toThrow(new PinError('bad_pin'));
	});

	test.each(['000000', '777777', '121212', '123123', '123456', '987654', '890123', '210987'])(
		'is easy to guess: %s',
		(pin) => {
			expect(isEasyPin(pin)).toBe(true);
		}
	);

	test.each(['073914', '112233', '135790', '123455', '120312'])('is good enough: %s', (pin) => {
		expect(isEasyPin(pin)).toBe(false);
	});
});
