/**
 * Editors that are open, and what is typed in them right now and not yet kept. Quick exit keeps it,
 * and a version that arrives from another device does not slip under words that were not about it.
 */
import type { ThanksParts } from '#lib/log/content.js';

/** A note, thanks, or a line that answers thanks. */
export type Typing = { id: string } & (
	{ title: string; text: string } | ThanksParts | { line: string }
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
