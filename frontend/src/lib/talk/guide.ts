/**
 * Guides as the app carries them: the shape of `lib/content/guides.json`, and how a person walks
 * through one. Pure. A guide is data: what its steps are, their order, and for whom; nothing here
 * knows any one of them.
 */
import type { PlanStep } from '#lib/log/types.js';

export type GuideMode = 'alone' | 'together' | 'either';
export type Intensity = 'gentle' | 'moderate' | 'deep';
export type Company = 'alone' | 'together';

export interface GuideField {
	id: string;
	label: string;
	help: string | null;
	example: string | null;
	kind: 'text' | 'line' | 'choice' | 'scale';
	/** Of a choice; else empty. */
	options: readonly string[];
	many: boolean;
	/** Words at 0 and at 10 of a scale; else null. */
	low: string | null;
	high: string | null;
}

/** Said beside the field to who writes; it leads nowhere else. */
export interface Hint {
	/** A regular expression, read without case. */
	pattern: string;
	words: string;
	/** Fear or harm: while it speaks, the others are silent. */
	grave: boolean;
}

export interface Phase {
	words: string;
	/** Null: as long as the person likes. */
	seconds: number | null;
}

/** What `propose` begins an agreement with. */
export interface DraftStart {
	kind: 'agreement' | 'limit' | 'request';
	category: string;
	title: string;
	what: string;
	why: string;
	kept_looks_like: string;
	exceptions: string;
	help: string;
	if_missed: string;
	if_kept_missed: string;
	review_days: number | null;
}

/** Who sees what is written in a step; null where nothing is. */
export type Visibility = 'only-me' | 'sealed' | 'both';

interface StepBase {
	id: string;
	visibility: Visibility | null;
	/** The step is only there in this company. */
	when: Company | null;
}

interface Told extends StepBase {
	title: string;
	text: readonly string[];
}

export interface IntroStep extends Told {
	kind: 'intro';
	stop: string;
}

/** Its number never leaves memory. */
export interface CheckStep extends StepBase {
	kind: 'check';
}

export interface PrivateStep extends Told {
	kind: 'private';
	fields: readonly GuideField[];
	hints: readonly Hint[];
	/** Can be done on paper instead. */
	paper: boolean;
}

export interface RevealStep extends Told {
	kind: 'reveal';
	fields: readonly GuideField[];
	hints: readonly Hint[];
	/** Field of the answer by the private field, `step.field`, that it can start from. */
	from: Readonly<Record<string, string>>;
}

export interface TurnsStep extends Told {
	kind: 'turns';
	rounds: number;
	/** The listener also validates and guesses the feeling. */
	deeper: boolean;
	/** A suggestion for one piece. */
	seconds: number | null;
	topic: string;
	speaker: readonly string[];
	listener: readonly string[];
	stem: string;
	validate: string | null;
	imagine: string | null;
}

export interface TimerStep extends Told {
	kind: 'timer';
	caution: string | null;
	phases: readonly Phase[];
	cycles: number;
}

export interface AwayStep extends Told {
	kind: 'away';
	done: string;
}

export interface ChooseStep extends Told {
	kind: 'choose';
	from: readonly string[];
	to: 'partner' | 'kept';
}

export interface ProposeStep extends Told {
	kind: 'propose';
	draft: DraftStart;
	/** Field of the draft by the private fields that fill it. */
	from: Readonly<Record<string, readonly string[]>>;
}

export interface ClosingStep extends Told {
	kind: 'thanks' | 'after';
}

export type GuideStep =
	| IntroStep
	| CheckStep
	| PrivateStep
	| RevealStep
	| TurnsStep
	| TimerStep
	| AwayStep
	| ChooseStep
	| ProposeStep
	| ClosingStep;

export type JointStep = RevealStep | TurnsStep;

