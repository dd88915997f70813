import type { EventRow } from '#lib/store/rows.js';

/** Two losses can meet at one place; the start of the signature tells them apart. */
export function lostKey({ sig }: EventRow): string {
	return Array.from(sig.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
