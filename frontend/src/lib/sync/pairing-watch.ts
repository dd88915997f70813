/**
 * Looks every two seconds what became of a pairing, while a screen about it is in front: the two
 * people sit beside each other, or are on the phone. A sleeping phone looks at once when it wakes.
 */
import { findOpenAccount } from './current';

const LOOK_EVERY_MS = 2000;

/** Returns the function that ends it. It goes on over a sign-up or an unlocking in between. */
export function watchPairing(): () => void {
	const watching = new AbortController();
	const { signal } = watching;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isLooking = false;
	const look = async (): Promise<void> => {
		clearTimeout(timer);
		if (isLooking || signal.aborted || !isAwake()) return;
		isLooking = true;
		try {
			await findOpenAccount()?.pairing.advance();
		} catch {
			// The connection, which other parts of the app report; the next look tries again.
		}
		isLooking = false;
		if (!isOver(signal)) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
	};
	const wake = (): void => void look();
	document.addEventListener('visibilitychange', wake, { signal });
	addEventListener('online', wake, { signal });
	addEventListener('pageshow', wake, { signal });
	void look();
	return () => {
		watching.abort();
		clearTimeout(timer);
	};
}

function isAwake(): boolean {
	return document.visibilityState !== 'hidden' && navigator.onLine;
}

/** Asked through a function, because a signal changes while something else is awaited. */
function isOver(signal: AbortSignal): boolean {
	return signal.aborted;
}
