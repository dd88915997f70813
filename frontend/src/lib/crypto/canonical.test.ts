import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	CanonicalError,
	concat,
	readT,
	readUint,
	split,
	T,
	u16,
	u32,
	u64,
	u8,
	utf8
} from './canonical';

const field = fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.from(bytes));
const fields = fc.array(field, { maxLength: 6 });

describe('T', () => {
	test('what it writes is read back', () => {
		fc.assert(
			fc.property(fields, (list) => {
				expect(readT('gs1:x', T('gs1:x', ...list))).toEqual(list);
			})
		);
	});

	test('two lists of fields never give the same bytes', () => {
		fc.assert(
			fc.property(fields, fields, (one, other) => {
				fc.pre(JSON.stringify(one) !== JSON.stringify(other));
				expect(T('gs1:x', ...one)).not.toEqual(T('gs1:x', ...other));
			})
		);
	});

	test('any bytes are refused or are exactly what T writes of their fields', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
				const parts = partsOf(Uint8Array.from(bytes));
				if (parts === null) return;
				expect(concat(...parts.flatMap((part) => [u16(part.length), part]))).toEqual(
					Uint8Array.from(bytes)
				);
			})
		);
	});

	test('another label is refused', () => {
		expect(() => readT('gs1:y', T('gs1:x'))).toThrow(CanonicalError);
	});

	test('fields are copies, so that storing one does not store the whole event', () => {
		const bytes = T('gs1:x', u32(7));
		const [first] = readT('gs1:x', bytes);
		bytes.fill(0);
		expect(first?.buffer.byteLength).toBe(4);
		expect(first).toEqual(u32(7));
	});
});

test('numbers are read back from every width', () => {
	fc.assert(
		fc.property(fc.maxSafeNat(), (value) => {
			expect(readUint(u64(value))).toBe(value);
			expect(readUint(u32(value % 2 ** 32))).toBe(value % 2 ** 32);
			expect(readUint(u8(value % 256))).toBe(value % 256);
		})
	);
});

test.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])('%s is no u64', (value) => {
	expect(() => u64(value)).toThrow(CanonicalError);
});

test('a lone surrogate has no bytes', () => {
	expect(() => utf8('a\ud800')).toThrow(CanonicalError);
});

function partsOf(bytes: Uint8Array): Uint8Array[] | null {
	try {
		return split(bytes);
	} catch (error) {
		expect(error).toBeInstanceOf(CanonicalError);
		return null;
	}
}
