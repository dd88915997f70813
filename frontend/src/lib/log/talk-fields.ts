/**
 * The clear fields of conversations, written and read strictly (protocol.md §6, §7; the table stands
 * in tests/vectors/README.md).
 */
import {
	CanonicalError,
	concat,
	readUint,
	u16,
	u64,
	u8,
	type Bytes
} from '#lib/crypto/canonical.js';
import type { Clear, PlanStep, TalkClear, TurnMove } from './types';

/** Codes of the steps of a plan, in their order from 1. */
const PLAN_KINDS: readonly PlanStep['kind'][] = ['reveal', 'turns', 'deeper'];
export const MAX_PLAN = 16;
const MAX_ROUNDS = 9;
const PLAN_STEP_BYTES = 2;
/** Codes of the moves of a turn, in their order from 1. */
const MOVES: readonly TurnMove[] = ['speak', 'mirror', 'validate', 'imagine'];

/** Of a conversation's verbs all but the taking back of words, which names them like any other. */
export function isTalk(clear: Clear): clear is TalkClear {
	return clear.of.startsWith('conversation.') && clear.of !== 'conversation.erased';
}

export function writeTalkFields(clear: TalkClear): Bytes[] {
	switch (clear.of) {
		case 'conversation.invited':
			return [concat(...clear.plan.map(writePlanStep))];
		case 'conversation.accepted':
		case 'conversation.resumed':
		case 'conversation.ended':
			return [];
		case 'conversation.ready':
		case 'conversation.passed':
			return [u16(clear.step)];
		case 'conversation.said':
			return [u16(clear.step), u8(MOVES.indexOf(clear.move) + 1)];
		case 'conversation.heard':
			return [u16(clear.step), u8(clear.enough ? 1 : 0)];
		case 'conversation.paused':
			return [u64(clear.returnMs)];
		case 'conversation.told':
			return [u16(clear.opening)];
		case 'conversation.opened_together':
			return [u16(clear.opening), clear.inviterHash, clear.invitedHash];
	}
}

/** Null for another verb. Throws CanonicalError unless these are exactly its fields. */
export function readTalkFields(of: string, fields: readonly Bytes[]): TalkClear | null {
	const [first, second, third] = fields;
	switch (of) {
		case 'conversation.invited':
			return { of, plan: readPlan(only(fields, 1, first)) };
		case 'conversation.accepted':
		case 'conversation.resumed':
		case 'conversation.ended':
			if (fields.length !== 0) malformed('no clear fields');
			return { of };
		case 'conversation.ready':
		case 'conversation.passed':
			return { of, step: readOrdinal(only(fields, 1, first)) };
		case 'conversation.said': {
			const step = readOrdinal(only(fields, 2, first));
			const move = MOVES[readUint(sized(second, 1)) - 1];
			return move === undefined ? malformed('not a move') : { of, step, move };
		}
		case 'conversation.heard': {
			const step = readOrdinal(only(fields, 2, first));
			const enough = readUint(sized(second, 1));
			return enough > 1 ? malformed('not yes or no') : { of, step, enough: enough === 1 };
		}
		case 'conversation.paused':
			return { of, returnMs: readUint(sized(only(fields, 1, first), 8)) };
		case 'conversation.told':
			return { of, opening: readOrdinal(only(fields, 1, first)) };
		case 'conversation.opened_together': {
			const opening = readOrdinal(only(fields, 3, first));
			return { of, opening, inviterHash: sized(second, 32), invitedHash: sized(third, 32) };
		}
		default:
			return null;
	}
}

function writePlanStep({ kind, rounds }: PlanStep): Bytes {
	return concat(u8(PLAN_KINDS.indexOf(kind) + 1), u8(rounds));
}

function readPlan(bytes: Bytes): PlanStep[] {
	const count = bytes.length / PLAN_STEP_BYTES;
	if (!Number.isInteger(count) || count < 1 || count > MAX_PLAN) malformed('not 1 to 16 steps');
	return Array.from({ length: count }, (_, index) => {
		const [code = 0, rounds = 0] = bytes.subarray(index * PLAN_STEP_BYTES);
		const kind = PLAN_KINDS[code - 1];
		if (kind === undefined) return malformed('not a kind of step');
		const isRight = kind === 'reveal' ? rounds === 0 : rounds >= 1 && rounds <= MAX_ROUNDS;
		return isRight ? { kind, rounds } : malformed('not a number of rounds');
	});
}

/** Steps and openings count from 1. */
function readOrdinal(field: Bytes): number {
	const ordinal = readUint(sized(field, 2));
	return ordinal === 0 ? malformed('counted from 1') : ordinal;
}

function only(fields: readonly Bytes[], count: number, first: Bytes | undefined): Bytes {
	if (fields.length !== count || first === undefined) malformed(`${count} clear fields`);
	return first;
}

function sized(field: Bytes | undefined, length: number): Bytes {
	if (field?.length !== length) malformed(`a field of ${length} bytes`);
	return field;
}

function malformed(message: string): never {
	throw new CanonicalError(message);
}
