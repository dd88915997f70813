/** What the lines of a history say, and whose they are. */
import { expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import type {
	AgreedView,
	AgreementView,
	HistoryRow,
	LimitView,
	ProposalView,
	RequestView
} from '#lib/view/agreements.svelte.js';
import { historySaid } from './history-said';

vi.stubGlobal('navigator', { languages: ['en-GB'] });

const signed = { atMs: 0, arrivedMs: 0, repaired: false, onlyHere: false };
const proposal: ProposalView = {
	...{ ...signed, id: 'v1', number: 1, mine: true, words: null, erased: false, damaged: false },
	...{ base: null, deep: false, open: false, acceptableMs: null }
};
const base = {
	...{ id: 'a', space: 's', closed: false, title: 'Phones', category: 'other', history: [] },
	...{ waiting: false, lastMs: 0, onlyHere: false, damaged: false }
};
const agreement: AgreementView = {
	...{ ...base, kind: 'agreement', status: 'open', inForce: null, suggestions: [] },
	...{ versions: [proposal], pausedMine: false, pausedTheirs: false, review: null }
};
const limit: LimitView = {
	...{ ...base, kind: 'limit', mine: true, now: proposal, versions: [proposal] },
	...{ acknowledgedMs: null, retired: false }
};
const request: RequestView = {
	...{ ...base, kind: 'request', mine: true, asked: proposal, versions: [proposal] },
	...{ answer: null, answers: [], withdrawn: false, begun: '' }
};

/** Something that the person at this phone did. */
function row(act: string, change: Partial<HistoryRow> = {}): HistoryRow {
	const about = { version: null, outcome: null, nextDay: null };
	return { ...signed, id: act, act, mine: true, ...about, ...change };
}

const SECOND = { ...proposal, id: 'v2', number: 2, mine: false, open: true };
const theirs = { mine: false };
const kept = { outcome: 'kept', nextDay: '2026-06-02' } as const;

/** Oldest first, as it happened. */
function said(view: AgreedView, ...history: HistoryRow[]) {
	return historySaid({ ...view, history }, 'Elias').toReversed();
}

const texts = (view: AgreedView, ...history: HistoryRow[]) =>
	said(view, ...history).map(({ text }) => text);

test('names who suggested, and that both agreed, with the number of the version', () => {
	const [mine, both] = said(
		agreement,
		row('proposed', { version: 'v1' }),
		row('accepted', { version: 'v1', ...theirs })
	);
	expect(mine).toMatchObject({ whose: 'me', text: m.agreed_did_proposed_me(), opens: 'v1' });
	expect(both).toMatchObject({ whose: 'both', text: m.agreed_did_accepted({ number: '1' }) });
});

test('a signature that waits here is mine, and not agreed by both', () => {
	const [line] = said(agreement, row('accepted', { version: 'v1', onlyHere: true }));
	expect(line).toMatchObject({ whose: 'me', text: m.agreed_did_signed({ number: '1' }) });
});

test('says "this change" of a suggestion that is open, and "a change" of one that is not', () => {
	const change = row('proposed', { version: 'v2', ...theirs });
	const versions = [proposal, SECOND];
	const open = { ...agreement, versions, suggestions: [SECOND] };
	expect(texts(open, change)).toEqual([m.agreed_did_this({ name: 'Elias' })]);
	expect(texts({ ...open, suggestions: [] }, change)).toEqual([
		m.agreed_did_changed({ name: 'Elias' })
	]);
});

test('two words alike at a review are one of both; different ones stay each person’s own', () => {
	const [first, second] = said(agreement, row('reviewed', kept), row('reviewed', kept));
	expect([first?.whose, second?.whose]).toEqual(['me', 'me']);
	const alike = said(agreement, row('reviewed', kept), row('reviewed', { ...kept, ...theirs }));
	expect(alike.map(({ whose }) => whose)).toEqual(['me', 'both']);
	expect(alike[1]?.text).toBe(m.agreed_did_kept_both({ day: '2 June' }));
	const apart = { ...kept, nextDay: '2026-07-01', ...theirs };
	expect(said(agreement, row('reviewed', kept), row('reviewed', apart))[1]?.whose).toBe('them');
});

test('a second word at a review that waits here is mine, and of both once it has arrived', () => {
	const letGo = { outcome: 'retired', nextDay: null } as const;
	const first = row('reviewed', { ...letGo, ...theirs });
	const waiting = said(agreement, first, row('reviewed', { ...letGo, onlyHere: true }))[1];
	expect(waiting).toMatchObject({ whose: 'me', text: m.agreed_did_let_go_me() });
});

test('a review that ended does not make the next one of both', () => {
	const round = [row('reviewed', kept), row('reviewed', { ...kept, ...theirs })];
	const whose = said(agreement, ...round, row('reviewed', kept)).map((line) => line.whose);
	expect(whose).toEqual(['me', 'both', 'me']);
	const changed = [row('reviewed', kept), row('accepted', { version: 'v2' })];
	const later = said(agreement, ...changed, row('reviewed', { ...kept, ...theirs }));
	expect(later.at(-1)?.whose).toBe('them');
});

test('both let it go', () => {
	const letGo = { outcome: 'retired', nextDay: null } as const;
	expect(
		texts(agreement, row('reviewed', { ...letGo, ...theirs }), row('reviewed', letGo))
	).toEqual([m.agreed_did_let_go({ name: 'Elias' }), m.agreed_did_let_go_both()]);
});

test.each<[string, AgreedView, string, string]>([
	['paused', agreement, m.agreed_did_paused_me(), m.agreed_did_paused({ name: 'Elias' })],
	['resumed', agreement, m.agreed_did_resumed_me(), m.agreed_did_resumed({ name: 'Elias' })],
	['withdrawn', agreement, m.agreed_did_withdrawn_me(), m.agreed_did_withdrawn({ name: 'Elias' })],
	['erased', agreement, m.agreed_did_erased_me(), m.agreed_did_erased({ name: 'Elias' })],
	['shared', limit, m.agreed_did_shared_me(), m.agreed_did_shared({ name: 'Elias' })],
	['retired', limit, m.agreed_did_retired_me(), m.agreed_did_retired({ name: 'Elias' })],
	[
		'acknowledged',
		limit,
		m.agreed_did_acknowledged_me(),
		m.agreed_did_acknowledged({ name: 'Elias' })
	],
	['asked', request, m.agreed_did_asked_me(), m.agreed_did_asked({ name: 'Elias' })],
	['answered', request, m.agreed_did_answered_me(), m.agreed_did_answered({ name: 'Elias' })]
])('%s is said of me and of the other person apart', (act, view, mine, his) => {
	const of = { version: 'v1' };
	expect(texts(view, row(act, of), row(act, { ...of, ...theirs }))).toEqual([mine, his]);
});

test('later words of a limit or a request are changed ones', () => {
	const versions = [proposal, { ...proposal, id: 'v2', number: 2 }];
	for (const [view, act] of [
		[limit, 'shared'],
		[request, 'asked']
	] as const) {
		const again = row(act, { version: 'v2' });
		expect(texts({ ...view, versions }, again)).toEqual([m.agreed_did_reshared_me()]);
	}
});

test('is told newest first, and only what brings or names words opens', () => {
	const history = [row('proposed', { version: 'v1' }), row('paused')];
	const lines = historySaid({ ...agreement, history }, 'Elias');
	expect(lines.map(({ row: { act }, opens }) => [act, opens])).toEqual([
		['paused', null],
		['proposed', 'v1']
	]);
});
