/**
 * The rules of conversations (protocol.md §7), the twin of the server's. One person invites with a
 * plan of joint steps, the other accepts; then the steps follow one another, each a reveal or turns,
 * until both are through or one of them ends it. A pause needs nobody's consent (R27).
 *
 * Sealed answers wait outside the log, so what the server asks of them is not asked here: whoever
 * reads an opening checks both records against the hashes in it.
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import { isTalk } from '../talk-fields';
import type { LogEvent, PlanStep, TalkClear } from '../types';
import {
	accept,
	refuse,
	versionOf,
	withoutBody,
	type ConversationFacts,
	type ConversationState,
	type Decision,
	type Rule,
	type TurnFacts
} from './rule';
import { heard, said } from './turns';

const INVITED_REV = 1;
/** R27: a pause lasts 20 minutes or more. */
export const PAUSE_MIN_MS = 20 * 60_000;
export const PAUSE_MAX_MS = 7 * 24 * 60 * 60_000;

export const decideConversation: Rule<ConversationState> = (state, event) => {
	const { clear } = event;
	if (clear.of === 'conversation.invited') return decideInvited(state, event, clear.plan);
	if (state === null) return refuse('unknown_version');
	if (clear.of === 'conversation.erased') return decideErased(state, event, clear.envHash);
	if (!isTalk(clear)) return refuse('malformed');
	if (state.facts.ended) return refuse('ended');
	if (clear.of !== 'conversation.said' && event.rev !== 0) return refuse('stale');
	return decideStanding(state, event, clear);
};

function decideInvited(
	state: ConversationState | null,
	{ envHash, rev, member: author }: LogEvent,
	plan: readonly PlanStep[]
): Decision {
	if (envHash === null) return refuse('malformed');
	if (state !== null) return refuse('already_invited');
	if (rev !== INVITED_REV) return refuse('stale');
	return accept({
		kind: 'conversation',
		author,
		rev,
		versions: [{ author, envHash, erased: false }],
		facts: {
			plan,
			accepted: false,
			ended: false,
			done: 0,
			opened: [],
			paused: null,
			told: [],
			turn: turnAt(plan, 0)
		}
	});
}

/** Somebody's own words, also after the end. */
function decideErased(
	state: ConversationState,
	event: LogEvent,
	envHash: LogEvent['prev']
): Decision {
	const version = versionOf(state, event.rev);
	if (version === undefined) return refuse('unknown_version');
	if (event.member !== version.author) return refuse('not_author');
	if (!equalBytes(envHash, version.envHash)) return refuse('stale');
	if (version.erased) return refuse('already_erased');
	return accept({ ...state, versions: withoutBody(state, event.rev) });
}

function decideStanding(state: ConversationState, event: LogEvent, clear: TalkClear): Decision {
	const { facts, author } = state;
	const isInviter = event.member === author;
	if (clear.of === 'conversation.accepted') {
		if (isInviter) return refuse('not_invited');
		return facts.accepted ? refuse('already_accepted') : withFacts(state, { accepted: true });
	}
	if (!facts.accepted) {
		const isWithdrawn = clear.of === 'conversation.ended' && isInviter;
		return isWithdrawn ? withFacts(state, { ended: true }) : refuse('not_accepted');
	}
	switch (clear.of) {
		case 'conversation.ended':
			return withFacts(state, { ended: true });
		case 'conversation.paused':
			return decidePaused(state, event.atMs, clear.returnMs);
		case 'conversation.resumed':
			return decideResumed(state, event.atMs);
		case 'conversation.told':
			return decideTold(state, event, clear.opening);
		case 'conversation.opened_together': {
			if (!isCurrentOpening(facts, clear.opening)) return refuse('not_now');
			const { inviterHash, invitedHash } = clear;
			const opened = [...facts.opened, { inviterHash, invitedHash }];
			return withFacts(state, { ...stepDone(facts), opened, told: [] });
		}
		case 'conversation.ready':
		case 'conversation.passed':
		case 'conversation.said':
		case 'conversation.heard':
			return decideTurns(state, event, clear);
		case 'conversation.invited':
			return refuse('already_invited');
	}
}

