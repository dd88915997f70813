/** Ties what keeps the words of an editor to the life of its screen. */
import { beforeNavigate } from '$app/navigation';
import { registerTyping, type Typing } from '#lib/intents/exit.js';
import { onMount } from 'svelte';

interface Keeping {
	keepDraft(): Promise<unknown>;
	save(): Promise<unknown>;
}

/**
 * Hidden or left, the words are saved; a page that goes away for good only keeps its draft, because
 * a save begun there can stop half-way. Such a page is hidden too, but its timers no longer run.
 *
 * `typed` tells what is not yet kept, for an exit that cannot wait. `leave` is what happens when the
 * editor closes, where that is more than saving.
 */
export function keepWhileTyping(
	keeper: Keeping,
	typed: () => Typing | null,
	leave: () => Promise<unknown> = () => keeper.save()
): void {
	beforeNavigate(({ willUnload }) => void (willUnload ? keeper.keepDraft() : keeper.save()));
	onMount(() => {
		const listening = new AbortController();
		const { signal } = listening;
		const hide = () => {
			if (document.visibilityState === 'hidden') setTimeout(() => void keeper.save());
		};
		const go = () => void keeper.keepDraft();
		document.addEventListener('visibilitychange', hide, { signal });
		addEventListener('pagehide', go, { signal });
		const ended = registerTyping(typed);
		return () => {
			listening.abort();
			void leave();
			ended();
		};
	});
}
