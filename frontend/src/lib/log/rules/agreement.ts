/**
 * The rules of agreements (clinical guide §4), the twin of the server's: in force while two people's
 * signatures stand over the same words. Whoever proposes signs first; the other's acceptance names
 * the hash of that very version. A new proposal changes nothing of what holds, and either person
 * pauses or withdraws alone, at once.
 */
import { equalBytes, isZero } from '#lib/crypto/canonical.js';
import type { LogEvent } from '../types';
import {
	accept,
	decideErasure,
	refuse,
	type AgreementFacts,
	type AgreementState,
	type Decision,
	type Proposal,
	type Review,
	type Rule
} from './rule';

const DAY_MS = 24 * 60 * 60_000;
/** Deep words rest a day between the two signatures. */
export const REST_MS = DAY_MS;
export const MAX_REVIEW_MS = 90 * DAY_MS;

const NOTHING: AgreementFacts = { proposals: [], inForce: null, paused: [], review: null };

const decideProposed: Rule<AgreementState> = (state, event) => {
	const { clear, envHash, member, rev } = event;
	if (clear.of !== 'agreement.proposed' || envHash === null) return refuse('malformed');
	const facts = state?.facts ?? NOTHING;
	const { proposals } = facts;
	if (proposals.length === 0 && !isZero(clear.base)) return refuse('stale');
	const isKnown = proposals.some((known) => equalBytes(known.envHash, clear.base));
	if (proposals.length > 0 && !isKnown) return refuse('unknown_version');
	if (rev !== proposals.length + 1) return refuse('stale');
	const version = { author: member, envHash, erased: false };
	const added = { ...version, base: clear.base, deep: clear.deep, atMs: event.atMs, isPast: false };
	return accept({
		kind: 'agreement',
		author: state?.author ?? member,
		rev,
		versions: [...(state?.versions ?? []), version],
		facts: { ...facts, proposals: [...proposals, added] }
	});
};

const decideAccepted: Rule<AgreementState> = (state, { clear, member, rev, atMs }) => {
	if (clear.of !== 'agreement.accepted') return refuse('malformed');
	const proposal = state?.facts.proposals[rev - 1];
	if (state === null || proposal === undefined) return refuse('unknown_version');
	const { facts } = state;
	if (member === proposal.author) return refuse('not_recipient');
	if (!equalBytes(clear.envHash, proposal.envHash)) return refuse('stale');
	if (proposal.erased) return refuse('taken_back');
	if (facts.inForce?.rev === rev) return refuse('already_accepted');
	if (!isOpen(facts, rev)) return refuse('replaced');
	if (proposal.deep && atMs < proposal.atMs + REST_MS) return refuse('too_soon');
	// A pause that the first person said after they had signed is their newer word.
	const paused = facts.paused.filter((p) => p.by === proposal.author && p.rev >= rev);
	return withFacts(state, {
		...facts,
		inForce: { rev, sinceMs: atMs, nextReviewMs: null },
		paused,
		review: null
	});
};

const decidePaused: Rule<AgreementState> = (state, { member, rev }) => {
	const inForce = state?.facts.inForce ?? null;
	if (state === null || inForce === null) return refuse('not_in_force');
	const { facts } = state;
	if (rev !== 0) return refuse('stale');
	if (hasPaused(facts, member)) return refuse('already_paused');
	return withFacts(state, { ...facts, paused: [...facts.paused, { by: member, rev: state.rev }] });
};

const decideResumed: Rule<AgreementState> = (state, { member, rev }) => {
	if (state === null || !hasPaused(state.facts, member)) return refuse('not_paused');
	if (rev !== 0) return refuse('stale');
	const paused = state.facts.paused.filter(({ by }) => by !== member);
	return withFacts(state, { ...state.facts, paused });
};

const decideWithdrawn: Rule<AgreementState> = (state, { rev }) => {
	if (state === null) return refuse('unknown_version');
	const { facts } = state;
	if (rev !== 0) return refuse('stale');
	const isAnythingOpen = facts.proposals.some((_, index) => isOpen(facts, index + 1));
	if (facts.inForce === null && !isAnythingOpen) return refuse('already_withdrawn');
	return withFacts(state, closed(facts));
};

const decideReviewed: Rule<AgreementState> = (state, { clear, member, rev, atMs }) => {
	if (clear.of !== 'agreement.reviewed') return refuse('malformed');
	const proposal = state?.facts.proposals[rev - 1];
	if (state === null || proposal === undefined) return refuse('unknown_version');
	const { facts } = state;
	if (facts.inForce?.rev !== rev) return refuse('not_in_force');
	if (!equalBytes(clear.envHash, proposal.envHash)) return refuse('stale');
	if (clear.outcome === 'kept' && clear.nextMs <= atMs) return refuse('too_soon');
	if (clear.nextMs > atMs + MAX_REVIEW_MS) return refuse('too_late');
	const said: Review = { by: member, outcome: clear.outcome, nextMs: clear.nextMs };
	const { review } = facts;
	const isAlike = review?.outcome === said.outcome && review.nextMs === said.nextMs;
	if (isAlike && review.by === member) return refuse('already_reviewed');
	if (!isAlike) return withFacts(state, { ...facts, review: said });
	if (said.outcome === 'retired') return withFacts(state, closed(facts));
	const inForce = { ...facts.inForce, nextReviewMs: said.nextMs };
	return withFacts(state, { ...facts, inForce, review: null });
};

const decideErased: Rule<AgreementState> = (state, event) => {
	if (event.clear.of !== 'agreement.erased') return refuse('malformed');
	const decision = decideErasure(state, event, event.clear.envHash);
	if (state === null || !decision.accepted || decision.next.kind !== 'agreement') return decision;
	if (state.facts.inForce?.rev === event.rev) return refuse('in_force');
	const proposals = state.facts.proposals.map((proposal, index) =>
		index === event.rev - 1 ? { ...proposal, erased: true } : proposal
	);
	return withFacts(decision.next, { ...state.facts, proposals });
};

/** Whether this version waits for the other person's signature. */
export function isOpen({ proposals, inForce }: AgreementFacts, rev: number): boolean {
	const proposal = proposals[rev - 1];
	if (proposal === undefined || proposal.erased || proposal.isPast) return false;
	if (inForce !== null && rev <= inForce.rev) return false;
	return !proposals.slice(rev).some(({ base }) => equalBytes(base, proposal.envHash));
}

export function hasPaused({ paused }: AgreementFacts, member: Proposal['author']): boolean {
	return paused.some(({ by }) => by === member);
}

/** Nothing holds and nothing is suggested any more; the history stays. */
function closed({ proposals }: AgreementFacts): AgreementFacts {
	return { ...NOTHING, proposals: proposals.map((each) => ({ ...each, isPast: true })) };
}

function withFacts(state: AgreementState, facts: AgreementFacts): Decision {
	return accept({ ...state, facts });
}

const RULES: Readonly<Partial<Record<LogEvent['clear']['of'], Rule<AgreementState>>>> = {
	'agreement.proposed': decideProposed,
	'agreement.accepted': decideAccepted,
	'agreement.paused': decidePaused,
	'agreement.resumed': decideResumed,
	'agreement.withdrawn': decideWithdrawn,
	'agreement.reviewed': decideReviewed,
	'agreement.erased': decideErased
};

export const decideAgreement: Rule<AgreementState> = (state, event) =>
	RULES[event.clear.of]?.(state, event) ?? refuse('malformed');
