/** Whether what two people signed counts yet. Pure. */
import type { InForceView } from '#lib/view/agreements.svelte.js';

/** Both signatures have arrived: what this phone alone knows is no yes. */
export function isArrived({ signatures }: InForceView): boolean {
	return signatures.every(({ onlyHere }) => !onlyHere);
}
