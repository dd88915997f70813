/** The lines that a person can choose from: what was written, one paragraph each. */
import type { PageView } from '#lib/view/talk.svelte.js';
import { chosenIn } from './fields';
import { writtenIn } from './way';

export function linesIn(pages: ReadonlyMap<string, PageView>, from: readonly string[]): string[] {
	const lines = from
		.flatMap((place) => writtenIn(pages, place).split('\n'))
		.map((line) => line.trim())
		.filter((line) => line !== '');
	return [...new Set(lines)];
}

/** Chosen, or not any more: the lines stand one below the other, as choices do. */
export function withLine(chosen: string, line: string): string {
	const before = chosenIn(chosen);
	const others = before.filter((one) => one !== line);
	return (others.length < before.length ? others : [...before, line]).join('\n');
}