function decidePaused(state: ConversationState, atMs: number, returnMs: number): Decision {
	if (state.facts.paused !== null) return refuse('already_paused');
	if (returnMs < atMs + PAUSE_MIN_MS) return refuse('too_soon');
	if (returnMs > atMs + PAUSE_MAX_MS) return refuse('too_late');
	return withFacts(state, { paused: { atMs, returnMs } });
}

function decideResumed(state: ConversationState, atMs: number): Decision {
	const { paused } = state.facts;
	if (paused === null) return refuse('not_paused');
	if (atMs < paused.atMs + PAUSE_MIN_MS) return refuse('too_soon');
	return withFacts(state, { paused: null });
}

function decideTold(state: ConversationState, { member }: LogEvent, opening: number): Decision {
	const { facts } = state;
	if (!isCurrentOpening(facts, opening)) return refuse('not_now');
	if (facts.told.includes(member)) return refuse('already_told');
	return withFacts(state, { told: [...facts.told, member] });
}

type TurnsClear = Extract<
	TalkClear,
	{
		of: 'conversation.ready' | 'conversation.passed' | 'conversation.said' | 'conversation.heard';
	}
>;

function decideTurns(state: ConversationState, event: LogEvent, clear: TurnsClear): Decision {
	const { facts } = state;
	const { turn } = facts;
	if (facts.paused !== null) return refuse('paused');
	if (turn === null || clear.step !== facts.done + 1) return refuse('not_now');
	switch (clear.of) {
		case 'conversation.passed':
			return withFacts(state, stepDone(facts));
		case 'conversation.ready':
			if (turn.ready.includes(event.member)) return refuse('already_ready');
			return withFacts(state, { turn: { ...turn, ready: [...turn.ready, event.member] } });
		case 'conversation.heard':
		case 'conversation.said':
			return decidePiece(state, turn, event, clear);
	}
}

function decidePiece(
	state: ConversationState,
	turn: TurnFacts,
	event: LogEvent,
	clear: Extract<TurnsClear, { of: 'conversation.said' | 'conversation.heard' }>
): Decision {
	const { facts, versions, rev } = state;
	const step = facts.plan[facts.done];
	if (turn.ready.length < 2 || step === undefined) return refuse('not_ready');
	const next =
		clear.of === 'conversation.said'
			? said(turn, event.member, clear.move)
			: heard(turn, event.member, clear.enough, step);
	if (next === null) return refuse('not_your_turn');
	const moved = next === 'done' ? stepDone(facts) : { turn: next };
	if (clear.of === 'conversation.heard') return withFacts(state, moved);
	if (event.envHash === null) return refuse('malformed');
	if (event.rev !== rev + 1) return refuse('stale');
	const version = { author: event.member, envHash: event.envHash, erased: false };
	return accept({
		...state,
		rev: event.rev,
		versions: [...versions, version],
		facts: { ...facts, ...moved }
	});
}

/** Null when all steps are done. */
export function currentStep({ plan, done }: ConversationFacts): PlanStep | null {
	return plan[done] ?? null;
}

function isCurrentOpening(facts: ConversationFacts, opening: number): boolean {
	return currentStep(facts)?.kind === 'reveal' && opening === facts.opened.length + 1;
}

function stepDone({ plan, done }: ConversationFacts): Pick<ConversationFacts, 'done' | 'turn'> {
	return { done: done + 1, turn: turnAt(plan, done + 1) };
}

function turnAt(plan: readonly PlanStep[], done: number): TurnFacts | null {
	const step = plan[done];
	if (step === undefined || step.kind === 'reveal') return null;
	return { ready: [], speaker: null, phase: 'speak', taken: new Map() };
}

function withFacts(state: ConversationState, change: Partial<ConversationFacts>): Decision {
	return accept({ ...state, facts: { ...state.facts, ...change } });
}
