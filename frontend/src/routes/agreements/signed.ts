/** Whether what two people signed counts yet. Pure. */
import type { AgreementView, InForceView } from '#lib/view/agreements.svelte.js';

/** Both signatures have arrived: what this phone alone knows is no yes. */
export function isArrived({ signatures }: InForceView): boolean {
	return signatures.every(({ onlyHere }) => !onlyHere);
}

/** Its words and both signatures are whole here: what can be put on paper. */
export function isPrintable({ inForce }: AgreementView): boolean {
	return inForce?.version.words ? isArrived(inForce) : false;
}

/** Both would let it go, and the second word waits on this phone: elsewhere it holds. */
export function isLettingGo({ status, history }: AgreementView): boolean {
	const last = history.findLast(({ act }) => act === 'reviewed');
	return status === 'retired' && last?.onlyHere === true;
}
