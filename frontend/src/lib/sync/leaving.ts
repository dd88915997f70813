/** Signing out, deleting the account, and ending other sessions. */
import { forgetAccountHere, setSessionToEnd } from '#lib/store/accounts-here.js';
import { sync } from '#lib/view/sync.svelte.js';
import type { OpenAccount } from './account';
import { AppError } from './app-error';
import { openAccount } from './current';
import { removeAccount } from './enter';
import { areWordsHere } from './keep-typing';
import { provePassphrase } from './prove';
import { isOffline, ServerRefusal } from './refusal';
import type { Progress } from './slow-key';
import { browserWorld, type World } from './world';

/** How long signing out waits for unsent words to go out by themselves. */
const SENDING_MS = 5000;
const LOOK_MS = 100;

/**
 * The account's database goes; words that are only in it go nowhere unasked: throws AppError
 * `unsent` unless they are given up. Offline the session is ended at the next chance.
 */
export async function signOut(world: World, giveUpUnsent: boolean): Promise<void> {
	const account = openAccount();
	if (!giveUpUnsent) await sendOut();
	const { store, identity, tabs, keeper, keyring } = account;
	await Promise.allSettled([keeper.writeCursors('now')]);
	// Before the session ends: an engine that still runs would meet its end and take it for a lock.
	tabs.tell({ say: 'gone', notice: null });
	account.close();
	const isEnded = await endSession(world);
	await removeAccount(store, keyring.account, null);
	if (!isEnded) await setSessionToEnd(true).catch(() => undefined);
	await forgetAccountHere(identity.account).catch(() => undefined);
}

async function sendOut(): Promise<void> {
	const account = openAccount();
	const { outbox, sealed } = account;
	const waits = (): boolean => outbox.size + sealed.rows.waiting.length > 0;
	const deadlineMs = performance.now() + SENDING_MS;
	account.nudge();
	while (waits() && performance.now() < deadlineMs && navigator.onLine) {
		await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
		await Promise.all([outbox.load(), sealed.rows.load()]);
	}
	if (waits() || (await areWordsHere(account)) || isOnlyCopy()) throw new AppError('unsent');
}

/** Whether the server lost what this phone still has, and nobody has put it back yet. */
function isOnlyCopy(): boolean {
	return sync.attention.some(({ kind }) => kind === 'lost' || kind === 'branch');
}

/** True when the server knows, or never knew. */
async function endSession(world: World): Promise<boolean> {
	try {
		await world.api.endSession('current');
		return true;
	} catch (error) {
		return error instanceof ServerRefusal && error.status === 401;
	}
}

/** At a start without an account: a session that could not be ended offline ends now. */
export async function endLeftSession(world: World = browserWorld()): Promise<void> {
	if (await endSession(world)) await setSessionToEnd(false);
}

/** The partner's phone then meets a signed end, and not only a server that says so. */
async function leaveAll(account: OpenAccount): Promise<void> {
	const { spaces } = account;
	for (const log of spaces.shared.filter((shared) => !spaces.isClosed(shared))) {
		try {
			await account.leave(log);
		} catch (error) {
			// A log that is amiss does not hold up a deletion: the server closes the space with it.
			if (isOffline(error)) throw error;
		}
	}
}

export async function deleteAccount(
	world: World,
	passphrase: string,
	progress: Progress
): Promise<{ backupDays: number; markDays: number }> {
	const account = openAccount();
	const { store, tabs, keyring } = account;
	// Before anything is ended: with another passphrase the server would refuse the deletion alone.
	const { auth } = await provePassphrase(world, account, passphrase, progress);
	await leaveAll(account);
	const remains = await world.api.deleteAccount(auth);
	tabs.tell({ say: 'gone', notice: 'ended' });
	await removeAccount(store, keyring.account, null);
	return remains;
}
