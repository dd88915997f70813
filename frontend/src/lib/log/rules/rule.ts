/**
 * What a rule is, the twin of the server's: a pure function from what stands and what is asked to
 * what stands next. The phone runs the same decisions over the same events and trusts none it did
 * not make; shared vectors keep the twins equal.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { MemberId } from '#lib/crypto/ids.js';
import type { LogEvent, Member, SpaceKind } from '../types';

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

/** `kind` is the domain that first wrote it; no other domain's verb can touch it. */
export type ObjectState = ItemState | AppreciationState | SpaceState;

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
