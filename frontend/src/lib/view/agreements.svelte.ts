/**
 * Limits, requests and agreements as the screens read them: verified logs folded, signatures counted
 * on this phone, with what still waits here laid on top. Empty while locked.
 */
import type { AgreedKind, AgreedWords, RequestReply } from '#lib/log/content-agreement.js';

export type {
	AgreedKind,
	AgreedTexts,
	AgreedWords,
	RequestReply
} from '#lib/log/content-agreement.js';

/** When something was signed, by its author's clock. */
export interface SignedView {
	atMs: number;
	/** When the server took it; shown beside the date only where it was put back after a loss. */
	arrivedMs: number;
	repaired: boolean;
	/** It waits on this phone. */
	onlyHere: boolean;
}

/** One version of the words. */
export interface VersionView extends SignedView {
	/** What acts name it by. */
	id: string;
	/** From 1. */
	number: number;
	mine: boolean;
	/** Null where they were erased, or cannot be read. */
	words: AgreedWords | null;
	erased: boolean;
	/** They did not arrive, or do not open. */
	damaged: boolean;
}

/** A version of an agreement. Proposing it is its author's signature. */
export interface ProposalView extends VersionView {
	/** The version that it starts from; null for the first. */
	base: string | null;
	/** Its words rest a day between the two signatures. */
	deep: boolean;
	/** It waits for the other person's signature. */
	open: boolean;
	/** It is open, the other person's, and this person can sign from this moment on; null: not theirs to sign. */
	acceptableMs: number | null;
}

export interface AnswerToRequest extends SignedView {
	id: string;
	mine: boolean;
	/** Null where it was erased, or cannot be read. */
	reply: RequestReply | null;
	text: string;
	erased: boolean;
	damaged: boolean;
}

/** One thing that somebody did, for the history. Both phones list the same. */
export interface HistoryRow extends SignedView {
	id: string;
	/** The second half of the verb, such as `proposed`, `accepted` or `erased`. */
	act: string;
	mine: boolean;
	/** The version that it brought or named; null where it is about all of it. */
	version: string | null;
	/** Of a review. */
	outcome: 'kept' | 'retired' | null;
	/** The next review that a person chose. */
	nextDay: string | null;
}

interface Base {
	id: string;
	space: string;
	/** Its space is closed: it can be read for a while, and nothing can be done with it. */
	closed: boolean;
	/** Of the newest words that can be read; empty where there are none. */
	title: string;
	category: string;
	/** Oldest first. */
	history: readonly HistoryRow[];
	/** It waits for a word of the person at this phone. */
	waiting: boolean;
	/** When anything last happened with it. */
	lastMs: number;
	onlyHere: boolean;
	/** Words that matter now cannot be read. */
	damaged: boolean;
}

export type AgreementStatus =
	/** Suggested, and nothing is agreed. */
	| 'open'
	| 'in_force'
	/** Both signed, and somebody pauses. */
	| 'paused'
	/** Both signed, and the end that the words name has passed. */
	| 'ended'
	| 'withdrawn'
	| 'retired'
	/** The only words were taken back by who suggested them. */
	| 'taken_back';

export interface InForceView {
	version: ProposalView;
	/** When it came into force: the second signature. */
	sinceMs: number;
	/** Its last day; null: it names none. */
	ends: string | null;
	/** The two signatures, first the proposal. */
	signatures: readonly (SignedView & { mine: boolean })[];
}

export interface ReviewView {
	/** The day of the next review. */
	day: string;
	/** It is today or has passed. */
	due: boolean;
	/** It comes within a week, today among them, or has passed. */
	dueThisWeek: boolean;
	/** How one of the two would end it; the other has not said the same. */
	suggested: { mine: boolean; outcome: 'kept' | 'retired'; nextDay: string | null } | null;
	/** The days that can be chosen for the next one; null on the last day of the words. */
	range: { earliest: string; latest: string } | null;
}

export interface AgreementView extends Base {
	kind: 'agreement';
	status: AgreementStatus;
	/** The words that both signed, also while paused or ended; null where nothing is agreed. */
	inForce: InForceView | null;
	/** Suggestions that wait for a signature, newest first; the people choose. */
	suggestions: readonly ProposalView[];
	/** Oldest first. */
	versions: readonly ProposalView[];
	pausedMine: boolean;
	pausedTheirs: boolean;
	/** Null where nothing is agreed, or it names no day. */
	review: ReviewView | null;
}

export interface LimitView extends Base {
	kind: 'limit';
	mine: boolean;
	/** The newest words. */
	now: VersionView;
	/** Oldest first. */
	versions: readonly VersionView[];
	/** When the other person acknowledged the newest words; null: not yet. */
	acknowledgedMs: number | null;
	retired: boolean;
}

export interface RequestView extends Base {
	kind: 'request';
	/** Asked by the person at this phone. */
	mine: boolean;
	/** The newest words that were asked. */
	asked: VersionView;
	/** What was asked, oldest first. */
	versions: readonly VersionView[];
	/** To the newest words; null: none, which says nothing. */
	answer: AnswerToRequest | null;
	/** All of them, also those to earlier words, oldest first. */
	answers: readonly AnswerToRequest[];
	withdrawn: boolean;
	/** An answer that is begun and not given, on this phone only. */
	begun: string;
}

export type AgreedView = AgreementView | LimitView | RequestView;

/** What an editor holds. */
export interface DraftParts extends AgreedWords {
	kind: AgreedKind;
	/** Days until the first review, as a guide or a starter suggests; null: 14. */
	reviewDays: number | null;
	guide: string | null;
	/** What it would change, and the version that it starts from; null for something new. */
	changes: { object: string; version: string } | null;
}

export interface DraftView extends DraftParts {
	id: string;
	keptMs: number;
	/** Kept on this device and not yet in My side. */
	onlyHere: boolean;
	/** Written apart on another device; nothing is lost of it. Newest first. */
	others: readonly DraftParts[];
}

export interface AgreementsState {
	all: readonly AgreedView[];
	drafts: readonly DraftView[];
	/** What the ids that drafts were typed under became. */
	savedAs: ReadonlyMap<string, string>;
}

const EMPTY: AgreementsState = { all: [], drafts: [], savedAs: new Map() };

// Replaced whole with each change, so that long histories need no tracking of their own.
let state: AgreementsState = $state.raw(EMPTY);

export const agreements = {
	/** What happened last first. */
	get all(): readonly AgreedView[] {
		return state.all;
	},
	/** Kept last first. */
	get drafts(): readonly DraftView[] {
		return state.drafts;
	},
	/** Reviews that come within a week or are past, soonest first, for Today. */
	get reviewsDue(): readonly AgreementView[] {
		return state.all
			.filter((view) => view.kind === 'agreement')
			.filter(({ review, closed }) => review?.dueThisWeek === true && !closed)
			.sort((a, b) => (a.review?.day ?? '').localeCompare(b.review?.day ?? ''));
	},
	/** @param id also that of the draft that it was written as */
	find(id: string): AgreedView | null {
		const known = state.savedAs.get(id) ?? id;
		return state.all.find((view) => view.id === known) ?? null;
	},
	/** @param id also the one that it was typed under */
	findDraft(id: string): DraftView | null {
		const known = state.savedAs.get(id) ?? id;
		return state.drafts.find((draft) => draft.id === known) ?? null;
	}
};

export function showAgreements(shown: AgreementsState): void {
	state = shown;
}

export function clearAgreements(): void {
	state = EMPTY;
}
