/** What an agreement begins with: the guide's own words, and what was written on the way. */
import type { Guide, ProposeStep } from '#lib/talk/guide.js';
import type { AgreementDraftParts, PageView } from '#lib/view/talk.svelte.js';
import { writtenIn } from './way';

export type DraftWords = 'title' | 'what' | 'keptLooksLike' | 'ifMissed';

export function draftOf(
	{ draft, from }: ProposeStep,
	guide: Guide,
	pages: ReadonlyMap<string, PageView>
): AgreementDraftParts {
	const written = (field: string, own: string | undefined) => {
		const parts = (from[field] ?? []).map((place) => writtenIn(pages, place)).filter(Boolean);
		return parts.length > 0 ? parts.join('\n') : (own ?? '');
	};
	return {
		kind: draft.kind,
		category: draft.category,
		title: written('title', draft.title),
		what: written('what', draft.what),
		why: written('why', draft.why),
		keptLooksLike: written('kept_looks_like', draft.kept_looks_like),
		exceptions: written('exceptions', draft.exceptions),
		help: written('help', draft.help),
		ifMissed: written('if_missed', draft.if_missed),
		ifKeptMissed: written('if_kept_missed', draft.if_kept_missed),
		reviewDays: draft.review_days ?? null,
		guide: guide.id
	};
}
