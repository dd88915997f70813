/**
 * Thanks between two people, drafts of them and the jar, as the screens read them: verified logs
 * folded, with what still waits in the outbox laid on top. Empty while locked.
 */
export type ThanksAbout = 'ordinary' | 'body';

export interface ThanksAnswerView {
	text: string;
	mine: boolean;
	writtenMs: number;
}

export interface ThanksView {
	id: string;
	space: string;
	/** Given by the person at this phone. */
	mine: boolean;
	did: string;
	changed: string;
	shows: string;
	about: ThanksAbout;
	givenMs: number;
	takenIn: boolean;
	answer: ThanksAnswerView | null;
	/** Not on the server yet. */
	onlyHere: boolean;
	inJar: boolean;
	/** It is about the body, and the person at this phone has not switched those on. */
	closedToMe: boolean;
	/** The words did not arrive, or do not open: the other person can send them again. */
	damaged: boolean;
}

/** What an editor holds. */
export interface ThanksPartsView {
	did: string;
	changed: string;
	shows: string;
	about: ThanksAbout;
}

export interface ThanksDraftView extends ThanksPartsView {
	id: string;
	keptMs: number;
	/** Kept on this device and not yet in My side. */
	onlyHere: boolean;
	/** Written apart on another device; nothing is lost of it. Newest first. */
	others: readonly ThanksPartsView[];
}

export interface JarView {
	id: string;
	from: string;
	did: string;
	changed: string;
	shows: string;
	givenMs: number;
}

/** A line of answer that is not sent. */
export interface BegunLineView {
	line: string;
	keptMs: number;
}

export interface ThanksState {
	all: readonly ThanksView[];
	drafts: readonly ThanksDraftView[];
	jar: readonly JarView[];
	gaveToday: boolean;
	/** By the thanks that they answer. */
	begun: ReadonlyMap<string, BegunLineView>;
	/** Thanks are typed under an id of their own; kept or given, they stand under another. */
	savedAs: ReadonlyMap<string, string>;
}

const EMPTY: ThanksState = {
	all: [],
	drafts: [],
	jar: [],
	gaveToday: false,
	begun: new Map(),
	savedAs: new Map()
};

// Replaced whole with each change, so that years of thanks need no tracking of their own.
let state: ThanksState = $state.raw(EMPTY);

export const thanks = {
	/** Newest first. What was taken back is absent. */
	get all(): readonly ThanksView[] {
		return state.all;
	},
	/** Newest first. */
	get drafts(): readonly ThanksDraftView[] {
		return state.drafts;
	},
	/** Newest first. */
	get jar(): readonly JarView[] {
		return state.jar;
	},
	/** Whether the person at this phone gave thanks on this calendar day. */
	get gaveToday(): boolean {
		return state.gaveToday;
	},
	/** Also by the id under which they were first typed. */
	find(id: string): ThanksView | null {
		const saved = state.savedAs.get(id) ?? id;
		return state.all.find((given) => given.id === saved) ?? null;
	},
	/** Also by the id under which it was first typed. */
	findDraft(id: string): ThanksDraftView | null {
		const saved = state.savedAs.get(id) ?? id;
		return state.drafts.find((draft) => draft.id === saved) ?? null;
	},
	/** The line begun on this phone in answer to these thanks, also after they were taken back. */
	findBegun(id: string): BegunLineView | null {
		return state.begun.get(id) ?? null;
	}
};

export function showThanks(shown: ThanksState): void {
	state = shown;
}

export function clearThanks(): void {
	state = EMPTY;
}
