/** The lines that a person can choose from: what was written, one paragraph each. */
import type { PageView } from '#lib/view/talk.svelte.js';
import { writtenIn } from './way';

export function linesIn(pages: ReadonlyMap<string, PageView>, from: readonly string[]): string[] {
	const lines = from
		.flatMap((place) => writtenIn(pages, place).split('\n'))
		.map((line) => line.trim())
		.filter((line) => line !== '');
	return [...new Set(lines)];
}
