/**
 * Leaving fast (R19, R20). The order is everything: first the page is empty, then the account is
 * locked, then this page is replaced by a dull one. It works offline, and where nobody is signed in
 * it only leaves.
 */
import type { OpenAccount } from '#lib/sync/account.js';
import { findOpenAccount } from '#lib/sync/current.js';
import { markLeft } from '#lib/sync/hurry.js';
import { blankPage, NEUTRAL_PAGE } from '#lib/sync/leave-page.js';
import { readTyping, registerTyping, type Typing } from '#lib/sync/typing.js';
import { preferences } from '#lib/view/preferences.svelte.js';
import { session } from '#lib/view/session.svelte.js';

export { registerTyping, type Typing };

/** What is still written to this phone may take so long; the page is empty meanwhile. */
const LAST_WORDS_MS = 300;

/** Empties and hides the page at once, locks, then replaces this page by a dull one. */
export function quickExit(): void {
	const typed = readTyping();
	blankPage();
	// Also one that is only about to open stays locked; where nobody is signed in there is no trace.
	if (session.phase !== 'signed_out') markLeft();
	const account = findOpenAccount();
	if (account === null) {
		location.replace(NEUTRAL_PAGE);
		return;
	}
	account.tabs.tell({ say: 'exit' });
	const patience = new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));
	void Promise.race([saveAndLock(account, typed), patience]).finally(() => {
		location.replace(NEUTRAL_PAGE);
	});
}

/** The last half-second of typing is sealed, and the key that opens it without a passphrase goes. */
async function saveAndLock(account: OpenAccount, typed: readonly Typing[]): Promise<void> {
	await Promise.allSettled([
		account.forgetKeyOnDisk(),
		...typed.map((typing) => account.keepTyping(typing))
	]);
}

const PRESSES = 3;
const BETWEEN_PRESSES_MS = 5000;

/** Three presses of Shift, each within five seconds, no other key between. Returns its end. */
export function installExitKeys(): () => void {
	const listening = new AbortController();
	const { signal } = listening;
	let presses = 0;
	let lastMs = Number.NEGATIVE_INFINITY;
	// Shift that types a capital or marks text is not a press of Shift.
	let isAlone = false;
	const spoil = (): void => {
		isAlone = false;
		presses = 0;
	};
	addEventListener(
		'keydown',
		(event) => {
			if (event.key !== 'Shift') spoil();
			else if (!event.repeat) isAlone = true;
		},
		{ signal, capture: true }
	);
	addEventListener('pointerdown', spoil, { signal, capture: true });
	addEventListener(
		'keyup',
		(event) => {
			if (event.key !== 'Shift' || !isAlone) return;
			isAlone = false;
			const nowMs = event.timeStamp;
			presses = nowMs - lastMs <= BETWEEN_PRESSES_MS ? presses + 1 : 1;
			lastMs = nowMs;
			if (presses < PRESSES) return;
			presses = 0;
			quickExit();
		},
		{ signal, capture: true }
	);
	return () => {
		listening.abort();
	};
}

/**
 * Draws nothing while the app is not in front, if chosen, and reloads a page kept for Back. A browser
 * tells of its going in one of three ways, some only in the last one; the first empties the screen,
 * before a picture for the app list if the phone waits that long.
 */
export function installBlanking(): () => void {
	const listening = new AbortController();
	const { signal } = listening;
	const root = document.documentElement;
	const draw = (isAway: boolean): void => {
		// Not `hidden`: the field that is being typed in would lose its place.
		root.style.opacity = isAway && preferences.blankOnHide ? '0' : '';
	};
	const leave = (): void => {
		draw(true);
	};
	const look = (): void => {
		draw(document.visibilityState === 'hidden');
	};
	document.addEventListener('visibilitychange', look, { signal });
	document.addEventListener('freeze', leave, { signal });
	document.addEventListener('resume', look, { signal });
	addEventListener('pagehide', leave, { signal });
	addEventListener(
		'pageshow',
		(event) => {
			// The browser kept a whole page, as it was, for its Back button: only a start may show it.
			if (event.persisted) location.reload();
			else look();
		},
		{ signal }
	);
	return () => {
		listening.abort();
		root.style.opacity = '';
	};
}
