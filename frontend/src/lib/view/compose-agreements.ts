/** The views of limits, requests and agreements, by what the rules say of them. Pure. */
import { equalBytes } from '#lib/crypto/canonical.js';
import type { Agreed, RequestAnswer } from '#lib/log/content-agreement.js';
import type { FoldedAgreed } from '#lib/log/fold-agreement.js';
import { hasPaused, isOpen, REST_MS } from '#lib/log/rules/agreement.js';
import { askedRev } from '#lib/log/rules/request.js';
import type {
	AgreementState,
	LimitState,
	Proposal,
	RequestState,
	Review
} from '#lib/log/rules/rule.js';
import {
	dayOf,
	dayOfReview,
	isDeep,
	isWithinWeek,
	lastDayOf,
	reviewRange
} from '#lib/agreements/days.js';
import type {
	AgreedView,
	AgreementStatus,
	AgreementView,
	AnswerToRequest,
	InForceView,
	LimitView,
	ProposalView,
	RequestView,
	ReviewView,
	VersionView
} from './agreements.svelte.js';
import {
	broughtBy,
	toHistory,
	toSigned,
	toVersionView,
	wordsOf,
	type AgreedPlace,
	type ComposedAgreed
} from './compose-agreed';

export function toAgreedView(place: AgreedPlace, composed: ComposedAgreed): AgreedView | null {
	const { state } = composed.folded;
	switch (state.kind) {
		case 'limit':
			return toLimitView(place, composed, state);
		case 'request':
			return toRequestView(place, composed, state);
		case 'agreement':
			return toAgreementView(place, composed, state);
	}
}

function toLimitView(
	place: AgreedPlace,
	composed: ComposedAgreed,
	{ author, versions: all, acknowledged, retired }: LimitState
): LimitView | null {
	const versions = all.flatMap((_, index) => {
		return toVersionView(place, composed, index + 1, index + 1) ?? [];
	});
	const now = versions.at(-1);
	if (!now) return null;
	const seen = composed.folded.acts.findLast(({ verb }) => verb === 'limit.acknowledged');
	const mine = author === place.me;
	return {
		kind: 'limit',
		...baseOf(place, composed, versions, now),
		...{ mine, now, versions, retired },
		acknowledgedMs: acknowledged && seen ? seen.atMs : null,
		waiting: !place.closed && !mine && !retired && !acknowledged && !now.erased
	};
}

function toRequestView(
	place: AgreedPlace,
	composed: ComposedAgreed,
	state: RequestState
): RequestView | null {
	const { author, withdrawn } = state;
	const versions: VersionView[] = [];
	const answers: AnswerToRequest[] = [];
	const asked = askedRev(state);
	let answer: AnswerToRequest | null = null;
	for (const [index, version] of state.versions.entries()) {
		const rev = index + 1;
		if (version.author === author) {
			const view = toVersionView(place, composed, rev, versions.length + 1);
			if (view) versions.push(view);
		} else {
			const view = toAnswer(place, composed, rev);
			if (view) answers.push(view);
			if (view && rev > asked) answer = view;
		}
	}
	const newest = versions.at(-1);
	if (!newest) return null;
	const mine = author === place.me;
	return {
		kind: 'request',
		...baseOf(place, composed, versions, newest),
		...{ mine, asked: newest, versions, answer, answers, withdrawn },
		begun: place.begun.get(composed.folded.id)?.line ?? '',
		waiting: !place.closed && !mine && !withdrawn && answer === null && !newest.erased
	};
}

function toAnswer(
	place: AgreedPlace,
	composed: ComposedAgreed,
	rev: number
): AnswerToRequest | null {
	const brought = broughtBy(composed.folded, rev);
	if (!brought) return null;
	const words = wordsOf(place, composed, rev);
	const answer: RequestAnswer | null = words?.t === 'request_answer' ? words : null;
	const erased = composed.folded.state.versions[rev - 1]?.erased === true;
	return {
		id: brought.event,
		mine: brought.member === place.me,
		reply: answer?.answer ?? null,
		text: answer?.text ?? '',
		erased,
		damaged: answer === null && !erased,
		...toSigned(composed, brought)
	};
}

function toAgreementView(
	place: AgreedPlace,
	composed: ComposedAgreed,
	state: AgreementState
): AgreementView | null {
	const { facts } = state;
	const versions = facts.proposals.flatMap((proposal, index) => {
		return toProposal(place, composed, state, proposal, index + 1) ?? [];
	});
	const inForce = inForceOf(composed, state, versions);
	const suggestions = versions.filter(({ open }) => open).reverse();
	const current = inForce?.version ?? suggestions[0] ?? versions.at(-1);
	if (!current) return null;
	const today = dayOf(place.nowMs);
	const review = inForce && reviewOf(place, state, inForce, today);
	const status = statusOf(composed.folded, state, inForce, suggestions.length > 0, today);
	const isAsked = review?.suggested?.mine === false;
	return {
		kind: 'agreement',
		...baseOf(place, composed, versions, current),
		...{ status, inForce, suggestions, versions },
		pausedMine: hasPaused(facts, place.me),
		pausedTheirs: facts.paused.some(({ by }) => by !== place.me),
		review: status === 'ended' ? null : review,
		waiting: !place.closed && (suggestions.some(({ mine }) => !mine) || isAsked)
	};
}

