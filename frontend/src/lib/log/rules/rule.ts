/**
 * What a rule is, the twin of the server's: a pure function from what stands and what is asked to
 * what stands next. The phone runs the same decisions over the same events and trusts none it did
 * not make; shared vectors keep the twins equal.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { MemberId } from '#lib/crypto/ids.js';
import type { LogEvent, Member, PlanStep, SpaceKind, TurnMove } from '../types';

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

export interface SpaceFacts {
	readonly kind: SpaceKind;
	/** What both phones saw while pairing; 32 zero bytes in a personal space. */
	readonly th: Bytes;
	/** The inviter first; one member in a personal space. */
	readonly members: readonly Member[];
	readonly joined: boolean;
	/** Who left; nothing counts from then on. */
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
export type ObjectState = ItemState | AppreciationState | ConversationState | SpaceState;

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
