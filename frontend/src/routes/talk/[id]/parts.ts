/**
 * What is read of a conversation: what came of its joint steps, in the order of its plan, and one's own
 * pages. Pure.
 */
import { isJoint, type Guide, type GuideField } from '#lib/talk/guide.js';
import type {
	ConversationView,
	OpeningView,
	PieceView,
	RunView,
	Words
} from '#lib/view/talk.svelte.js';
import { ownWords } from '../steps/own-words';
import { isBlank } from '../steps/way';

export interface Part {
	/** Of the plan, from 1. */
	step: number;
	/** Null where the guide is not known. */
	title: string | null;
	/** Of a reveal; else empty. */
	fields: readonly GuideField[];
	/** Null where it did not open, or waits for this person to open it. */
	opening: OpeningView | null;
	pieces: readonly PieceView[];
	/** This person's own, which the other one was not shown. */
	own: readonly Words[];
}

/** @param guide null where the words that name it were taken back */
export function partsOf(
	conversation: ConversationView,
	guide: Guide | null,
	run: RunView | null
): Part[] {
	const { openings, turns } = conversation;
	const steps = [...new Set([...openings, ...turns].map(({ step }) => step))].sort((a, b) => a - b);
	const known = guide?.steps.filter(isJoint) ?? [];
	return steps.flatMap((step): Part[] => {
		const told = known[step - 1];
		const opening = openings.find((one) => one.step === step);
		const pieces = turns.find((one) => one.step === step)?.pieces ?? [];
		const own = ownWords(opening, told && run?.pages.get(told.id));
		const open = opening && isRead(opening, conversation, run) ? opening : null;
		if (!open && pieces.length === 0 && own.length === 0) return [];
		const fields = told?.kind === 'reveal' ? told.fields : [];
		return [{ step, title: told?.title ?? null, fields, opening: open, pieces, own }];
	});
}

/** What this person wrote in one private step. */
export interface OwnPage {
	step: string;
	title: string;
	fields: readonly GuideField[];
	words: Words;
}

export function ownPagesOf(guide: Guide | null, run: RunView | null): OwnPage[] {
	return (guide?.steps ?? []).flatMap((step): OwnPage[] => {
		const words = run?.pages.get(step.id)?.words ?? {};
		if (step.kind !== 'private' || isBlank(words)) return [];
		return [{ step: step.id, title: step.title, fields: step.fields, words }];
	});
}

/** The seam opens where somebody is on their way through; what is over, or has no way, is read here. */
function isRead(
	{ stage, seen }: OpeningView,
	{ stage: at }: ConversationView,
	run: RunView | null
) {
	return stage === 'open' && (seen || run === null || at === 'closed');
}
