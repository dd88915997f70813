/** The line under an agreement's title: since when it holds, or why it does not. */
import { m } from '#lib/paraglide/messages.js';
import type { AgreementView } from '#lib/view/agreements.svelte.js';
import { dateOf } from '../us/when';
import { daySaid, nearSaid } from './days-said';
import { isArrived, isLettingGo } from './signed';

export function introOf(view: AgreementView, name: string): string {
	const { status, inForce, suggestions, review, lastMs, closed } = view;
	if (inForce && !isArrived(inForce)) return m.agreed_intro_unsent();
	if (isLettingGo(view)) return m.agreed_said_reviewed_both();
	const since = inForce ? dateOf(inForce.sinceMs) : '';
	switch (status) {
		case 'open':
			if (closed) return m.agreed_row_suggested({ day: dateOf(suggestions[0]?.atMs ?? lastMs) });
			return suggestions[0]?.mine ? m.agreed_open_mine() : m.agreed_open_theirs({ name });
		case 'in_force':
			if (!review || closed) return m.agreed_in_force({ day: since });
			return review.due
				? m.agreed_in_force_past({ since, day: nearSaid(review.day) })
				: m.agreed_in_force_review({ since, day: nearSaid(review.day) });
		case 'paused':
			return m.agreed_intro_paused({ day: since });
		case 'ended':
			return m.agreed_intro_ended({ since, day: daySaid(inForce?.ends ?? '') });
		case 'withdrawn':
			return m.agreed_intro_withdrawn();
		case 'retired':
			return m.agreed_intro_retired();
		case 'taken_back':
			return m.agreed_intro_taken_back();
	}
}