export interface Guide {
	id: string;
	version: number;
	title: string;
	theme: string;
	also: readonly string[];
	mode: GuideMode;
	minutes: number;
	intensity: Intensity;
	touch: boolean;
	about: string;
	who_for: string;
	who_sees: string;
	not_when: readonly string[];
	content_note: string | null;
	reviewed_by: string | null;
	steps: readonly GuideStep[];
}

/** Every version that the app knows: a running conversation keeps the one that it began with. */
export interface GuideBundle {
	guides: readonly Guide[];
}

export function findGuide(
	{ guides }: GuideBundle,
	id: string,
	version?: number
): Guide | undefined {
	if (version !== undefined) {
		return guides.find((guide) => guide.id === id && guide.version === version);
	}
	return newestGuides({ guides }).find((guide) => guide.id === id);
}

/** One of each, in the order of the bundle. */
export function newestGuides({ guides }: GuideBundle): Guide[] {
	const newest = new Map<string, Guide>();
	for (const guide of guides) {
		const known = newest.get(guide.id);
		if (known === undefined || known.version < guide.version) newest.set(guide.id, guide);
	}
	return [...newest.values()];
}

/** The steps that there are in this company, in order. */
export function stepsOf({ steps }: Guide, company: Company): GuideStep[] {
	return steps.filter((step) => {
		if (step.when !== null && step.when !== company) return false;
		return company === 'together' || !needsTwo(step);
	});
}

/** What only two people can do. */
export function needsTwo(step: GuideStep): boolean {
	return isJoint(step) || (step.kind === 'choose' && step.to === 'partner');
}

export function isJoint(step: GuideStep): step is JointStep {
	return step.kind === 'reveal' || step.kind === 'turns';
}

export function jointSteps(guide: Guide): JointStep[] {
	return stepsOf(guide, 'together').filter(isJoint);
}

/** What an invitation tells the server, and no more: the kinds of joint steps, and their rounds. */
export function planOf(guide: Guide): PlanStep[] {
	return jointSteps(guide).map((step) => {
		if (step.kind === 'reveal') return { kind: 'reveal', rounds: 0 };
		return { kind: step.deeper ? 'deeper' : 'turns', rounds: step.rounds };
	});
}

/** Whether a conversation follows this guide: somebody else's phone wrote its plan. */
export function followsPlan(guide: Guide, plan: readonly PlanStep[]): boolean {
	const own = planOf(guide);
	return (
		own.length === plan.length &&
		own.every(({ kind, rounds }, index) => {
			const other = plan[index];
			return other?.kind === kind && other.rounds === rounds;
		})
	);
}

export interface Walk {
	steps: readonly GuideStep[];
	/** Where the person is. */
	here: GuideStep;
	/** Null before the first, and behind the last. */
	previous: GuideStep | null;
	next: GuideStep | null;
	/** From 0. */
	index: number;
	/** What has to happen before the step behind this one: this step is a joint one, not done yet. */
	blockedBy: JointStep | null;
}

/**
 * Where somebody stands in a guide. A step that is not there in this company leads to the next one
 * that is.
 * @param jointDone how many joint steps the two have behind them
 */
export function walk(guide: Guide, company: Company, step: string, jointDone: number): Walk | null {
	const steps = stepsOf(guide, company);
	const index = indexOf(guide, steps, step);
	const here = steps[index];
	if (here === undefined) return null;
	const joint = steps.filter(isJoint);
	const openJoint = joint[jointDone] ?? null;
	const isBefore = openJoint === null || steps.indexOf(openJoint) > index;
	return {
		steps,
		here,
		previous: steps[index - 1] ?? null,
		next: steps[index + 1] ?? null,
		index,
		blockedBy: isBefore ? null : openJoint
	};
}

function indexOf(guide: Guide, steps: readonly GuideStep[], id: string): number {
	const from = guide.steps.findIndex((step) => step.id === id);
	const there = guide.steps.slice(Math.max(0, from)).find((step) => steps.includes(step));
	return there === undefined ? steps.length - 1 : steps.indexOf(there);
}
