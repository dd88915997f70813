import { expect, test } from 'vitest';
import type { ReviewChoice } from '#lib/intents/agreements.js';
import { m } from '#lib/paraglide/messages.js';
import type { ReviewView } from '#lib/view/agreements.svelte.js';
import { reviewedSaid } from './reviewing';

const DAY = '2031-06-02';

function said(suggested: ReviewView['suggested'], choice: ReviewChoice): string {
	const review = { day: DAY, due: true, dueThisWeek: true, suggested, range: null };
	return reviewedSaid(review, choice, 'Elias');
}

const theirs = { mine: false, outcome: 'kept', nextDay: DAY } as const;
const kept = { outcome: 'kept', day: DAY } as const;
const counts = m.agreed_said_reviewed_both();
const waits = m.agreed_said_reviewed({ name: 'Elias' });

test('the same word as the other person’s counts, and only once it has arrived', () => {
	expect(said(theirs, kept)).toBe(counts);
	expect(said({ mine: false, outcome: 'retired', nextDay: null }, { outcome: 'retired' })).toBe(
		counts
	);
	expect(counts).toContain('once your word has arrived');
});

test('another word than theirs waits for them, whatever they had said before', () => {
	expect(said({ ...theirs, nextDay: '2031-07-01' }, kept)).toBe(waits);
	expect(said(theirs, { outcome: 'retired' })).toBe(waits);
	expect(said(null, kept)).toBe(waits);
});

test('one’s own word said once more is not a word of both', () => {
	expect(said({ ...theirs, mine: true }, kept)).toBe(waits);
});
