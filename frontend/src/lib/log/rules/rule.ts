/**
 * What a rule is, the twin of the server's: a pure function from what stands and what is asked to
 * what stands next. The phone runs the same decisions over the same events and trusts none it did
 * not make; shared vectors keep the twins equal.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { MemberId } from '#lib/crypto/ids.js';
import type { LogEvent, Member, PlanStep, ReviewOutcome, SpaceKind, TurnMove } from '../types';

/** One version of an object; version r stands at index r − 1, because revs have no gaps. */
export interface Version {
	readonly author: MemberId;
	readonly envHash: Bytes;
	readonly erased: boolean;
}

interface Standing {
	/** Who put it first. */
	readonly author: MemberId;
	/** Its newest version; 0 for the space itself. */
	readonly rev: number;
	readonly versions: readonly Version[];
}

export interface ItemState extends Standing {
	readonly kind: 'item';
}

export interface AppreciationState extends Standing {
	readonly kind: 'appreciation';
	readonly takenIn: boolean;
}

/** The versions are its owner's; `acknowledged` is said of the newest. */
export interface LimitState extends Standing {
	readonly kind: 'limit';
	readonly acknowledged: boolean;
	readonly retired: boolean;
}

/** Its versions are what was asked, by its author, and the other person's answers. */
export interface RequestState extends Standing {
	readonly kind: 'request';
	readonly withdrawn: boolean;
}

export interface Proposal extends Version {
	/** The hash of the version that it starts from; zeros for the first. */
	readonly base: Bytes;
	/** Its words rest a day between the two signatures. */
	readonly deep: boolean;
	readonly atMs: number;
	/** It was withdrawn or retired since. */
	readonly isPast: boolean;
}

/** How one person would end the review; the other has not said the same yet. */
export interface Review {
	readonly by: MemberId;
	readonly outcome: ReviewOutcome;
	/** 0 where it retires. */
	readonly nextMs: number;
}

export interface AgreementFacts {
	/** Rev r stands at index r − 1. */
	readonly proposals: readonly Proposal[];
	/** What both signed; it holds while nobody pauses. `nextReviewMs`: as both said at a review. */
	readonly inForce: {
		readonly rev: number;
		readonly sinceMs: number;
		readonly nextReviewMs: number | null;
	} | null;
	/** Who pauses, and the newest rev at that moment. */
	readonly paused: readonly { readonly by: MemberId; readonly rev: number }[];
	readonly review: Review | null;
}

/** Its author is who proposed first; either person may propose the next version. */
export interface AgreementState extends Standing {
	readonly kind: 'agreement';
	readonly facts: AgreementFacts;
}

export interface SpaceFacts {
	readonly kind: SpaceKind;
	/** What both phones saw while pairing; 32 zero bytes in a personal space. */
	readonly th: Bytes;
	/** The inviter first; one member in a personal space. */
	readonly members: readonly Member[];
	readonly joined: boolean;
	/** Who left; nothing but taking back one's own words counts from then on. */
	readonly left: MemberId | null;
}

export interface SpaceState extends Standing {
	readonly kind: 'space';
	readonly facts: SpaceFacts;
}

/** The pieces of a turn, and the questions that the speaker answers after them. */
export type TurnPhase = TurnMove | 'confirm' | 'feeling';

/** The current step, where it is one of turns. */
export interface TurnFacts {
	/** Who said that they are ready; nothing is said before both have. */
	readonly ready: readonly MemberId[];
	/** Null until somebody begins. */
	readonly speaker: MemberId | null;
	readonly phase: TurnPhase;
	/** Rounds that are behind a person; absent: none. */
	readonly taken: ReadonlyMap<MemberId, number>;
}

/** SHA-256 of both records of an opening that is done. */
export interface OpenedHashes {
	readonly inviterHash: Bytes;
	readonly invitedHash: Bytes;
}

export interface ConversationFacts {
	readonly plan: readonly PlanStep[];
	readonly accepted: boolean;
	readonly ended: boolean;
	/** Joint steps that are behind the two; the current one is the next. */
	readonly done: number;
	/** By opening, the first at 0. */
	readonly opened: readonly OpenedHashes[];
	readonly paused: { readonly atMs: number; readonly returnMs: number } | null;
	/** Who said that their answer to the current opening is in. */
	readonly told: readonly MemberId[];
	/** Null where the current step is no turns, or there is none. */
	readonly turn: TurnFacts | null;
}

/** Its author is who invited; its versions are the invitation and the pieces of turns. */
export interface ConversationState extends Standing {
	readonly kind: 'conversation';
	readonly facts: ConversationFacts;
}

/** `kind` is the domain that first wrote it; no other domain's verb can touch it. */
export type ObjectState =
	| ItemState
	| AppreciationState
	| ConversationState
	| LimitState
	| RequestState
	| AgreementState
	| SpaceState;

export type Decision =
	| { readonly accepted: true; readonly next: ObjectState }
	| { readonly accepted: false; readonly code: string };

export type Rule<State extends ObjectState> = (state: State | null, event: LogEvent) => Decision;

export const accept = (next: ObjectState): Decision => ({ accepted: true, next });
export const refuse = (code: string): Decision => ({ accepted: false, code });

/** The version with this rev; revs begin at 1. */
export function versionOf(state: ObjectState | null, rev: number): Version | undefined {
	return state?.versions[rev - 1];
}

/** The same versions, one of them without its body. */
export function withoutBody({ versions }: Standing, rev: number): readonly Version[] {
	return versions.map((version, index) =>
		index === rev - 1 ? { ...version, erased: true } : version
	);
}

/** The one rule of every erasure: by the author of that version, naming its hash, once. */
export function decideErasure(
	state: ObjectState | null,
	{ member, rev }: LogEvent,
	envHash: Bytes
): Decision {
	const version = versionOf(state, rev);
	if (state === null || version === undefined) return refuse('unknown_version');
	if (member !== version.author) return refuse('not_author');
	if (!equalBytes(envHash, version.envHash)) return refuse('stale');
	if (version.erased) return refuse('already_erased');
	return accept({ ...state, versions: withoutBody(state, rev) });
}
