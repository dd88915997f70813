/** What a tab does with an account that this browser keeps: open it, or show the lock screen. */
import type { AccountId } from '#lib/crypto/ids.js';
import { forgetAccountHere } from '#lib/store/accounts-here.js';
import { findStore } from '#lib/store/open-store.js';
import type { Store } from '#lib/store/store.js';
import { preferences } from '#lib/view/preferences.svelte.js';
import { showSession } from '#lib/view/session.svelte.js';
import { isIdleTooLong } from './activity';
import { AppError } from './app-error';
import { enter, forgetAccountKey, openAccountKey, readClosed, type ClosedAccount } from './enter';
import { clearLeft, wasLeft } from './hurry';
import { waitForTabs } from './waiting';
import { browserWorld, type World } from './world';

export async function start(account: AccountId, world: World = browserWorld()): Promise<void> {
	const store = await findStore(account);
	const closed = store && (await readClosed(store));
	if (!store || !closed) {
		// Storage was cleared, or given up half-way through signing in.
		await store?.destroy();
		await forgetAccountHere(account);
		showSession('signed_out');
		return;
	}
	if (mustLock(closed, world.now())) {
		await forgetAccountKey(store);
		clearLeft();
		lockScreen(world, account);
		return;
	}
	await open(world, store, closed);
}

/** Another tab opened the account: this one follows, with the key that the other one sealed. */
export async function reopen(world: World, account: AccountId): Promise<void> {
	const store = await findStore(account);
	const closed = store && (await readClosed(store));
	if (!store || !closed?.ak) return;
	await open(world, store, closed);
}

function mustLock(closed: ClosedAccount, nowMs: number): boolean {
	const isIdle = isIdleTooLong(closed.lastActiveMs, nowMs, preferences.autoLockMinutes);
	return closed.ak === undefined || isIdle || wasLeft();
}

async function open(world: World, store: Store, closed: ClosedAccount): Promise<void> {
	try {
		await enter(world, store, await openAccountKey(closed), { isReload: true });
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		// The passphrase can still open it, from the wrap that every phone keeps.
		await forgetAccountKey(store);
		lockScreen(world, closed.identity.account);
	}
}

function lockScreen(world: World, account: AccountId): void {
	waitForTabs(world, account);
	showSession('locked');
}
