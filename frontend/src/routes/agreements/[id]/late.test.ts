import { expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import { lateSaid, lateYes } from './late';

type NotAgreed = Extract<Attention, { kind: 'not_agreed' }>;

function late(change: Partial<NotAgreed> = {}): NotAgreed {
	const about = { intent: 'i', agreement: 'a', title: 'Phones' };
	return { kind: 'not_agreed', act: 'accepted', code: 'replaced', ...about, ...change };
}

test('a yes that came too late is told at its own agreement, and a word at a review is not', () => {
	const found = late();
	expect(lateYes([late({ agreement: 'b' }), late({ act: 'reviewed' }), found], 'a')).toBe(found);
	expect(lateYes([late({ act: 'reviewed' })], 'a')).toBeUndefined();
});

test.each(['replaced', 'taken_back', 'stale'])('%s is told without a word on why', (code) => {
	const { title, text } = lateSaid(late({ code }));
	expect([title, text]).toEqual([m.agreed_stale(), m.agreed_stale_text()]);
	expect(`${title} ${text}`).not.toMatch(/words|changed/i);
});

test('a closed space is told as what it is', () => {
	expect(lateSaid(late({ code: 'space_closed' })).text).toBe(m.agreed_nothing_text());
});
