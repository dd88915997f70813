import { expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import { notAgreedText, notAgreedTitle } from './not-agreed';

type NotAgreed = Extract<Attention, { kind: 'not_agreed' }>;

function late(act: NotAgreed['act'], code: string, title = 'Phones'): NotAgreed {
	return { kind: 'not_agreed', intent: 'i', agreement: 'a', act, code, title };
}

test.each<[NotAgreed['act'], string, () => string]>([
	['accepted', 'replaced', m.needs_not_agreed_text],
	['accepted', 'taken_back', m.needs_not_agreed_taken_back],
	['accepted', 'space_closed', m.needs_not_agreed_closed],
	['reviewed', 'not_in_force', m.needs_not_reviewed_text],
	['reviewed', 'space_closed', m.needs_not_reviewed_closed]
])('what was %s and came too late (%s) is told by what stood in its way', (act, code, text) => {
	expect(notAgreedText(late(act, code))).toBe(text());
});

test('a yes to what may as well have ended is not told as if its words had changed', () => {
	expect(notAgreedText(late('accepted', 'replaced'))).toContain('changed or ended');
});

test('what nobody can read the name of is told without one', () => {
	expect(notAgreedTitle(late('accepted', 'stale', ''))).toBe(m.needs_not_agreed_untitled());
	expect(notAgreedTitle(late('reviewed', 'stale', ''))).toBe(m.needs_not_reviewed_untitled());
	expect(notAgreedTitle(late('reviewed', 'stale'))).toContain('Phones');
});
