/** Agreements as screens read them, for tests of what the screens make of them. */
import { NO_TEXTS } from '#lib/log/content-agreement.js';
import type {
	AgreedWords,
	AgreementView,
	AnswerToRequest,
	InForceView,
	LimitView,
	ProposalView,
	RequestView,
	SignedView
} from '#lib/view/agreements.svelte.js';

const HERE = { space: 's', closed: false, title: 'Phones', category: 'other', history: [] };
const STILL = { waiting: false, lastMs: 0, onlyHere: false, damaged: false };

type Signature = InForceView['signatures'][number];

function heldAt(atMs: number): SignedView {
	return { atMs, arrivedMs: atMs, repaired: false, onlyHere: false };
}

export function signedAt(atMs: number, change: Partial<Signature> = {}): Signature {
	return { ...heldAt(atMs), mine: true, ...change };
}

export function wordsOf(change: Partial<AgreedWords> = {}): AgreedWords {
	const days = { starts: null, ends: null, review: null };
	const texts = { ...NO_TEXTS, title: 'Phones', what: 'They stay in the hall.' };
	return { ...texts, ...days, category: 'other', ...change };
}

export function version(number: number, change: Partial<ProposalView> = {}): ProposalView {
	return {
		...{ ...heldAt(number), id: `v${String(number)}`, number, mine: true, words: wordsOf() },
		...{ erased: false, damaged: false, base: null, deep: false, open: false },
		acceptableMs: null,
		...change
	};
}

/** @param change `inForce` as the number of the version that both have signed */
export function agreementOf(
	versions: readonly ProposalView[],
	{
		inForce: number = null,
		...change
	}: Partial<Omit<AgreementView, 'inForce'>> & { inForce?: number | null } = {}
): AgreementView {
	const current = versions.find((one) => one.number === number);
	const signatures = current
		? [signedAt(1, { mine: current.mine }), signedAt(2, { mine: !current.mine })]
		: [];
	return {
		...{ ...HERE, ...STILL, kind: 'agreement', id: 'a', suggestions: [], versions },
		status: current ? 'in_force' : 'open',
		...{ pausedMine: false, pausedTheirs: false, review: null },
		inForce: current ? { version: current, sinceMs: 2, ends: null, signatures } : null,
		...change
	};
}

export function limitOf(change: Partial<LimitView> = {}): LimitView {
	const now = version(1);
	return {
		...{ ...HERE, ...STILL, kind: 'limit', id: 'l', mine: true, now, versions: [now] },
		...{ acknowledgedMs: null, retired: false },
		...change
	};
}

export function requestOf(change: Partial<RequestView> = {}): RequestView {
	const asked = version(1);
	return {
		...{ ...HERE, ...STILL, kind: 'request', id: 'r', mine: true, asked, versions: [asked] },
		...{ answer: null, answers: [], withdrawn: false, begun: '' },
		...change
	};
}

export function answerOf(change: Partial<AnswerToRequest> = {}): AnswerToRequest {
	const answer = { ...heldAt(1), id: 'x', mine: true, reply: 'yes' as const, text: '' };
	return { ...answer, erased: false, damaged: false, ...change };
}
