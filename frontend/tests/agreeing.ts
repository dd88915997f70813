/** Two people who agree on something, for tests of it. */
import { blankDraft } from '#lib/agreements/begin.js';
import type {
	AgreementView,
	DraftParts,
	LimitView,
	RequestView
} from '#lib/view/agreements.svelte.js';
import type { Tab } from './browser';
import { bothKnow, type Couple } from './couple';

export const DAY_MS = 24 * 60 * 60_000;

export function draftOf(what: string, change: Partial<DraftParts> = {}): DraftParts {
	return { ...blankDraft('agreement'), title: 'Our evenings', what, ...change };
}

/** Shares words as somebody who has just written them; gives what stands on the table. */
export async function shares(tab: Tab, parts: DraftParts): Promise<string> {
	const id = await tab.app.agreements.startDraft(parts);
	return tab.app.agreements.shareDraft(id, parts);
}

export function agreement(tab: Tab, id: string): AgreementView {
	const view = tab.agreements.find(id);
	if (view?.kind !== 'agreement') throw new Error('no such agreement');
	return view;
}

export function limit(tab: Tab, id: string): LimitView {
	const view = tab.agreements.find(id);
	if (view?.kind !== 'limit') throw new Error('no such limit');
	return view;
}

export function request(tab: Tab, id: string): RequestView {
	const view = tab.agreements.find(id);
	if (view?.kind !== 'request') throw new Error('no such request');
	return view;
}

/** The newest suggestion that is the other person's. */
export function suggestion(tab: Tab, id: string): string {
	const found = agreement(tab, id).suggestions.find(({ mine }) => !mine);
	if (!found) throw new Error('nothing is suggested');
	return found.id;
}

/** Nadia proposes, Elias signs, and both know. */
export async function agreed(couple: Couple, what: string, change: Partial<DraftParts> = {}) {
	const { nadia, elias } = couple;
	const id = await shares(nadia, draftOf(what, change));
	await bothKnow(couple);
	await elias.app.agreements.accept(id, suggestion(elias, id));
	await bothKnow(couple);
	return id;
}

export function later({ nadia, elias, server }: Couple, byMs: number): void {
	for (const clock of [nadia.browser, elias.browser, server]) clock.nowMs += byMs;
	for (const tab of [nadia, elias]) tab.account.refresh();
}
