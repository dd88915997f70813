/**
 * The PIN's one row on this phone. It goes with the session, with the passphrase it was set after,
 * and with the tenth wrong try; what opens the account then is the passphrase.
 */
import type { PinRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import { claimTry, MAX_TRIES, waitLeft } from './pin-tries';

/** `gone`: there is no PIN here, or no longer one. `waiting`: not yet. */
export type Claim = 'gone' | 'waiting' | PinRow;

/** Counts a try, on disk, before it is made; two tabs that claim at once count two. */
export async function claimPin(store: Store, nowMs: number): Promise<Claim> {
	return store.write(['account'], async (rows) => {
		const row = await rows.own('pin');
		if (!row) return 'gone';
		if (row.tries >= MAX_TRIES) {
			// The app was killed in the middle of the last one.
			rows.delete('account', 'pin');
			return 'gone';
		}
		const { mayTry, ...tries } = claimTry(row, nowMs);
		const claimed = { ...row, ...tries };
		rows.putOwn('pin', claimed);
		return mayTry ? claimed : 'waiting';
	});
}

/** Milliseconds until the next try; null without a PIN. Tries nothing and counts nothing. */
export async function lookAtPin(store: Store, nowMs: number): Promise<number | null> {
	return store.write(['account'], async (rows) => {
		const row = await rows.own('pin');
		if (!row || row.tries >= MAX_TRIES) return null;
		// From a clock that was set back, the wait runs from now on.
		if (row.triedMs > nowMs) rows.putOwn('pin', { ...row, triedMs: nowMs });
		return waitLeft(row, nowMs);
	});
}

export async function forgetPin(store: Store): Promise<void> {
	await store.write(['account'], (rows) => {
		rows.delete('account', 'pin');
		return Promise.resolve();
	});
}
