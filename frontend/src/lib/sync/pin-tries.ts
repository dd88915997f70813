/**
 * How often a PIN may be tried (protocol.md §11). Pure: the count lives in the store, and a try is
 * counted there before it is made, so that neither a reload, a second tab nor a killed app takes one
 * back.
 */
import type { PinRow } from '#lib/store/rows.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** After the tenth wrong try the PIN is gone. */
export const MAX_TRIES = 10;

/** How long after a try the next one waits, by how many were made. */
const WAITS_MS: readonly number[] = [
	0,
	0,
	0,
	30 * SECOND_MS,
	2 * MINUTE_MS,
	10 * MINUTE_MS,
	60 * MINUTE_MS
];

export type Tries = Pick<PinRow, 'tries' | 'triedMs'>;

/** The longest wait holds for every try after the table's end. */
export function waitAfter(tries: number): number {
	return WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0;
}

/** Milliseconds until the next try; 0: at once. A clock that stands before the last try is no help. */
export function waitLeft({ tries, triedMs }: Tries, nowMs: number): number {
	const waitMs = waitAfter(tries);
	const passedMs = nowMs - triedMs;
	return passedMs < 0 ? waitMs : Math.max(waitMs - passedMs, 0);
}

/**
 * What the row becomes when somebody wants to try now: one try more, or, where the clock was set
 * back, the same wait from the beginning, so that it neither shrinks nor lasts until that old date.
 */
export function claimTry(row: Tries, nowMs: number): Tries & { mayTry: boolean } {
	if (waitLeft(row, nowMs) === 0) return { tries: row.tries + 1, triedMs: nowMs, mayTry: true };
	const triedMs = Math.min(row.triedMs, nowMs);
	return { tries: row.tries, triedMs, mayTry: false };
}
