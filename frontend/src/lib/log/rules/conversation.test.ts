/** The rules of conversations, walked through in every order that two people can act in. */
import { describe, expect, test } from 'vitest';
import { u8 } from '../../crypto/canonical';
import { uuidV4, uuidV7, type MemberId, type ObjectId, type SpaceId } from '../../crypto/ids';
import { ZERO_HASH } from '../event';
import type { LogEvent, PlanStep, TalkClear, TurnMove } from '../types';
import { currentStep, decideConversation } from './conversation';
import type { ConversationState } from './rule';

const SPACE = uuidV4<SpaceId>();
const TALK = uuidV7<ObjectId>(1);
const [NADIA, ELIAS] = [uuidV4<MemberId>(), uuidV4<MemberId>()];
const PEOPLE = [NADIA, ELIAS];
const MOVES: TurnMove[] = ['speak', 'mirror', 'validate', 'imagine'];

function event(member: MemberId, clear: TalkClear, change: Partial<LogEvent> = {}): LogEvent {
	const base = { space: SPACE, eventId: uuidV7<never>(1), seq: 3, prev: ZERO_HASH, atMs: 1 };
	return { ...base, object: TALK, rev: 0, envHash: null, member, verb: clear.of, clear, ...change };
}

function begun(plan: PlanStep[]): ConversationState {
	const words = { rev: 1, envHash: u8(1) };
	const invited = after(null, event(NADIA, { of: 'conversation.invited', plan }, words));
	return after(invited, event(ELIAS, { of: 'conversation.accepted' }));
}

function after(state: ConversationState | null, one: LogEvent): ConversationState {
	const decision = decideConversation(state, one);
	if (!decision.accepted) throw new Error(decision.code);
	if (decision.next.kind !== 'conversation') throw new Error('another kind');
	return decision.next;
}

/** Everything that either could say or do in the steps of a conversation. */
function movesAt(state: ConversationState): LogEvent[] {
	const steps = [state.facts.done, state.facts.done + 1, state.facts.done + 2].filter((n) => n > 0);
	return PEOPLE.flatMap((member) =>
		steps.flatMap((step) => [
			event(member, { of: 'conversation.ready', step }),
			...[true, false].map((enough) => event(member, { of: 'conversation.heard', step, enough })),
			...MOVES.map((move) => {
				const words = { rev: state.rev + 1, envHash: u8(2) };
				return event(member, { of: 'conversation.said', step, move }, words);
			}),
			event(member, {
				of: 'conversation.opened_together',
				opening: state.facts.opened.length + 1,
				inviterHash: ZERO_HASH,
				invitedHash: ZERO_HASH
			})
		])
	);
}

/** States that differ in nothing that a rule asks about are one. */
function keyOf({ facts }: ConversationState): string {
	const { turn, done, opened } = facts;
	const taken = turn ? [...turn.taken].sort() : null;
	const ready = turn ? turn.ready.toSorted() : null;
	return JSON.stringify([done, opened.length, ready, turn?.speaker, turn?.phase, taken]);
}

function reach(plan: PlanStep[]): Map<string, ConversationState> {
	const reached = new Map<string, ConversationState>();
	const open = [begun(plan)];
	for (let state = open.pop(); state; state = open.pop()) {
		if (reached.has(keyOf(state))) continue;
		reached.set(keyOf(state), state);
		for (const move of movesAt(state)) {
			const decision = decideConversation(state, move);
			if (decision.accepted) open.push(decision.next as ConversationState);
		}
	}
	return reached;
}

const PLAN: PlanStep[] = [
	{ kind: 'reveal', rounds: 0 },
	{ kind: 'turns', rounds: 2 },
	{ kind: 'deeper', rounds: 1 },
	{ kind: 'reveal', rounds: 0 }
];

describe('every state that two people can come to', () => {
	const reached = [...reach(PLAN).values()];

	test('lets somebody go on, until all is done', () => {
		expect(reached.length).toBeGreaterThan(30);
		for (const state of reached) {
			const goOn = movesAt(state).filter((move) => decideConversation(state, move).accepted);
			expect(goOn.length > 0).toBe(currentStep(state.facts) !== null);
		}
	});

	test('gives a turn that has begun to exactly one of them', () => {
		for (const state of reached) {
			const { turn } = state.facts;
			if (turn === null || turn.ready.length < 2 || turn.speaker === null) continue;
			const able = PEOPLE.filter((member) =>
				movesAt(state).some(
					(move) => move.member === member && decideConversation(state, move).accepted
				)
			);
			expect(able).toHaveLength(1);
		}
	});

	test('never comes to an end of turns that one of them has had less of', () => {
		const done = reached.filter(({ facts }) => facts.done === 2);
		expect(done.length).toBeGreaterThan(0);
		const last = reached.filter(({ facts }) => facts.done === 1 && facts.turn?.phase === 'confirm');
		for (const { facts } of last) {
			const counts = PEOPLE.map((member) => facts.turn?.taken.get(member) ?? 0);
			expect(Math.abs((counts[0] ?? 0) - (counts[1] ?? 0))).toBeLessThanOrEqual(1);
		}
	});

	test('can be paused, passed and ended by either of them', () => {
		for (const state of reached) {
			for (const member of PEOPLE) {
				const paused = event(member, { of: 'conversation.paused', returnMs: 1 + 20 * 60_000 });
				expect(decideConversation(state, paused).accepted).toBe(true);
				expect(
					decideConversation(state, event(member, { of: 'conversation.ended' })).accepted
				).toBe(true);
				const step = state.facts.done + 1;
				const passed = decideConversation(
					state,
					event(member, { of: 'conversation.passed', step })
				);
				expect(passed.accepted).toBe(state.facts.turn !== null);
			}
		}
	});
});

test('what opened is remembered by both hashes, for who has to put the same record again', () => {
	const [inviterHash, invitedHash] = [u8(7), u8(8)];
	const clear = {
		of: 'conversation.opened_together',
		opening: 1,
		inviterHash,
		invitedHash
	} as const;
	const state = after(begun(PLAN), event(ELIAS, clear));
	expect(state.facts.opened).toEqual([{ inviterHash, invitedHash }]);
});
