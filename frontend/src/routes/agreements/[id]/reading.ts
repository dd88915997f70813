/** What a person has before them of an agreement, and what is marked against it. Pure. */
import type { AgreementView, ProposalView } from '#lib/view/agreements.svelte.js';
import { isArrived } from '../signed';

export interface Reading {
	/** The suggestion on the screen; null: none is open. */
	shown: ProposalView | null;
	/** Others took the place of what was read: these are not signed in its stead. */
	moved: boolean;
}

/** @param read the version that this person had before them; null: none yet */
export function readingOf(view: AgreementView, read: string | null): Reading {
	const { suggestions, inForce, versions } = view;
	const held = suggestions.find(({ id }) => id === read);
	const shown = held ?? suggestions[0] ?? null;
	const was = versions.find(({ id }) => id === read);
	if (held || shown === null || !was) return { shown, moved: false };
	// What was agreed, and what came before it, is read to its end; and nobody surprises themselves.
	const isOver = was.number <= (inForce?.version.number ?? 0);
	return { shown, moved: !isOver && !(was.mine && shown.mine) };
}

/** Whether this version is agreed, as far as anybody but this phone knows. */
export function isSignedByBoth({ inForce }: AgreementView, version: string | null): boolean {
	return inForce?.version.id === version && isArrived(inForce);
}

/**
 * What a suggestion is marked against: the words in force, unless it goes on from an open suggestion
 * of the other person. Marked against those in force, their words would be shown as its author's.
 */
export function comparedWith(view: AgreementView, shown: ProposalView): ProposalView | null {
	const baseOf = ({ base }: ProposalView) => view.versions.find(({ id }) => id === base) ?? null;
	const current = view.inForce?.version ?? null;
	let base = baseOf(shown);
	while (base?.mine === shown.mine && base.id !== current?.id) base = baseOf(base);
	const isAnswer = base !== null && base.id !== current?.id && base.words !== null;
	return isAnswer ? base : (current ?? baseOf(shown));
}
