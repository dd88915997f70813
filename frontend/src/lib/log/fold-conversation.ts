/**
 * Conversations of a shared space: where they stand, by the rules that judged them, and what was said
 * in which order. Folded event by event, so that a page at a time gives the same as all at once.
 */
import type { EventId, MemberId, ObjectId } from '#lib/crypto/ids.js';
import type { Fold, FoldedVersion } from './fold';
import { decideConversation } from './rules/conversation';
import type { ConversationFacts, ConversationState, OpenedHashes } from './rules/rule';
import { isTalk } from './talk-fields';
import type { LogEvent, TurnMove } from './types';

/** One piece of a turn, and what the speaker said to it. */
export interface FoldedPiece {
	readonly event: EventId;
	readonly seq: number;
	readonly rev: number;
	readonly step: number;
	readonly move: TurnMove;
	readonly member: MemberId;
	readonly saidMs: number;
	readonly heard: 'enough' | 'more' | null;
}

export interface FoldedOpening extends OpenedHashes {
	/** Of the plan, from 1. */
	readonly step: number;
	readonly openedMs: number;
	readonly seq: number;
}

/** Something that a person did, for the list of what came. */
export interface FoldedAct {
	readonly event: EventId;
	readonly seq: number;
	readonly member: MemberId;
	readonly atMs: number;
	readonly verb: string;
}

export interface FoldedConversation {
	readonly id: ObjectId;
	/** As the rules have it. */
	readonly state: ConversationState;
	readonly invitedMs: number;
	readonly invitedSeq: number;
	readonly pieces: readonly FoldedPiece[];
	/** Steps that one of the two passed, by the plan, from 1. */
	readonly passed: ReadonlySet<number>;
	/** The first at 0. */
	readonly openings: readonly FoldedOpening[];
	readonly pausedBy: MemberId | null;
	readonly endedBy: MemberId | null;
	readonly last: FoldedAct;
	/** What each did last, for who looks whether something came. */
	readonly acts: readonly FoldedAct[];
}

/** An event that the rules accepted. Null where it is about no conversation. */
export function foldConversation(
	before: FoldedConversation | undefined,
	event: LogEvent
): FoldedConversation | null {
	const decision = decideConversation(before?.state ?? null, event);
	if (!decision.accepted || decision.next.kind !== 'conversation') return before ?? null;
	const state = decision.next;
	const { eventId, seq, member, atMs, verb } = event;
	const act: FoldedAct = { event: eventId, seq, member, atMs, verb };
	if (before === undefined) return begin(event, state, act);
	const next = { ...before, state, last: act, acts: [...before.acts, act] };
	return { ...next, ...changeOf(before, event) };
}

function begin(event: LogEvent, state: ConversationState, act: FoldedAct): FoldedConversation {
	return {
		id: event.object,
		state,
		invitedMs: event.atMs,
		invitedSeq: event.seq,
		pieces: [],
		passed: new Set(),
		openings: [],
		pausedBy: null,
		endedBy: null,
		last: act,
		acts: [act]
	};
}

function changeOf(
	before: FoldedConversation,
	{ clear, eventId, seq, rev, member, atMs }: LogEvent
): Partial<FoldedConversation> {
	if (!isTalk(clear)) return {};
	switch (clear.of) {
		case 'conversation.said': {
			const { step, move } = clear;
			const piece = { event: eventId, seq, rev, step, move, member, saidMs: atMs, heard: null };
			return { pieces: [...before.pieces, piece] };
		}
		case 'conversation.heard': {
			const heard = clear.enough ? 'enough' : 'more';
			const last = before.pieces.at(-1);
			// A rule saw to it that a piece was said right before.
			return last ? { pieces: [...before.pieces.slice(0, -1), { ...last, heard }] } : {};
		}
		case 'conversation.passed':
			return { passed: new Set(before.passed).add(clear.step) };
		case 'conversation.opened_together': {
			const { inviterHash, invitedHash } = clear;
			const step = before.state.facts.done + 1;
			const opening = { inviterHash, invitedHash, step, openedMs: atMs, seq };
			return { openings: [...before.openings, opening] };
		}
		case 'conversation.paused':
			return { pausedBy: member };
		case 'conversation.resumed':
			return { pausedBy: null };
		case 'conversation.ended':
			return { endedBy: member };
		case 'conversation.invited':
		case 'conversation.accepted':
		case 'conversation.ready':
		case 'conversation.told':
			return {};
	}
}

/** In the order in which they were begun. */
export function conversationsOf({ conversations }: Fold): FoldedConversation[] {
	return [...conversations.values()];
}

/** The words of a version of a conversation: its invitation, or a piece of a turn. */
export function wordsAt(fold: Fold, id: ObjectId, rev: number): FoldedVersion['content'] {
	return fold.objects.get(id)?.[rev - 1]?.content ?? { t: 'missing' };
}

/** The opening that a reveal of the plan is, from 1; null for turns. */
export function openingAt({ plan }: Pick<ConversationFacts, 'plan'>, step: number): number | null {
	if (plan[step - 1]?.kind !== 'reveal') return null;
	return plan.slice(0, step).filter(({ kind }) => kind === 'reveal').length;
}

/** The step of the plan that an opening is, from 1; null where the plan has fewer. */
export function stepOfOpening(
	{ plan }: Pick<ConversationFacts, 'plan'>,
	opening: number
): number | null {
	const reveals = plan.flatMap(({ kind }, index) => (kind === 'reveal' ? [index + 1] : []));
	return reveals[opening - 1] ?? null;
}
