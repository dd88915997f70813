import { expect, test } from 'vitest';
import { blankDraft } from '#lib/agreements/begin.js';
import type { AgreementView, LimitView, RequestView } from '#lib/view/agreements.svelte.js';
import { groupsOf, search } from './groups';

const base = { id: 'a', space: 's', closed: false, title: 'Phones', history: [], waiting: false };
const here = { category: 'other', lastMs: 0, onlyHere: false, damaged: false };
const signed = { atMs: 0, arrivedMs: 0, repaired: false, onlyHere: false };
const words = { ...blankDraft('limit'), title: 'Phones', what: 'They stay in the hall.' };
const version = { ...signed, id: 'v', number: 1, mine: true, words, erased: false, damaged: false };
const proposal = { ...version, base: null, deep: false, open: false, acceptableMs: null };

const limit: LimitView = {
	...{ ...base, ...here, kind: 'limit', mine: true, now: version, versions: [version] },
	acknowledgedMs: null,
	retired: false
};
const request: RequestView = {
	...{ ...base, ...here, kind: 'request', mine: true, asked: version, versions: [version] },
	...{ answer: null, answers: [], withdrawn: false, begun: '' }
};
const agreement: AgreementView = {
	...{ ...base, ...here, kind: 'agreement', status: 'in_force', suggestions: [] },
	...{ versions: [proposal], pausedMine: false, pausedTheirs: false, review: null },
	inForce: { version: proposal, sinceMs: 0, signatures: [] }
};

test('puts what waits for a word first, whatever it is', () => {
	const all = [limit, request, agreement].map((view) => ({ ...view, waiting: true }));
	expect(groupsOf(all).waiting).toHaveLength(3);
});

test('keeps what both signed together, also while it is paused or has ended', () => {
	const all = (['in_force', 'paused', 'ended'] as const).map((status) => ({
		...agreement,
		status
	}));
	expect(groupsOf(all).both).toHaveLength(3);
});

test('keeps what is asked by one apart from what is asked of one', () => {
	const groups = groupsOf([request, { ...request, mine: false }]);
	expect([groups.asked_by_me.length, groups.asked_of_me.length]).toEqual([1, 1]);
});

test('sets apart what was let go of', () => {
	const over: AgreementView = { ...agreement, status: 'withdrawn', inForce: null };
	const all = [{ ...limit, retired: true }, { ...request, withdrawn: true }, over];
	expect(groupsOf(all).earlier).toHaveLength(3);
});

test('finds by any word of any version, in any case', () => {
	expect(search([limit], 'HALL phones')).toHaveLength(1);
	expect(search([limit], 'hall garden')).toHaveLength(0);
});
