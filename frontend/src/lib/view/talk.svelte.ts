/**
 * Guided conversations as the screens read them: verified logs folded, opened answers checked, with
 * what still waits on this phone laid on top. Empty while locked.
 */
import type { Gate, GateSituation } from '#lib/talk/gates.js';
import type { Guide } from '#lib/talk/guide.js';

export type Words = Readonly<Record<string, string>>;

/** What was written in one private step. */
export interface PageView {
	step: string;
	words: Words;
	/** It is done on paper, and nothing of it is kept here. */
	paper: boolean;
	keptMs: number;
	/** Kept on this device and not yet in My side. */
	onlyHere: boolean;
	/** Written apart on another device; nothing is lost of it. Newest first. */
	others: readonly Words[];
}

/** One person's own way through a guide. */
export interface RunView {
	id: string;
	guide: string;
	version: number;
	/** Null while alone. */
	space: string | null;
	conversation: string | null;
	/** Where this person is, by the guide's id of the step. */
	step: string;
	ended: boolean;
	startedMs: number;
	movedMs: number;
	/** By step. */
	pages: ReadonlyMap<string, PageView>;
}

export type ConversationStage =
	/** Asked, and not answered. It lapses from the screens after 14 days, or as its space is closed. */
	| 'invited'
	| 'lapsed'
	| 'running'
	/** Every joint step is behind the two. */
	| 'done'
	| 'ended'
	/** Its space was closed before it came to an end. */
	| 'closed';

export type Move = 'speak' | 'mirror' | 'validate' | 'imagine';

export type TurnsPhase =
	/** Not both are ready. */
	| 'ready'
	| Move
	/** "Did I get it?" */
	| 'confirm'
	/** Whether the guess of the feeling fits. */
	| 'feeling'
	| 'done'
	| 'passed';

/** One piece of a turn. */
export interface PieceView {
	id: string;
	move: Move;
	mine: boolean;
	/** Empty where it was said aloud. */
	text: string;
	aloud: boolean;
	saidMs: number;
	/** What the speaker said to it; null: nothing yet, or nothing to say. */
	heard: 'enough' | 'more' | null;
	onlyHere: boolean;
	/** The words did not arrive, or do not open. */
	damaged: boolean;
	takenBack: boolean;
}

export interface TurnsView {
	/** Of the plan, from 1. */
	step: number;
	/** The guide's id; null while this app does not know the guide. */
	stepId: string | null;
	phase: TurnsPhase;
	/** Whose move it is; null where nobody has one. */
	whose: 'mine' | 'theirs' | 'either' | null;
	speaker: 'mine' | 'theirs' | null;
	/** This person's yes to the step. */
	readyMine: boolean;
	/** Rounds that are behind each. */
	takenMine: number;
	takenTheirs: number;
	/** For each. */
	rounds: number;
	/** In the order in which they were said. */
	pieces: readonly PieceView[];
}

export interface AnswerView {
	pass: boolean;
	words: Words;
}

export type OpeningStage =
	/** Its turn has not come. */
	| 'ahead'
	/** Nothing of this person is in. */
	| 'answer'
	/** Sealed on this phone, and not on the server yet. */
	| 'unsent'
	/** In, and closed. Whether theirs is in shows nowhere. */
	| 'sealed'
	/** A withdrawal waits to be sent. */
	| 'withdrawing'
	/** Both are open. */
	| 'open'
	/** Open by the log, and the words have not arrived on this phone. */
	| 'opening'
	/** Open by the log, and not on the server: lost, or never in. One's own can still be taken back. */
	| 'missing';

/** One reveal. */
export interface OpeningView {
	/** From 1. */
	opening: number;
	/** Of the plan, from 1. */
	step: number;
	stepId: string | null;
	stage: OpeningStage;
	mine: AnswerView | null;
	/** Only once both are open. */
	theirs: AnswerView | null;
	openedMs: number | null;
	/** The seam was shown on this phone. */
	seen: boolean;
	/** After a withdrawal, the moment from which this person can answer again; null: now. */
	againMs: number | null;
	/** Each person's own "I have answered". */
	toldByMe: boolean;
	toldByThem: boolean;
	/** Taken back by who wrote it, after the space was closed. */
	mineGone: boolean;
	theirsGone: boolean;
	/** Why words of an open step cannot be shown. `not_ours`: what opened is not what was sealed here. */
	problem: 'damaged' | 'not_ours' | null;
}

export interface PauseView {
	/** Who asked for it. */
	mine: boolean;
	atMs: number;
	returnMs: number;
	/** Nobody can go on before it. */
	earliestMs: number;
}

