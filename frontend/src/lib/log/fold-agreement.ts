/**
 * Limits, requests and agreements of a shared space: where they stand, by the rules that judged them,
 * and everything that was done, in order. Folded event by event, so that a page at a time gives the
 * same as all at once. Both phones fold the same history (R17).
 */
import type { EventId, MemberId, ObjectId } from '#lib/crypto/ids.js';
import { decideAgreement } from './rules/agreement';
import { decideLimit } from './rules/limit';
import { decideRequest } from './rules/request';
import type { AgreementState, Decision, LimitState, ObjectState, RequestState } from './rules/rule';
import type { LogEvent } from './types';

export type AgreedState = LimitState | RequestState | AgreementState;

/** One thing that somebody did. */
export interface AgreedAct {
	readonly event: EventId;
	readonly seq: number;
	readonly member: MemberId;
	readonly verb: string;
	/** The version that it brought or named; 0 where it is about all of it. */
	readonly rev: number;
	readonly atMs: number;
	/** The server's date of arrival, shown beside the author's where the event was put back. */
	readonly arrivedMs: number;
	readonly repaired: boolean;
	readonly clear: LogEvent['clear'];
}

export interface FoldedAgreed {
	readonly id: ObjectId;
	/** As the rules have it. */
	readonly state: AgreedState;
	/** Every one of them, from the first on. */
	readonly acts: readonly AgreedAct[];
}

/** An event that the rules accepted. Null where it is about something else. */
export function foldAgreed(
	before: FoldedAgreed | undefined,
	event: LogEvent,
	arrival: { arrivedMs: number; repaired: boolean }
): FoldedAgreed | null {
	const decision = decide(before?.state ?? null, event);
	if (!decision?.accepted || !isAgreed(decision.next)) return before ?? null;
	const { eventId, seq, member, verb, rev, atMs, clear } = event;
	const act: AgreedAct = { event: eventId, seq, member, verb, rev, atMs, ...arrival, clear };
	return { id: event.object, state: decision.next, acts: [...(before?.acts ?? []), act] };
}

function decide(state: AgreedState | null, event: LogEvent): Decision | null {
	const [kind] = event.verb.split('.');
	if (state !== null && state.kind !== kind) return null;
	if (kind === 'limit') return decideLimit(state?.kind === kind ? state : null, event);
	if (kind === 'request') return decideRequest(state?.kind === kind ? state : null, event);
	if (kind === 'agreement') return decideAgreement(state?.kind === kind ? state : null, event);
	return null;
}

function isAgreed(state: ObjectState): state is AgreedState {
	return state.kind === 'limit' || state.kind === 'request' || state.kind === 'agreement';
}
