/** What one person wrote for a step for two, and never shared: sealed and not opened, or begun. Pure. */
import { isSame } from '#lib/view/compose-runs.js';
import type { OpeningView, PageView, Words } from '#lib/view/talk.svelte.js';
import { isBlank } from './way';

/** Of the page of a step: a line that somebody types to keep it, beside what the step itself asks. */
export const KEPT_LINE = 'kept-line';

export function ownWords(opening: OpeningView | undefined, page: PageView | undefined): Words[] {
	const mine = opening?.mine && !opening.mine.pass ? opening.mine.words : {};
	const begun = Object.fromEntries(
		Object.entries(page?.words ?? {}).filter(([field]) => field !== KEPT_LINE)
	);
	// What was taken back too late is open, and stands as a draft too.
	const own = [opening?.stage === 'open' ? {} : mine, isSame(begun, mine) ? {} : begun];
	return own.filter((words) => !isBlank(words));
}
