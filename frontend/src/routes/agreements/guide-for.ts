/** Where "this needs a conversation" leads (clinical guide §4). Pure. */
import { TRUST_REPAIR } from '#lib/agreements/days.js';
import type { AgreedView } from '#lib/view/agreements.svelte.js';

/** One event and one wish: of the guides that are written, the one that fits a thing to settle. */
const RAISE = 'raise-it-gently';

/**
 * The guide that fits; null: none. A conversation about the other person's limit would press on it,
 * and what is about repair is no matter for a request: that is kept for a session.
 */
export function guideFor({ kind, category }: AgreedView): string | null {
	if (kind === 'limit' || (kind === 'agreement' && category === TRUST_REPAIR)) return null;
	return RAISE;
}

/** Whether a private note for a session fits better than a guide. */
export function isForSession({ kind, category }: AgreedView): boolean {
	return kind === 'agreement' && category === TRUST_REPAIR;
}
