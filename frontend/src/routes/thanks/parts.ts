/** The three parts of thanks while they are written: what counts as empty, as a start. */
import data from '#lib/content/thanks.json';
import type { ThanksParts } from '#lib/intents/thanks.js';
import type { ThreeParts } from '#lib/ui/thanks-words.js';

export type PartName = keyof ThreeParts;

export const PARTS: readonly PartName[] = ['did', 'changed', 'shows'];

export const NO_PARTS: Readonly<ThanksParts> = {
	did: '',
	changed: '',
	shows: '',
	about: 'ordinary'
};

export function areBlank({ did, changed, shows }: ThreeParts): boolean {
	return `${did}${changed}${shows}`.trim() === '';
}

export interface Start {
	words: string;
	part: PartName;
	runs_on: boolean;
}

export interface StartGroup {
	name: string;
	prompts: Start[];
}

/** In the order of the guide; written by `python -m app.content build`. */
export const startGroups: readonly StartGroup[] = data.groups.map(({ name, prompts }) => ({
	name,
	prompts: prompts.map((prompt) => ({ ...prompt, part: partNamed(prompt.part) }))
}));

function partNamed(name: string): PartName {
	return PARTS.find((part) => part === name) ?? 'did';
}

/** A borrowed start goes before nothing and after everything: no word that stands is taken away. */
export function withStart<Parts extends ThreeParts>(
	parts: Parts,
	{ words, part, runs_on: runsOn }: Start
): Parts {
	const begun = `${words}${runsOn ? ' ' : ': '}`;
	const standing = parts[part].trimEnd();
	return { ...parts, [part]: standing === '' ? begun : `${standing}\n${begun}` };
}
