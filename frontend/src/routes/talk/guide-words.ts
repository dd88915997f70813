/** What a card says of a guide before anything opens: how it feels, for whom, and why it is closed. */
import { m } from '#lib/paraglide/messages.js';
import type { Gate, GateReason } from '#lib/talk/gates.js';
import type { Guide } from '#lib/talk/guide.js';

export function intensity({ intensity: of }: Guide): string {
	return { gentle: m.talk_gentle, moderate: m.talk_moderate, deep: m.talk_deep }[of]();
}

export function intensityMeans({ intensity: of }: Guide): string {
	return {
		gentle: m.talk_gentle_means,
		moderate: m.talk_moderate_means,
		deep: m.talk_deep_means
	}[of]();
}

export function forWhom({ mode }: Guide): string {
	return {
		alone: m.talk_for_one,
		together: m.talk_for_two,
		either: m.talk_for_either
	}[mode]();
}

/** What today's own words decide is asked on the way, and closes nothing before. */
const ASKED: readonly GateReason[] = ['check', 'check_high', 'opt_in', 'therapist'];

/** Why nothing of it can be begun or gone on with; null where it can. */
export function closedWords(gate: Gate): string | null {
	return gate.open || ASKED.includes(gate.reason) ? null : closedBecause(gate.reason);
}

/** R18: what one person closed reads like everything that is closed. */
function closedBecause(reason: GateReason): string {
	return {
		closed: m.talk_closed_line,
		not_reviewed: m.talk_closed_line,
		first_two: m.talk_closed_first_two,
		therapist: m.talk_closed_therapist,
		paused: m.talk_closed_paused,
		check: m.talk_closed_check,
		check_high: m.talk_closed_check_high,
		opt_in: m.talk_closed_opt_in
	}[reason]();
}
