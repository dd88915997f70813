/** What a person can do with thanks. All throw AppError; `signed_out` when locked. */
import type { ThanksAbout } from '#lib/view/thanks.svelte.js';
import { AppError } from './app-error';
import { act } from './act';

export interface ThanksParts {
	did: string;
	changed: string;
	shows: string;
	about: ThanksAbout;
}

const unbuilt = <Result>(): Promise<Result> => act(() => Promise.reject(new AppError('server')));

export function newThanksId(): string {
	throw new AppError('server');
}
export async function keepThanksDraft(id: string, parts: ThanksParts): Promise<{ keptMs: number }> {
	void [id, parts];
	return unbuilt();
}
export async function saveThanksDraft(id: string, parts: ThanksParts): Promise<void> {
	void [id, parts];
	return unbuilt();
}
export async function discardThanksDraft(id: string): Promise<void> {
	void id;
	return unbuilt();
}
export async function giveThanks(id: string, parts: ThanksParts): Promise<void> {
	void [id, parts];
	return unbuilt();
}
export async function takeIn(id: string): Promise<void> {
	void id;
	return unbuilt();
}
export async function answerThanks(id: string, text: string): Promise<void> {
	void [id, text];
	return unbuilt();
}
export async function takeBackAnswer(id: string): Promise<void> {
	void id;
	return unbuilt();
}
export async function takeBack(id: string): Promise<void> {
	void id;
	return unbuilt();
}
export async function keepInJar(id: string): Promise<void> {
	void id;
	return unbuilt();
}
export async function takeOutOfJar(id: string): Promise<void> {
	void id;
	return unbuilt();
}
