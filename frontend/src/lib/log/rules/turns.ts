/**
 * Turns of speaking and listening. The speaker speaks and the listener mirrors, until the speaker
 * says "yes, that is it"; in a deeper step the listener then validates and guesses the feeling. Then
 * the floor changes hands, until both have had it as often as the plan says.
 */
import type { MemberId } from '#lib/crypto/ids.js';
import type { PlanStep, TurnMove } from '../types';
import type { TurnFacts } from './rule';

/** After a piece, what is asked next. */
const NEXT = {
	speak: 'mirror',
	mirror: 'confirm',
	validate: 'imagine',
	imagine: 'feeling'
} as const satisfies Record<TurnMove, TurnFacts['phase']>;

/** Null where it is not this person's move. */
export function said(turn: TurnFacts, member: MemberId, move: TurnMove): TurnFacts | null {
	if (turn.phase !== move) return null;
	const { speaker } = turn;
	if (move !== 'speak') {
		return speaker === member ? null : { ...turn, phase: NEXT[move] };
	}
	// Whoever begins, begins.
	if (speaker !== null && speaker !== member) return null;
	return { ...turn, speaker: member, phase: NEXT.speak };
}

/** Null where it is not this person's move; `done` where both have had the floor often enough. */
export function heard(
	turn: TurnFacts,
	member: MemberId,
	enough: boolean,
	step: PlanStep
): TurnFacts | 'done' | null {
	const { phase, speaker } = turn;
	if (speaker !== member) return null;
	if (phase === 'confirm') {
		if (!enough) return { ...turn, phase: 'speak' };
		return step.kind === 'deeper'
			? { ...turn, phase: 'validate' }
			: roundOver(turn, member, step.rounds);
	}
	if (phase !== 'feeling') return null;
	return enough ? roundOver(turn, member, step.rounds) : { ...turn, phase: 'imagine' };
}

function roundOver(turn: TurnFacts, speaker: MemberId, rounds: number): TurnFacts | 'done' {
	const taken = new Map(turn.taken).set(speaker, takenBy(turn, speaker) + 1);
	if (turn.ready.every((member) => (taken.get(member) ?? 0) >= rounds)) return 'done';
	const other = turn.ready.find((member) => member !== speaker) ?? speaker;
	return { ...turn, taken, speaker: other, phase: 'speak' };
}

export function takenBy({ taken }: TurnFacts, member: MemberId): number {
	return taken.get(member) ?? 0;
}
