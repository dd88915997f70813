/** What paper says of an agreement besides its words: nothing that cannot be done any more. Pure. */
import { m } from '#lib/paraglide/messages.js';
import type { AgreementView } from '#lib/view/agreements.svelte.js';
import { fullDaySaid } from '../days-said';

/** Null where none will come: in a closed space nobody reviews anything. */
export function nextReviewSaid({ review, closed }: AgreementView): string | null {
	if (review === null || closed) return null;
	return m.agreed_paper_review({ day: fullDaySaid(review.day) });
}

/**
 * The last lines of a sheet.
 * @param day on which it is printed
 */
export function footSaid(printed: readonly AgreementView[], day: string): string[] {
	const foot = m.agreed_paper_foot({ day });
	return printed.some(({ closed }) => closed) ? [foot] : [m.agreed_paper_leave(), foot];
}
