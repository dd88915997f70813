/**
 * What a rule is, the twin of the server's: a pure function from what stands and what is asked to
 * what stands next. The phone runs the same decisions over the same events and trusts none it did
 * not make; shared vectors keep the twins equal.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { MemberId } from '#lib/crypto/ids.js';
import type { LogEvent } from '../types';

/** One version of an object; version r stands at index r − 1, because revs have no gaps. */
export interface Version {
	readonly envHash: Bytes;
	readonly erased: boolean;
}

export interface ObjectState {
	/** The domain that first wrote it; no other domain's verb can touch it. */
	readonly kind: 'item' | 'space';
	/** Who put it first. */
	readonly author: MemberId;
	/** Its newest version; 0 for the space itself. */
	readonly rev: number;
	readonly versions: readonly Version[];
}

export type Decision =
	| { readonly accepted: true; readonly next: ObjectState }
	| { readonly accepted: false; readonly code: string };

export type Rule = (state: ObjectState | null, event: LogEvent) => Decision;

export const accept = (next: ObjectState): Decision => ({ accepted: true, next });
export const refuse = (code: string): Decision => ({ accepted: false, code });
