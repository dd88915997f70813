import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CanonicalError } from './canonical';
import {
	fromBase64url,
	idFromBytes,
	idToBytes,
	parseId,
	toBase64url,
	uuidV4,
	uuidV7,
	type EventId,
	type MemberId
} from './ids';

const bytes = fc.uint8Array({ maxLength: 200 }).map((list) => Uint8Array.from(list));

test('base64url gives the bytes back, and agrees with another implementation', () => {
	fc.assert(
		fc.property(bytes, (list) => {
			const text = toBase64url(list);
			expect(text).toBe(Buffer.from(list).toString('base64url'));
			expect(fromBase64url(text)).toEqual(list);
		})
	);
});

test('every text is refused or is the one spelling of its bytes', () => {
	const almost = fc.string({
		unit: fc.constantFrom('A', 'Z', 'z', '0', '9', '-', '_', '+', '/', '=', '\n'),
		maxLength: 12
	});
	fc.assert(
		fc.property(almost, (text) => {
			const read = attempt(() => fromBase64url(text));
			if (read !== null) expect(toBase64url(read)).toBe(text);
		})
	);
});

test.each([null, undefined, 7, {}, ['AAAA']])('%j is not base64url', (value) => {
	expect(() => fromBase64url(value)).toThrow(CanonicalError);
});

test('a value of another length is refused where the length is known', () => {
	expect(fromBase64url('AAAA', 3)).toHaveLength(3);
	expect(() => fromBase64url('AAAA', 4)).toThrow(CanonicalError);
});

test('an id is the same in both spellings', () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (list) => {
			const id = idFromBytes<MemberId>(list);
			expect(idToBytes(parseId(id))).toEqual(Uint8Array.from(list));
		})
	);
});

test.each([
	null,
	12,
	'',
	'0198c2f0-7d1e-7abc-9def-00112233445',
	' 0198c2f0-7d1e-7abc-9def-001122334455'
])('%j is no id', (value) => {
	expect(() => parseId(value)).toThrow(CanonicalError);
});

test('a random id has version 4 and the variant of RFC 9562', () => {
	expect(uuidV4(() => new Uint8Array(16).fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
	expect(uuidV4(() => new Uint8Array(16))).toBe('00000000-0000-4000-8000-000000000000');
});

test('an id with a date carries the date, version 7, and sorts by it', () => {
	const random = (): Uint8Array<ArrayBuffer> => new Uint8Array(16).fill(255);
	expect(uuidV7(0x0198c2f07d1e, random)).toBe('0198c2f0-7d1e-7fff-bfff-ffffffffffff');
	const ids = [1, 255, 256, 2 ** 40].map((nowMs) => uuidV7<EventId>(nowMs));
	expect(ids.toSorted()).toEqual(ids);
});

test('two ids of one moment differ', () => {
	expect(uuidV7<EventId>(1)).not.toBe(uuidV7<EventId>(1));
	expect(uuidV4<MemberId>()).not.toBe(uuidV4<MemberId>());
});

function attempt<Value>(read: () => Value): Value | null {
	try {
		return read();
	} catch (error) {
		expect(error).toBeInstanceOf(CanonicalError);
		return null;
	}
}
