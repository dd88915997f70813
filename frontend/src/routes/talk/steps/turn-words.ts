/** What a turn says on screen: its stages, how far it is, and what each piece was. */
import { m } from '#lib/paraglide/messages.js';
import type { TurnsStep } from '#lib/talk/guide.js';
import type { Move, PieceView, TurnsPhase, TurnsView } from '#lib/view/talk.svelte.js';

const PLAIN: readonly TurnsPhase[] = ['speak', 'mirror', 'confirm'];
const DEEPER: readonly TurnsPhase[] = [...PLAIN, 'validate', 'imagine', 'feeling'];

export function phasesOf(step: TurnsStep): readonly TurnsPhase[] {
	return step.deeper ? DEEPER : PLAIN;
}

/** From 0 to 1: the part of the seam that is gold. Going back for more takes nothing away from it. */
export function partOf(step: TurnsStep, turns: TurnsView): number {
	if (turns.phase === 'done') return 1;
	const phases = phasesOf(step);
	const all = 2 * turns.rounds * phases.length;
	const behind = (turns.takenMine + turns.takenTheirs) * phases.length;
	return Math.min(1, (behind + Math.max(0, phases.indexOf(turns.phase))) / all);
}

export interface Stage {
	phase: TurnsPhase;
	words: string;
	state: 'past' | 'now' | 'ahead';
}

/** The stages of one round, in the words of who looks; the last one is the swap. */
export function stagesOf(step: TurnsStep, turns: TurnsView, them: string): Stage[] {
	const mine = turns.speaker !== 'theirs';
	const now = phasesOf(step).indexOf(turns.phase);
	const names: Partial<Record<TurnsPhase, string>> = {
		speak: mine ? m.talk_stage_you_speak() : m.talk_stage_they_speak({ name: them }),
		mirror: mine ? m.talk_stage_they_mirror({ name: them }) : m.talk_stage_you_mirror(),
		confirm: m.talk_stage_confirm(),
		validate: m.talk_stage_validate(),
		imagine: m.talk_stage_imagine(),
		feeling: m.talk_stage_feeling()
	};
	return phasesOf(step).map((phase, at) => ({
		phase,
		words: names[phase] ?? '',
		state: at < now ? 'past' : at === now ? 'now' : 'ahead'
	}));
}

/** What is this person's to do now; empty where nothing is. */
export function partWords(phase: TurnsPhase): string {
	const words: Partial<Record<TurnsPhase, string>> = {
		speak: m.talk_your_part_speak(),
		mirror: m.talk_your_part_mirror(),
		validate: m.talk_your_part_validate(),
		imagine: m.talk_your_part_imagine(),
		confirm: m.talk_your_part_confirm(),
		feeling: m.talk_your_part_confirm()
	};
	return words[phase] ?? '';
}

/** Whose piece it is and what it did: "You spoke", "Elias mirrored". */
export function pieceWords({ move, mine }: Pick<PieceView, 'move' | 'mine'>, them: string): string {
	const words: Record<Move, string> = mine
		? {
				speak: m.talk_piece_you_spoke(),
				mirror: m.talk_piece_you_mirrored(),
				validate: m.talk_piece_you_validated(),
				imagine: m.talk_piece_you_imagined()
			}
		: {
				speak: m.talk_piece_they_spoke({ name: them }),
				mirror: m.talk_piece_they_mirrored({ name: them }),
				validate: m.talk_piece_they_validated({ name: them }),
				imagine: m.talk_piece_they_imagined({ name: them })
			};
	return words[move];
}

/** The beginning that a move can borrow, from the guide. */
export function stemOf(step: TurnsStep, move: Move): string {
	if (move === 'mirror') return step.stem;
	if (move === 'validate') return step.validate ?? m.talk_stem_validate();
	if (move === 'imagine') return step.imagine ?? m.talk_stem_imagine();
	return step.topic;
}
