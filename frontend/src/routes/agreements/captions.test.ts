/** The line under a title, in the list and on the page. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import type {
	AgreedView,
	AgreementView,
	AnswerToRequest,
	LimitView,
	RequestView,
	ReviewView
} from '#lib/view/agreements.svelte.js';
import { dateOf } from '../us/when';
import { captionOf } from './captions';
import { introOf } from './intro';

// The days are said by this phone's language.
vi.stubGlobal('navigator', { languages: ['en-GB'] });

const name = 'Elias';
const here = { closed: false, waiting: false, lastMs: 2, history: [] };
let day = '';

beforeAll(() => {
	day = dateOf(2);
});

function limitOf(change: Partial<LimitView> = {}): LimitView {
	const limit = { kind: 'limit', mine: true, acknowledgedMs: null, retired: false };
	return { ...here, ...limit, ...change } as unknown as LimitView;
}

function requestOf(change: Partial<RequestView> = {}): RequestView {
	const request = { kind: 'request', mine: true, answer: null, withdrawn: false };
	return { ...here, ...request, ...change } as unknown as RequestView;
}

function answerOf(change: Partial<AnswerToRequest> = {}): AnswerToRequest {
	return { reply: 'yes', text: '', erased: false, ...change } as unknown as AnswerToRequest;
}

/** Both signed these words on one day. */
function held(change: Partial<AgreementView> = {}, onlyHere = false): AgreementView {
	const inForce = { sinceMs: 2, signatures: [{ onlyHere: false }, { onlyHere }] };
	const view = { kind: 'agreement', status: 'in_force', suggestions: [], review: null, inForce };
	return { ...here, ...view, ...change } as unknown as AgreementView;
}

function over(status: AgreementView['status'], suggestion?: { mine: boolean }): AgreementView {
	const suggestions = suggestion ? [{ ...suggestion, atMs: 2 }] : [];
	return { ...held(), status, suggestions, inForce: null } as unknown as AgreementView;
}

/** Both would let it go; the second word is on this phone alone. */
function lettingGo(): AgreementView {
	const history = [
		{ act: 'reviewed', onlyHere: false },
		{ act: 'reviewed', onlyHere: true }
	];
	return { ...over('retired'), history } as unknown as AgreementView;
}

function reviewOn(date: string, due = false): Partial<AgreementView> {
	return { review: { day: date, due, suggested: null } as unknown as ReviewView };
}

test.each<[string, AgreedView, string]>([
	['my limit', limitOf(), m.agreed_row_limit_mine()],
	['my limit, seen', limitOf({ acknowledgedMs: 2 }), m.agreed_row_limit_seen({ name })],
	['their limit', limitOf({ mine: false }), m.agreed_row_limit_theirs({ name })],
	['a limit that was let go of', limitOf({ retired: true }), m.agreed_row_retired()],
	['a request', requestOf(), m.agreed_row_request_open()],
	['a yes', requestOf({ answer: answerOf() }), m.agreed_row_yes()],
	[
		'another way',
		requestOf({ answer: answerOf({ reply: 'another_way' }) }),
		m.agreed_row_another_way()
	],
	['not now', requestOf({ answer: answerOf({ reply: 'not_now' }) }), m.agreed_row_not_now()],
	[
		'an answer that was taken back',
		requestOf({ answer: answerOf({ reply: null, erased: true }) }),
		m.agreed_row_request_open()
	],
	[
		'a request that was withdrawn after a yes',
		requestOf({ answer: answerOf(), withdrawn: true }),
		m.agreed_row_withdrawn()
	]
])('in the list: %s', (_what, view, caption) => {
	expect(captionOf(view, name)).toBe(caption);
});

test.each<[string, AgreementView, (day: string) => string]>([
	['in force', held(), (on) => m.agreed_row_no_review({ day: on })],
	['suggested by me', over('open', { mine: true }), (on) => m.agreed_row_open_mine({ day: on })],
	['paused', held({ status: 'paused' }), () => m.agreed_row_paused()],
	['withdrawn', over('withdrawn'), () => m.agreed_row_withdrawn()],
	['retired', over('retired'), () => m.agreed_row_retired()],
	['taken back', over('taken_back'), () => m.agreed_row_taken_back()]
])('in the list, an agreement: %s', (_what, view, caption) => {
	expect(captionOf(view, name)).toBe(caption(day));
});

test('in the list, what is let go of on this phone alone is not called retired', () => {
	expect(captionOf(lettingGo(), name)).toBe(m.agreed_row_word_unsent());
});

test('in the list, nothing of a closed space is called open, or due for a review', () => {
	const closed = { closed: true };
	const open = { ...over('open', { mine: true }), ...closed };
	expect(captionOf(open, name)).toBe(m.agreed_row_suggested({ day }));
	const caption = captionOf(held({ ...reviewOn('2031-06-02'), ...closed }), name);
	expect(caption).toBe(m.agreed_row_no_review({ day }));
});

test('in the list, a change of mine that is open is named before the review', () => {
	const { suggestions } = over('open', { mine: true });
	const view = held({ ...reviewOn('2031-06-02'), suggestions });
	expect(captionOf(view, name)).toBe(m.agreed_row_change_mine());
});

test('in the list, the day of the next review is said, and that it has passed', () => {
	const caption = (date: string) => captionOf(held(reviewOn(date)), name);
	expect(caption('2031-06-02')).toBe(m.agreed_row_review({ day: '2 June 2031' }));
	expect(caption('2021-06-02')).toBe(m.agreed_row_review_past({ day: '2 June 2021' }));
});

describe('on the page', () => {
	test.each<[string, AgreementView, (day: string) => string]>([
		['suggested by me', over('open', { mine: true }), () => m.agreed_open_mine()],
		[
			'suggested by the other person',
			over('open', { mine: false }),
			() => m.agreed_open_theirs({ name })
		],
		['in force', held(), (on) => m.agreed_in_force({ day: on })],
		['paused', held({ status: 'paused' }), (on) => m.agreed_intro_paused({ day: on })],
		['withdrawn', over('withdrawn'), () => m.agreed_intro_withdrawn()],
		['retired', over('retired'), () => m.agreed_intro_retired()],
		['taken back', over('taken_back'), () => m.agreed_intro_taken_back()]
	])('%s', (_what, view, intro) => {
		expect(introOf(view, name)).toBe(intro(day));
	});

	test('a signature that has not left this phone is never called in force', () => {
		expect(introOf(held({}, true), name)).toBe(m.agreed_intro_unsent());
	});

	test('a word that has not left this phone retires nothing', () => {
		expect(introOf(lettingGo(), name)).toBe(m.agreed_said_reviewed_both());
	});

	test('in a closed space nothing is said to wait for a signature, or for a review', () => {
		const closed = { closed: true };
		for (const mine of [true, false]) {
			const open = { ...over('open', { mine }), ...closed };
			expect(introOf(open, name)).toBe(m.agreed_row_suggested({ day }));
		}
		const intro = introOf(held({ ...reviewOn('2031-06-02'), ...closed }), name);
		expect(intro).toBe(m.agreed_in_force({ day }));
	});

	test('a review that is due is called planned, and one to come the next', () => {
		const said = { since: day, day: '2 June 2031' };
		const intro = (due: boolean) => introOf(held(reviewOn('2031-06-02', due)), name);
		expect(intro(false)).toBe(m.agreed_in_force_review(said));
		expect(intro(true)).toBe(m.agreed_in_force_past(said));
	});
});
