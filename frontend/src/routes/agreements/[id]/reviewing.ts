/** What a word at a review does, as it is told to who says it. Pure. */
import type { ReviewChoice } from '#lib/intents/agreements.js';
import { m } from '#lib/paraglide/messages.js';
import type { ReviewView } from '#lib/view/agreements.svelte.js';

/**
 * Two equal words end a review, and not before the second has arrived.
 * @param review as it stands when the word is given
 * @param name of the other person
 */
export function reviewedSaid(review: ReviewView, choice: ReviewChoice, name: string): string {
	return isTheirs(review, choice)
		? m.agreed_said_reviewed_both()
		: m.agreed_said_reviewed({ name });
}

function isTheirs({ suggested }: ReviewView, choice: ReviewChoice): boolean {
	if (suggested === null || suggested.mine || suggested.outcome !== choice.outcome) return false;
	return choice.outcome === 'retired' || suggested.nextDay === choice.day;
}
