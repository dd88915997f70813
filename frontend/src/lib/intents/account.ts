/**
 * What a person can do about the account. Every function throws AppError and nothing else. The
 * cryptography is fetched at the first call, so that the sign-in page stays small.
 */
import { toAppError } from '#lib/sync/refusal.js';
import type { World } from '#lib/sync/world.js';
import type { Glaze } from '#lib/view/profile.svelte.js';

/** Told how far the slow key derivation is, from 0 to 1. */
export type Progress = (fraction: number) => void;

export interface SignUpInput {
	name: string;
	glaze: Glaze;
	login: string;
	passphrase: string;
	/** The code from an invitation, or from the server's log for the first account. */
	invitation: string | null;
}

/** Nine groups of four characters; shown once and kept nowhere. */
export interface NewRecoveryCode {
	recoveryCode: string[];
}

export interface SessionRow {
	id: string;
	device: 'phone' | 'tablet' | 'computer';
	createdDay: string;
	lastDay: string;
	current: boolean;
}

/** What the functions below need, fetched together at the first of them. */
async function fetchWork() {
	return import('./account-work');
}

/** Runs it, and turns whatever it throws into an AppError. */
export async function act<Result>(
	work: (parts: Awaited<ReturnType<typeof fetchWork>>, world: World) => Promise<Result>
): Promise<Result> {
	try {
		const parts = await fetchWork();
		return await work(parts, parts.browserWorld());
	} catch (error) {
		throw toAppError(error);
	}
}

let drawWords: (() => string[]) | null = null;

/** Fetches what sign-up needs and gives a first suggestion of five words. */
export async function prepareSignUp(): Promise<{ words: string[] }> {
	const [draw] = await Promise.all([import('#lib/passphrase/draw.js'), fetchWork()]);
	drawWords = () => draw.drawWords();
	return { words: drawWords() };
}

/** Five words, evenly drawn; none before `prepareSignUp`. */
export function suggestPassphrase(): string[] {
	return drawWords?.() ?? [];
}

/** The account exists afterwards, but `session.phase` turns 'open' only with `finishSignUp`. */
export async function signUp(input: SignUpInput, progress: Progress): Promise<NewRecoveryCode> {
	return act((work, world) => work.signUp(world, input, progress));
}

/** The recovery code has been seen: the account opens. */
export async function finishSignUp(): Promise<void> {
	return act((work) => work.finishSignUp());
}

export async function signIn(login: string, passphrase: string, progress: Progress): Promise<void> {
	return act((work, world) => work.signIn(world, login, passphrase, progress));
}

/** Works offline. */
export async function unlock(passphrase: string, progress: Progress): Promise<void> {
	return act((work, world) => work.unlock(world, passphrase, progress));
}

/** After `sign_in_again`: the phone is open, the server takes an earlier passphrase. */
export async function signInAgain(passphrase: string, progress: Progress): Promise<void> {
	return act((work, world) => work.signInAgain(world, passphrase, progress));
}

/** Empties the screens at once; resolves when nothing on this device can open the account. */
export async function lock(): Promise<void> {
	return act((work) => work.lockAccount());
}

/** Deletes the account's database here. Throws `unsent` if words would be lost and not given up. */
export async function signOut(choice: { giveUpUnsent: boolean }): Promise<void> {
	return act((work, world) => work.signOut(world, choice.giveUpUnsent));
}

/** The lock screen's "Someone else's account": on to sign-in; this account stays on the phone. */
export async function leaveAccountHere(): Promise<void> {
	return act((work) => work.leaveAccountHere());
}

export async function recover(
	login: string,
	code: string,
	newPassphrase: string,
	progress: Progress
): Promise<NewRecoveryCode> {
	return act((work, world) => work.recover(world, login, code, newPassphrase, progress));
}

/** Ends all other sessions. */
export async function changePassphrase(
	now: string,
	next: string,
	progress: Progress
): Promise<void> {
	return act((work, world) => work.changePassphrase(world, now, next, progress));
}

export async function newRecoveryCode(
	passphrase: string,
	progress: Progress
): Promise<NewRecoveryCode> {
	return act((work, world) => work.makeNewRecoveryCode(world, passphrase, progress));
}

/**
 * Whether these groups (index 0 to 8) are those of the code made in this visit. The code itself is
 * forgotten at lock; without it the answer is false and a new code can be made.
 */
export async function checkRecoveryGroups(
	groups: { index: number; text: string }[]
): Promise<boolean> {
	return act((work) => Promise.resolve(work.matchesCode(groups)));
}

export async function markRecoveryChecked(): Promise<void> {
	return act((work) => work.markRecoveryChecked());
}

/** Deletes the account everywhere and empties this phone. */
export async function deleteAccount(
	passphrase: string,
	progress: Progress
): Promise<{ backupDays: number; markDays: number }> {
	return act((work, world) => work.deleteAccount(world, passphrase, progress));
}

export async function listSessions(): Promise<SessionRow[]> {
	return act((_work, world) => world.api.sessions());
}

/** That device signs out and deletes its copy at its next contact. */
export async function revokeSession(id: string): Promise<void> {
	return act((_work, world) => world.api.endSession(id));
}
