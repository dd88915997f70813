/**
 * What is open to a person (R18, R26, R28; docs: clinical-guide §2). Pure. A gate is one's own: it
 * reads nothing of the other person but what both did together, and tells nobody anything.
 */
import type { Guide } from './guide';

/** What this person said about today, in memory only, and what stands behind them. */
export interface GateSituation {
	company: 'alone' | 'together';
	/** Guides whose joint steps both of the two went through. */
	finished: ReadonlySet<string>;
	/** Closed by this person (R18). */
	closed: { joint: boolean; deep: boolean };
	/** The number of today's check; null while not asked. */
	check: number | null;
	/** A yes of today, given behind the content note. */
	optIn: boolean;
	/** "Our therapist suggested this", said today. */
	therapist: boolean;
	/** Some conversation of the two is paused. */
	anyPaused: boolean;
	/** The host opened guides that no named clinician has reviewed. */
	hostOpened: boolean;
}

export type GateReason =
	/** By this person: the one line of every closed item, and nothing else. */
	| 'closed'
	/** `talk-rules` and `pause-plan` come first. */
	| 'first_two'
	/** Neither reviewed nor opened by the host. */
	| 'not_reviewed'
	| 'therapist'
	| 'paused'
	/** The check of today is missing. */
	| 'check'
	/** Today's check is too high for this one. */
	| 'check_high'
	| 'opt_in';

export type Gate = { open: true } | { open: false; reason: GateReason };

/** Guides that two people finish before anything moderate. */
export const FIRST_TWO = ['talk-rules', 'pause-plan'] as const;
const DEEP_CHECK_MAX = 5;
const STEADYING_CHECK_MIN = 7;

/** What the card says before anything is asked of today: whatever cannot change by asking. */
export function standingGate(guide: Guide, situation: GateSituation): Gate {
	const { company, closed, finished, hostOpened } = situation;
	const isDeep = guide.intensity === 'deep';
	if ((closed.joint && company === 'together') || (closed.deep && isDeep)) return shut('closed');
	const needsReview = isDeep || guide.touch;
	if (needsReview && guide.reviewed_by === null && !hostOpened) return shut('not_reviewed');
	const needsFirst = company === 'together' && guide.intensity !== 'gentle';
	if (needsFirst && !FIRST_TWO.every((id) => finished.has(id))) return shut('first_two');
	return OPEN;
}

/** Whether this person may begin it, or go on to its next joint step, now. */
export function gate(guide: Guide, situation: GateSituation): Gate {
	const standing = standingGate(guide, situation);
	if (!standing.open) return standing;
	if (guide.touch && !situation.therapist) return shut('therapist');
	if (guide.intensity !== 'deep') {
		return guide.touch && !situation.optIn ? shut('opt_in') : OPEN;
	}
	if (situation.anyPaused) return shut('paused');
	if (situation.check === null) return shut('check');
	if (situation.check > DEEP_CHECK_MAX) return shut('check_high');
	return situation.optIn ? OPEN : shut('opt_in');
}

/** Whether a check offers the pause plan and a steadying exercise. Going on stays possible. */
export function offersSteadying(check: number): boolean {
	return check >= STEADYING_CHECK_MIN;
}

const OPEN: Gate = { open: true };

function shut(reason: GateReason): Gate {
	return { open: false, reason };
}
