/** Since when the passphrase has been what it is, and what was asked since. Null while locked. */
import type { Asking } from './asking';

const state: { now: Asking | null } = $state({ now: null });

export const asking: Readonly<typeof state> = state;

export function showAsking(now: Asking | null): void {
	state.now = now;
}
