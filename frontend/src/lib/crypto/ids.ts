/**
 * Identifiers and their two spellings (protocol.md §3): 36-character lower-case UUIDs and unpadded
 * base64url in JSON, raw bytes everywhere else. Reading is strict, so every value has one spelling.
 */
/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters --
   A brand exists only in the type: the caller of these few functions says which id it means. */
import { CanonicalError, type Bytes } from './canonical';
import { randomBytes, type RandomBytes } from './primitives';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type AccountId = Id<'account'>;
export type SpaceId = Id<'space'>;
export type MemberId = Id<'member'>;
export type EventId = Id<'event'>;
export type ObjectId = Id<'object'>;
export type DeviceId = Id<'device'>;
export type AnyId = AccountId | SpaceId | MemberId | EventId | ObjectId | DeviceId;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The caller names which kind of id it reads; text that is no lower-case UUID is refused. */
export function parseId<I extends AnyId>(text: unknown): I {
	if (typeof text !== 'string' || !UUID.test(text)) throw new CanonicalError('not a UUID');
	return text as I;
}

export function idToBytes(id: AnyId): Bytes {
	const hex = parseId(id).replaceAll('-', '');
	return Uint8Array.from({ length: 16 }, (_, index) =>
		Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16)
	);
}

export function idFromBytes<I extends AnyId>(bytes: Uint8Array): I {
	if (bytes.length !== 16) throw new CanonicalError('an id is 16 bytes');
	const hex = Array.from(bytes, (byte) => HEX[byte]).join('');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20)
	].join('-') as I;
}

/** Random, for accounts, members and spaces: it says nothing about when it was made. */
export function uuidV4<I extends AccountId | MemberId | SpaceId | DeviceId>(
	random: RandomBytes = randomBytes
): I {
	return stamped(random(16), 4);
}

/**
 * Ordered by time, for objects and events. Made when an intent is ready to send, never at the first
 * keystroke: the date inside must not tell when somebody began to write.
 */
export function uuidV7<I extends ObjectId | EventId>(
	nowMs: number,
	random: RandomBytes = randomBytes
): I {
	const bytes = random(16);
	let rest = nowMs;
	for (let index = 5; index >= 0; index -= 1) {
		bytes[index] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	return stamped(bytes, 7);
}

/** The moment, in milliseconds since 1970, at which a UUIDv7 was made. */
export function timeOfId(id: ObjectId | EventId): number {
	return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

function stamped<I extends AnyId>(bytes: Bytes, version: number): I {
	const stampedBytes = Uint8Array.from(bytes, (byte, index) => {
		if (index === 6) return (byte & 0x0f) | (version << 4);
		return index === 8 ? (byte & 0x3f) | 0x80 : byte;
	});
	return idFromBytes(stampedBytes);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map(Array.from(ALPHABET, (character, value) => [character, value]));

export function toBase64url(bytes: Uint8Array): string {
	let text = '';
	for (let index = 0; index < bytes.length; index += 3) {
		const [a = 0, b = 0, c = 0] = bytes.subarray(index, index + 3);
		const bits = (a << 16) | (b << 8) | c;
		for (const shift of [18, 12, 6, 0]) text += ALPHABET.charAt((bits >> shift) & 63);
	}
	// Two characters carry one byte, three carry two: the rest of the last group is padding.
	return text.slice(0, Math.ceil((bytes.length * 4) / 3));
}

/** Strict: no padding, no other alphabet, no length that cannot be, no stray bits at the end. */
export function fromBase64url(text: unknown, expectedBytes?: number): Bytes {
	if (typeof text !== 'string' || text.length % 4 === 1) throw new CanonicalError('not base64url');
	const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
	let bits = 0;
	let held = 0;
	let offset = 0;
	for (const character of text) {
		const value = VALUES.get(character);
		if (value === undefined) throw new CanonicalError('not base64url');
		bits = ((bits << 6) | value) & 0xffff;
		held += 6;
		if (held >= 8) {
			held -= 8;
			bytes[offset] = (bits >> held) & 0xff;
			offset += 1;
		}
	}
	if ((bits & ((1 << held) - 1)) !== 0) throw new CanonicalError('base64url has stray bits');
	if (expectedBytes !== undefined && bytes.length !== expectedBytes) {
		throw new CanonicalError(`not ${String(expectedBytes)} bytes`);
	}
	return bytes;
}
