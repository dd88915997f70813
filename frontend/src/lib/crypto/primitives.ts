/**
 * The three WebCrypto calls everything else is made of. There is no fallback: a browser without
 * them is turned away before any of this loads (static/support.js).
 */
import { T, type Bytes } from './canonical';

/** Where random bytes come from; a parameter wherever a vector needs fixed ones. */
export type RandomBytes = (length: number) => Bytes;

export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

export async function sha256(bytes: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** HKDF-SHA-256. `info` is always `T(label, …)`, so no two uses can share a key (protocol.md §3). */
export async function hkdf(
	secret: Bytes,
	salt: Bytes,
	info: Bytes,
	length: number
): Promise<Bytes> {
	const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
	const bits = await crypto.subtle.deriveBits(
		{ name: 'HKDF', hash: 'SHA-256', salt, info },
		key,
		length * 8
	);
	return new Uint8Array(bits);
}

/** One 32-byte key from a secret, with an empty salt (protocol.md §4). */
export async function deriveKey(secret: Bytes, label: string): Promise<Bytes> {
	return hkdf(secret, new Uint8Array(0), T(label), 32);
}
