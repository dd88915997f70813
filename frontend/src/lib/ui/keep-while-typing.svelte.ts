/** Ties what keeps the words of an editor to the life of its screen. */
import { beforeNavigate } from '$app/navigation';
import { registerTyping, type Typing } from '#lib/intents/exit.js';
import { onMount } from 'svelte';

interface Keeping {
	keepDraft(): Promise<unknown>;
	save(): Promise<unknown>;
}

/**
 * Left, the words are saved. A page that goes away for good only keeps its draft, because a save
 * begun there can stop half-way. One that is hidden may go away or be stopped by the phone, and then
 * its timers no longer run: its draft is kept at once, and saved where it runs on.
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
			if (document.visibilityState !== 'hidden') return;
			void keeper.keepDraft();
			setTimeout(() => void keeper.save());
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
