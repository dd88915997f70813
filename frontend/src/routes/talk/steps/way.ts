/** Where a person is in a guide, as every step of it is shown: from the run, its guide and the two. */
import {
	stepsOf,
	walk,
	type Company,
	type Guide,
	type GuideStep,
	type Walk
} from '#lib/talk/guide.js';
import type { ConversationView, PageView, RunView, Words } from '#lib/view/talk.svelte.js';
import type { TogetherView } from '#lib/view/us.svelte.js';

export interface Way {
	run: RunView;
	guide: Guide;
	/** What the two do of it; null alone. */
	conversation: ConversationView | null;
	company: Company;
	walk: Walk;
	/** The step that is shown: a joint one that is not done yet stands in the way of what is behind. */
	here: GuideStep;
	together: TogetherView | null;
	/** To another step, or out of the guide. */
	go: (step: string) => Promise<void>;
	leave: () => Promise<void>;
	/** Why the last move went nowhere. */
	problem: string | null;
}

/** Null where this app does not know the step or has none. */
export function wayOf(
	run: RunView,
	guide: Guide,
	conversation: ConversationView | null,
	together: TogetherView | null,
	moves: Pick<Way, 'go' | 'leave' | 'problem'>
): Way | null {
	const company = run.conversation === null ? 'alone' : 'together';
	const found = walk(guide, company, run.step, conversation?.done ?? 0);
	if (!found) return null;
	// What is over stands in nobody's way: the end, with its private note, can still be reached.
	const runs = conversation?.stage === 'invited' || conversation?.stage === 'running';
	const { steps } = found;
	const here = (runs ? found.blockedBy : null) ?? found.here;
	const index = steps.indexOf(here);
	const shown = {
		...found,
		here,
		index,
		previous: steps[index - 1] ?? null,
		next: steps[index + 1] ?? null
	};
	return { run, guide, conversation, company, walk: shown, here, together, ...moves };
}

/** The seam of a conversation: the couple's seed with the conversation's id (design §6). */
export function seedOf({ seed }: Pick<TogetherView, 'seed'>, conversation: string): string {
	return seed + conversation.replaceAll('-', '');
}

/** What was written in a private field, by `step.field`. */
export function writtenIn(pages: ReadonlyMap<string, PageView>, place: string): string {
	const [step = '', field = ''] = place.split('.');
	return pages.get(step)?.words[field]?.trim() ?? '';
}

/** The short name of a step, for the list of them. */
export function nameOf(step: GuideStep): string | null {
	return step.kind === 'check' ? null : step.title;
}

/** The label of a field that is written in, by `step.field`. */
export function labelOf(guide: Guide, place: string): string {
	const [id, name] = place.split('.');
	const step = guide.steps.find((one) => one.id === id);
	if (step?.kind !== 'private' && step?.kind !== 'reveal') return '';
	return step.fields.find((field) => field.id === name)?.label ?? '';
}

/** How far a person is among the steps that there are, from 1. */
export function standing(guide: Guide, run: RunView): { step: number; of: number } {
	const steps = stepsOf(guide, run.conversation === null ? 'alone' : 'together');
	const at = steps.findIndex(({ id }) => id === run.step);
	return { step: Math.max(0, at) + 1, of: steps.length };
}

export function isBlank(words: Words): boolean {
	return Object.values(words).every((text) => text.trim() === '');
}