/** A line that somebody chose to put on the table. */
export interface LineView {
	id: string;
	/** The guide's id of the step that it came from. */
	step: string;
	text: string;
	mine: boolean;
	writtenMs: number;
	onlyHere: boolean;
}

export interface ConversationView {
	id: string;
	space: string;
	/** Null where the invitation cannot be read. */
	guide: string | null;
	version: number | null;
	/** This app knows that version of the guide, and it is what the plan says. */
	known: boolean;
	note: string;
	/** Invited by the person at this phone. */
	mine: boolean;
	invitedMs: number;
	lapsesMs: number;
	stage: ConversationStage;
	/** Ended by the person at this phone; null while it is not ended. */
	endedByMe: boolean | null;
	/** The current step of the plan, from 1; null where none is. */
	step: number | null;
	stepId: string | null;
	/** Steps of the plan that are behind the two. */
	done: number;
	turns: readonly TurnsView[];
	openings: readonly OpeningView[];
	pause: PauseView | null;
	lines: readonly LineView[];
	/** This person's own run of it. */
	run: string | null;
	/** When anything last happened in it. */
	lastMs: number;
	/** Something of it waits to be sent. */
	onlyHere: boolean;
}

/** A line that somebody keeps for themselves. */
export interface KeptView {
	id: string;
	guide: string;
	run: string | null;
	text: string;
	keptMs: number;
	onlyHere: boolean;
}

export interface ClosedActivities {
	joint: boolean;
	deep: boolean;
}

/** A run or a conversation: it keeps the version of its guide. */
export type BegunWith = Pick<ConversationView, 'guide' | 'version'>;

export interface TalkState {
	/** The guides have been loaded; before, stages and steps show without their names. */
	ready: boolean;
	/** The guides did not arrive: an old tab, or a first visit without a connection. */
	failed: boolean;
	guides: readonly Guide[];
	guideOf: (begun: BegunWith) => Guide | null;
	runs: readonly RunView[];
	conversations: readonly ConversationView[];
	kept: readonly KeptView[];
	/** Typed on this phone for an invitation that is not sent, by guide. */
	notes: ReadonlyMap<string, string>;
	closed: ClosedActivities;
	/** What the gate of this guide is asked with. */
	situation: (guide: Guide, company: 'alone' | 'together') => GateSituation;
	gate: (guide: Guide, company: 'alone' | 'together') => Gate;
}

const SHUT: Gate = { open: false, reason: 'closed' };

const EMPTY: TalkState = {
	ready: false,
	failed: false,
	guides: [],
	guideOf: () => null,
	runs: [],
	conversations: [],
	kept: [],
	notes: new Map(),
	closed: { joint: false, deep: false },
	situation: (_guide, company) => ({
		company,
		finished: new Set(),
		closed: { joint: false, deep: false },
		check: null,
		optIn: false,
		therapist: false,
		anyPaused: false,
		hostOpened: false
	}),
	gate: () => SHUT
};

// Replaced whole with each change, so that long conversations need no tracking of their own.
let state: TalkState = $state.raw(EMPTY);

export const talk = {
	get ready(): boolean {
		return state.ready;
	},
	get failed(): boolean {
		return state.failed;
	},
	/** The newest version of each. */
	get guides(): readonly Guide[] {
		return state.guides;
	},
	/** The version that something was begun with; null where this app does not carry it. */
	guideOf(begun: BegunWith): Guide | null {
		return state.guideOf(begun);
	},
	/** Last moved first. */
	get runs(): readonly RunView[] {
		return state.runs;
	},
	/** What happened last first. An invitation that this person's closing keeps away is absent (R18). */
	get conversations(): readonly ConversationView[] {
		return state.conversations;
	},
	/** Newest first. */
	get kept(): readonly KeptView[] {
		return state.kept;
	},
	/** What is typed for an invitation to this guide; empty where nothing is. */
	noteOf(guide: string): string {
		return state.notes.get(guide) ?? '';
	},
	get closed(): ClosedActivities {
		return state.closed;
	},
	findRun(id: string): RunView | null {
		return state.runs.find((run) => run.id === id) ?? null;
	},
	find(id: string): ConversationView | null {
		return state.conversations.find((conversation) => conversation.id === id) ?? null;
	},
	/** With what this person said of today, so far. */
	situation(guide: Guide, company: 'alone' | 'together'): GateSituation {
		return state.situation(guide, company);
	},
	gate(guide: Guide, company: 'alone' | 'together'): Gate {
		return state.gate(guide, company);
	}
};

export function showTalk(shown: TalkState): void {
	state = shown;
}

export function clearTalk(): void {
	state = EMPTY;
}
