/** What a person can do to begin a shared space. All throw AppError. */
import type { Glaze } from '#lib/view/profile.svelte.js';
import { AppError } from './app-error';
import { act } from './act';

const unbuilt = <Result>(): Promise<Result> => act(() => Promise.reject(new AppError('server')));

export async function makeInvitation(): Promise<void> {
	return unbuilt();
}
export async function cancelInvitation(): Promise<void> {
	return unbuilt();
}
export async function refuseClaim(): Promise<void> {
	return unbuilt();
}
export function closeInvitation(): void {
	throw new AppError('server');
}
export async function typeDigits(six: string): Promise<'equal' | 'wrong' | 'ended'> {
	void six;
	return unbuilt();
}
export function watchPairing(): () => void {
	throw new AppError('server');
}
export function takeInvitationFromAddress(): string | null {
	throw new AppError('server');
}
export function pasteInvitation(text: string): string | null {
	void text;
	throw new AppError('server');
}
export async function readInvitation(
	hash: string
): Promise<{ inviter: string; expiresMs: number }> {
	void hash;
	return unbuilt();
}
export async function joinInvitation(hash: string): Promise<void> {
	void hash;
	return unbuilt();
}
export function invitationForSignUp(hash: string): string {
	void hash;
	throw new AppError('server');
}
export function dismissJoining(): void {
	throw new AppError('server');
}
export async function chooseGlazeHere(glaze: Glaze): Promise<void> {
	void glaze;
	return unbuilt();
}
export async function setBodyWords(on: boolean): Promise<void> {
	void on;
	return unbuilt();
}
