/**
 * Editors that are open, and what is typed in them right now and not yet kept. Quick exit keeps it,
 * and a version that arrives from another device does not slip under words that were not about it.
 */
import type { ThanksParts } from '#lib/log/content.js';
import type { DraftParts } from '#lib/view/agreements.svelte.js';
import type { FieldWords } from '#lib/log/content-talk.js';

/**
 * A note, thanks, a line that answers thanks or a request, a step of a guide under the id of its run,
 * or a draft of an agreement.
 */
export type Typing = { id: string } & (
	| { title: string; text: string }
	| ThanksParts
	| { line: string }
	| { step: string; words: FieldWords }
	| { draft: DraftParts }
);

const readers = new Set<() => Typing | null>();

/** Returns the function that ends it. */
export function registerTyping(read: () => Typing | null): () => void {
	readers.add(read);
	return () => {
		readers.delete(read);
	};
}

export function readTyping(): Typing[] {
	return [...readers].map((read) => read()).filter((typing) => typing !== null);
}
