/** What an editor begins with, from a starter and from a limit. */
import { expect, test } from 'vitest';
import type { LimitView, VersionView } from '#lib/view/agreements.svelte.js';
import { blankDraft, fromLimit, fromStarter, isSameDraft } from './begin';
import type { Starter } from './content';

const TODAY = '2026-10-20';
const STARTER: Starter = {
	...{ id: 'a-pause', kind: 'agreement', category: 'conversation', title: 'A pause' },
	...{ what: 'We stop.', why: 'It gets loud.', exceptions: 'Emergencies.', help: 'A sign.' },
	...{ kept_looks_like: 'A time is said.', if_missed: 'A message.' },
	...{ if_kept_missed: 'We look for help.', review_days: 21, trust_repair: null }
};

const signed = { atMs: 0, arrivedMs: 0, repaired: false, onlyHere: false };
const version: VersionView = {
	...{ ...signed, id: 'v1', number: 1, mine: true, words: null, erased: false, damaged: false }
};
const limit: LimitView = {
	...{ kind: 'limit', id: 'l', space: 's', closed: false, title: 'Phones', category: 'other' },
	...{ history: [], waiting: false, lastMs: 0, onlyHere: false, damaged: false },
	...{ mine: true, now: version, versions: [version], acknowledgedMs: null, retired: false }
};

test('a starter fills every field it has, and names no person’s reason and no day', () => {
	expect(fromStarter(STARTER, TODAY)).toEqual({
		...blankDraft('agreement'),
		...{ category: 'conversation', title: 'A pause', what: 'We stop.', why: 'It gets loud.' },
		...{ exceptions: 'Emergencies.', help: 'A sign.', keptLooksLike: 'A time is said.' },
		...{ ifMissed: 'A message.', ifKeptMissed: 'We look for help.', reviewDays: 21 }
	});
});

test('a starter of trust repair ends after its days', () => {
	const repair = { ...STARTER, trust_repair: { offered_by_repairer: true, days: 30 } } as const;
	expect(fromStarter(repair, TODAY).ends).toBe('2026-11-19');
});

test('from a limit come its newest words and its category, and the limit is not changed by it', () => {
	const texts = { title: 'Phones', what: 'I do not talk after ten.', why: 'I lie awake.' };
	const now = { ...version, words: { ...blankDraft('limit'), ...texts, ends: TODAY } };
	const shared = { ...limit, category: 'conversation', versions: [version, now], now };
	const before = structuredClone(shared);
	expect(fromLimit(shared)).toEqual({
		...blankDraft('agreement'),
		...{ ...texts, category: 'conversation' }
	});
	expect(shared).toEqual(before);
});

test('from a limit whose words were taken back comes an empty agreement', () => {
	const now = { ...version, words: null, erased: true };
	expect(fromLimit({ ...limit, now })).toEqual(blankDraft('agreement'));
});

test('a draft is the same one while no field of it differs', () => {
	const one = fromStarter(STARTER, TODAY);
	expect(isSameDraft(one, { ...one })).toBe(true);
	for (const change of [{ ifMissed: '' }, { review: TODAY }, { reviewDays: 7 }] as const) {
		expect(isSameDraft(one, { ...one, ...change })).toBe(false);
	}
	const changes = { object: 'a', version: 'v1' };
	expect(isSameDraft(one, { ...one, changes })).toBe(false);
});
