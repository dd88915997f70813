/**
 * What a person can do about the account. Every function throws AppError and nothing else. The
 * cryptography is fetched at the first call, so that the sign-in page stays small.
 */
import type { Glaze } from '#lib/view/profile.svelte.js';
import { AppError } from './app-error';

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

/** Fetches what sign-up needs and gives a first suggestion of five words. */
export async function prepareSignUp(): Promise<{ words: string[] }> {
	throw new AppError('server');
}

/** Five words, evenly drawn; only after `prepareSignUp`. */
export function suggestPassphrase(): string[] {
	throw new AppError('server');
}

/** The account exists afterwards, but `session.phase` turns 'open' only with `finishSignUp`. */
export async function signUp(input: SignUpInput, progress: Progress): Promise<NewRecoveryCode> {
	throw new AppError('server', { cause: [input, progress] });
}

export function finishSignUp(): void {}

export async function signIn(login: string, passphrase: string, progress: Progress): Promise<void> {
	throw new AppError('server', { cause: [login, passphrase, progress] });
}

/** Works offline. */
export async function unlock(passphrase: string, progress: Progress): Promise<void> {
	throw new AppError('server', { cause: [passphrase, progress] });
}

/** After `sign_in_again`: the phone is open, the server takes an earlier passphrase. */
export async function signInAgain(passphrase: string, progress: Progress): Promise<void> {
	throw new AppError('server', { cause: [passphrase, progress] });
}

/** Empties the screens at once; resolves when nothing on this device can open the account. */
export async function lock(): Promise<void> {}

/** Deletes the account's database here. Throws `unsent` if words would be lost and not given up. */
export async function signOut(choice: { giveUpUnsent: boolean }): Promise<void> {
	throw new AppError('server', { cause: choice });
}

/** The lock screen's "Someone else's account": on to sign-in; this account stays on the phone. */
export async function leaveAccountHere(): Promise<void> {}

export async function recover(
	login: string,
	code: string,
	newPassphrase: string,
	progress: Progress
): Promise<NewRecoveryCode> {
	throw new AppError('server', { cause: [login, code, newPassphrase, progress] });
}

/** Ends all other sessions. */
export async function changePassphrase(
	now: string,
	next: string,
	progress: Progress
): Promise<void> {
	throw new AppError('server', { cause: [now, next, progress] });
}

export async function newRecoveryCode(
	passphrase: string,
	progress: Progress
): Promise<NewRecoveryCode> {
	throw new AppError('server', { cause: [passphrase, progress] });
}

/**
 * Whether these groups (index 0 to 8) are those of the code made in this visit. The code itself is
 * forgotten at lock; without it the answer is false and a new code can be made.
 */
export async function checkRecoveryGroups(
	groups: { index: number; text: string }[]
): Promise<boolean> {
	return groups.length < 0;
}

export async function markRecoveryChecked(): Promise<void> {}

/** Deletes the account everywhere and empties this phone. */
export async function deleteAccount(
	passphrase: string,
	progress: Progress
): Promise<{ backupDays: number; markDays: number }> {
	throw new AppError('server', { cause: [passphrase, progress] });
}

export async function listSessions(): Promise<SessionRow[]> {
	throw new AppError('server');
}

export async function revokeSession(id: string): Promise<void> {
	throw new AppError('server', { cause: id });
}
