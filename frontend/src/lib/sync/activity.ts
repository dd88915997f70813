/**
 * Locks by itself after a chosen time without a touch or a key, in any tab. Time is read from the
 * clock and kept in the store, because timers stop while a phone sleeps, and because a closed app
 * must not be open when it is started again much later.
 */
import { preferences } from '#lib/view/preferences.svelte.js';
import { showSync } from '#lib/view/sync.svelte.js';
import type { OpenAccount } from './account';

export interface ActivityWatch {
	end(): void;
}

const MINUTE_MS = 60_000;
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
/** The store is told at most this often; the lock is late by no more than that after a crash. */
const KEEP_EVERY_MS = 10_000;
/** A leading tab in front answers at once; one that a phone froze does not. */
const FROZEN_MS = 3000;

/**
 * Whether so much time has passed that the phone is to be locked. A clock that stands before the
 * last touch says nothing about how long ago that was: then it is too long.
 */
export function isIdleTooLong(lastActiveMs: number, nowMs: number, minutes: number): boolean {
	const idleMs = nowMs - lastActiveMs;
	return minutes > 0 && (idleMs >= minutes * MINUTE_MS || idleMs < -MINUTE_MS);
}

export function watchActivity(account: OpenAccount, lock: () => void): ActivityWatch {
	const { store, world } = account;
	const listening = new AbortController();
	const { signal } = listening;
	let lastMs = world.now();
	let keptMs = lastMs;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const keep = async (): Promise<void> => {
		keptMs = lastMs;
		const atMs = lastMs;
		await store
			.write(['account'], async (rows) => {
				const stored = (await rows.own('last-active')) ?? 0;
				rows.putOwn('last-active', Math.max(stored, atMs));
			})
			// The account was closed meanwhile; a lock that comes early harms nobody.
			.catch(() => undefined);
	};
	const notice = (): void => {
		lastMs = world.now();
		if (lastMs - keptMs >= KEEP_EVERY_MS) void keep();
	};
	/**
	 * Another tab may have been used, or have locked while this one was frozen and heard nothing:
	 * what the store says counts as well.
	 */
	const check = async (): Promise<void> => {
		const { stored, isLocked } = await store
			.read(['account'], async (rows) => ({
				stored: await rows.own('last-active'),
				isLocked: (await rows.own('ak')) === undefined
			}))
			.catch(() => ({ stored: undefined, isLocked: false }));
		if (signal.aborted) return;
		lastMs = Math.max(lastMs, stored ?? 0);
		if (isLocked || isIdleTooLong(lastMs, world.now(), preferences.autoLockMinutes)) lock();
		else plan();
	};
	const plan = (): void => {
		clearTimeout(timer);
		const leftMs = lastMs + preferences.autoLockMinutes * MINUTE_MS - world.now();
		// The choice can change at any time, so it is looked at once a minute at least.
		timer = setTimeout(() => void check(), Math.min(Math.max(leftMs, 1000), MINUTE_MS));
	};
	const comeBack = async (): Promise<void> => {
		await check();
		if (!isOver(signal)) await account.comeToFront(FROZEN_MS);
	};
	const showNetwork = (): void => {
		showSync({ online: navigator.onLine });
		if (navigator.onLine) account.nudge();
	};
	const turn = (): void => {
		if (document.visibilityState === 'hidden') void keep();
		else void comeBack();
	};

	for (const sign of SIGNS)
		addEventListener(sign, notice, { signal, passive: true, capture: true });
	addEventListener('pagehide', () => void keep(), { signal });
	document.addEventListener('visibilitychange', turn, { signal });
	addEventListener('online', showNetwork, { signal });
	addEventListener('offline', showNetwork, { signal });
	showSync({ online: navigator.onLine });
	plan();
	return {
		end: () => {
			listening.abort();
			clearTimeout(timer);
		}
	};
}

function isOver(signal: AbortSignal): boolean {
	return signal.aborted;
}
