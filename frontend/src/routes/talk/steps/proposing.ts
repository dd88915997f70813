/** What an agreement begins with: the guide's own words, and what was written on the way. */
import { blankDraft } from '#lib/agreements/begin.js';
import type { ProposeStep } from '#lib/talk/guide.js';
import type { DraftParts } from '#lib/view/agreements.svelte.js';
import type { Words } from '#lib/view/talk.svelte.js';
import { labelOf, writtenIn, type Way } from './way';

export type DraftWords = 'title' | 'what' | 'keptLooksLike' | 'ifMissed';

type Written = Pick<Way, 'guide' | 'run' | 'conversation' | 'together'>;

/**
 * The guide's words first; below them a line for each place, with whose it is where two people sign it,
 * and the label of what was asked there.
 */
export function draftOf({ draft, from }: ProposeStep, way: Written): DraftParts {
	const written = (field: string, own: string | undefined) =>
		[own ?? '', ...(from[field] ?? []).flatMap((place) => linesOf(way, place))]
			.filter(Boolean)
			.join('\n');
	return {
		...blankDraft(draft.kind),
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
		guide: way.guide.id
	};
}

/** What was typed over it; a field that was emptied stays empty. */
export function changed(draft: DraftParts, words: Words): DraftParts {
	const { title, what, keptLooksLike, ifMissed } = { ...draft, ...words };
	return { ...draft, title, what, keptLooksLike, ifMissed };
}

/** One's own words of a place, and behind them the other person's once they were read. */
function linesOf({ guide, run, conversation, together }: Written, place: string): string[] {
	const [step = '', field = ''] = place.split('.');
	const opening = conversation?.openings.find(({ stepId }) => stepId === step);
	const isShown = opening?.seen === true && opening.problem === null;
	const label = labelOf(guide, place);
	const said = (name: string | undefined, words: readonly (string | undefined)[]) => {
		const before = [name, label].filter(Boolean).join(', ');
		const own = words.map((text) => (text ?? '').trim().replaceAll(/\s*\n\s*/gu, ', '));
		return [...new Set(own.filter(Boolean))].map((text) =>
			before === '' ? text : `${before}: ${text}`
		);
	};
	return [
		...said(together?.me.name, [writtenIn(run.pages, place), opening?.mine?.words[field]]),
		...said(together?.them.name, [isShown ? opening.theirs?.words[field] : undefined])
	];
}
