/**
 * Canonical bytes (protocol.md §3): the one encoding behind associated data, HKDF info, hashes and
 * signatures. It promises that two different lists of fields never give the same bytes, and that
 * `readT` accepts exactly what `T` writes.
 */

/** Bytes with a buffer of their own: WebCrypto and IndexedDB take no shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A field that is too long, not well formed, or bytes that `T` would not have written. */
export class CanonicalError extends Error {
	readonly code = 'malformed';
	constructor(message: string) {
		super(message);
		this.name = 'CanonicalError';
	}
}

/** The length of a field is a u16. */
const MAX_FIELD_BYTES = 0xffff;

const encoder = new TextEncoder();
// A byte order mark is kept, because dropping it would let two byte strings read as one text.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** TextEncoder silently replaces a lone surrogate, so two texts would get the same bytes. */
export function utf8(text: string): Bytes {
	if (!text.isWellFormed()) throw new CanonicalError('text holds a lone surrogate');
	return encoder.encode(text);
}

export function utf8Text(bytes: Uint8Array): string {
	try {
		return decoder.decode(bytes);
	} catch {
		throw new CanonicalError('text is not utf-8');
	}
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
	const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		joined.set(part, offset);
		offset += part.length;
	}
	return joined;
}

/** Not constant-time: it compares public bytes (hashes, signatures, ids), never secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

export function isZero(bytes: Uint8Array): boolean {
	return bytes.every((byte) => byte === 0);
}

export const u8 = (value: number): Bytes => bigEndian(value, 1);
export const u16 = (value: number): Bytes => bigEndian(value, 2);
export const u32 = (value: number): Bytes => bigEndian(value, 4);
/** Values stay below 2^53, so that a number holds them exactly (protocol.md §3). */
export const u64 = (value: number): Bytes => bigEndian(value, 8);

function bigEndian(value: number, width: number): Bytes {
	if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** width) {
		throw new CanonicalError(`number does not fit ${String(width)} bytes`);
	}
	const bytes = new Uint8Array(width);
	let rest = value;
	for (let index = width - 1; index >= 0; index -= 1) {
		bytes[index] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	return bytes;
}

/** Reads what `u8` to `u64` wrote. A u64 of 2^53 or more is refused, never rounded. */
export function readUint(bytes: Uint8Array): number {
	let value = 0;
	for (const byte of bytes) value = value * 256 + byte;
	if (!Number.isSafeInteger(value)) throw new CanonicalError('number is not below 2^53');
	return value;
}

export function lp(bytes: Uint8Array): Bytes {
	if (bytes.length > MAX_FIELD_BYTES) throw new CanonicalError('field is over 65,535 bytes');
	return concat(u16(bytes.length), bytes);
}

/** `T(label, f1 … fn) = lp(label) ‖ lp(f1) ‖ … ‖ lp(fn)`; an absent field is empty bytes. */
export function T(label: string, ...fields: readonly Uint8Array[]): Bytes {
	return concat(lp(utf8(label)), ...fields.map(lp));
}

/**
 * Splits what `T` wrote under this label into its fields, each a copy with a buffer of its own.
 * Throws CanonicalError for another label and for a length that runs past the end.
 */
export function readT(label: string, bytes: Uint8Array): Bytes[] {
	const [first, ...fields] = split(bytes);
	if (first === undefined || !equalBytes(first, utf8(label))) {
		throw new CanonicalError(`label is not ${label}`);
	}
	return fields;
}

/** Every lp in turn, label first, with no byte left over. */
export function split(bytes: Uint8Array): Bytes[] {
	const parts: Bytes[] = [];
	let offset = 0;
	while (offset < bytes.length) {
		const start = offset + 2;
		const end = start + readUint(bytes.subarray(offset, start));
		if (start > bytes.length || end > bytes.length) {
			throw new CanonicalError('field runs past the end');
		}
		parts.push(Uint8Array.from(bytes.subarray(start, end)));
		offset = end;
	}
	return parts;
}