function toProposal(
	place: AgreedPlace,
	composed: ComposedAgreed,
	{ facts }: AgreementState,
	{ base, deep, atMs }: Proposal,
	rev: number
): ProposalView | null {
	const version = toVersionView(place, composed, rev, rev);
	if (!version) return null;
	const open = isOpen(facts, rev);
	const from = facts.proposals.findIndex(({ envHash }) => equalBytes(envHash, base)) + 1;
	const isTheirs = open && !version.mine;
	// What the words are about decides on this phone, whatever the suggestion says of itself.
	const rests = deep || [rev, from].some((one) => isDeepAt(place, composed, one));
	return {
		...version,
		base: broughtBy(composed.folded, from)?.event ?? null,
		...{ deep: rests, open },
		// Words that cannot be read cannot be signed.
		acceptableMs: isTheirs && !version.damaged ? (rests ? atMs + REST_MS : atMs) : null
	};
}

function isDeepAt(place: AgreedPlace, composed: ComposedAgreed, rev: number): boolean {
	const words = wordsOf(place, composed, rev);
	return words?.t === 'agreement' && isDeep(words.category);
}

function inForceOf(
	composed: ComposedAgreed,
	{ facts }: AgreementState,
	versions: readonly ProposalView[]
): InForceView | null {
	const { inForce } = facts;
	const version = versions.find(({ number }) => number === inForce?.rev);
	if (inForce === null || !version) return null;
	const { folded } = composed;
	const both = [
		broughtBy(folded, inForce.rev),
		folded.acts.findLast(({ verb, rev }) => verb === 'agreement.accepted' && rev === inForce.rev)
	];
	const signatures = both.flatMap((act) => {
		if (!act) return [];
		const mine = (act.member === both[0]?.member) === version.mine;
		return [{ mine, ...toSigned(composed, act) }];
	});
	const ends = version.words && lastDayOf(version.words, inForce.sinceMs);
	return { version, sinceMs: inForce.sinceMs, ends, signatures };
}

function statusOf(
	{ acts }: FoldedAgreed,
	{ facts }: AgreementState,
	inForce: InForceView | null,
	isAnythingOpen: boolean,
	today: string
): AgreementStatus {
	if (inForce !== null) {
		if (inForce.ends !== null && inForce.ends < today) return 'ended';
		return facts.paused.length > 0 ? 'paused' : 'in_force';
	}
	if (isAnythingOpen) return 'open';
	const closing = acts.findLast(({ verb }) => {
		return verb === 'agreement.withdrawn' || verb === 'agreement.reviewed';
	});
	if (!closing || facts.proposals.every(({ isPast }) => !isPast)) return 'taken_back';
	return closing.verb === 'agreement.withdrawn' ? 'withdrawn' : 'retired';
}

/** What both said at a review counts; before that the day in the words. */
function reviewOf(
	{ me }: AgreedPlace,
	{ facts }: AgreementState,
	{ version: { words }, ends }: InForceView,
	today: string
): ReviewView | null {
	const nextMs = facts.inForce?.nextReviewMs ?? null;
	const day = nextMs === null ? (words?.review ?? null) : dayOfReview(nextMs);
	if (day === null) return null;
	return {
		day,
		due: day <= today,
		dueThisWeek: isWithinWeek(day, today),
		suggested: facts.review && toSuggested(facts.review, me),
		range: reviewRange(words?.category ?? '', ends, today)
	};
}

function toSuggested({ by, outcome, nextMs }: Review, me: Review['by']) {
	return { mine: by === me, outcome, nextDay: outcome === 'kept' ? dayOfReview(nextMs) : null };
}

function baseOf(
	place: AgreedPlace,
	composed: ComposedAgreed,
	versions: readonly VersionView[],
	current: VersionView
) {
	const { folded, unsent } = composed;
	const readable = current.words ?? versions.findLast(({ words }) => words !== null)?.words;
	const { title, category }: Pick<Agreed, 'title' | 'category'> = readable ?? {
		title: '',
		category: ''
	};
	return {
		id: folded.id,
		space: place.space,
		closed: place.closed,
		...{ title, category },
		history: toHistory(place, composed),
		lastMs: folded.acts.at(-1)?.atMs ?? 0,
		onlyHere: unsent.size > 0,
		damaged: current.damaged
	};
}
