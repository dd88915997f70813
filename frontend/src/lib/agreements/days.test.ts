import { expect, test } from 'vitest';
import {
	addDays,
	dayOfReview,
	daysBetween,
	isDeep,
	isWithinWeek,
	lastDayOf,
	msOfDay,
	reviewRange,
	settleDays
} from './days';

const TODAY = '2026-10-20';
const none = { category: 'conversation', starts: null, ends: null, review: null };

test('days are counted by the calendar, over changes of clocks and leap days', () => {
	expect(addDays('2026-10-24', 1)).toBe('2026-10-25');
	expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
	expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
	expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
	expect(daysBetween(TODAY, '2026-10-13')).toBe(-7);
});

test('two people who choose the same day sign the same number, and read the same day', () => {
	expect(msOfDay(TODAY)).toBe(Date.UTC(2026, 9, 20, 12));
	expect(dayOfReview(msOfDay(TODAY))).toBe(TODAY);
});

test('a review is due this week from six days before, and stays so', () => {
	expect(isWithinWeek(addDays(TODAY, 7), TODAY)).toBe(false);
	expect(isWithinWeek(addDays(TODAY, 6), TODAY)).toBe(true);
	expect(isWithinWeek(addDays(TODAY, -30), TODAY)).toBe(true);
});

test('the first review comes after 14 days unless another was chosen', () => {
	expect(settleDays('agreement', none, null, TODAY).review).toBe(addDays(TODAY, 14));
	expect(settleDays('agreement', none, 60, TODAY).review).toBe(addDays(TODAY, 60));
	const chosen = { ...none, review: addDays(TODAY, 30) };
	expect(settleDays('agreement', chosen, 14, TODAY).review).toBe(chosen.review);
	const far = { ...none, review: addDays(TODAY, 400) };
	expect(settleDays('agreement', far, null, TODAY).review).toBe(addDays(TODAY, 90));
});

test('trust repair always ends, within 30 days, and is looked at by then', () => {
	const repair = { ...none, category: 'trust-repair' };
	const last = addDays(TODAY, 30);
	expect(settleDays('agreement', repair, 90, TODAY)).toMatchObject({ ends: last, review: last });
	const far = { ...repair, ends: addDays(TODAY, 60) };
	expect(settleDays('agreement', far, null, TODAY).ends).toBe(last);
	const soon = { ...repair, ends: addDays(TODAY, 10) };
	expect(settleDays('agreement', soon, null, TODAY)).toMatchObject({
		ends: addDays(TODAY, 10),
		review: addDays(TODAY, 10)
	});
});

test('limits and requests have no review', () => {
	const chosen = { ...none, review: TODAY };
	for (const kind of ['limit', 'request'] as const) {
		expect(settleDays(kind, chosen, 14, TODAY).review).toBeNull();
	}
});

test('a later review can be chosen from tomorrow, within what the rule allows', () => {
	const range = reviewRange('conversation', null, TODAY);
	if (range === null) throw new Error('no day can be chosen');
	expect(range).toEqual({ earliest: addDays(TODAY, 1), latest: addDays(TODAY, 89) });
	const early = Date.UTC(2026, 9, 20, 0);
	expect(msOfDay(range.latest)).toBeLessThanOrEqual(early + 90 * 24 * 60 * 60_000);
	expect(reviewRange('trust-repair', addDays(TODAY, 5), TODAY)?.latest).toBe(addDays(TODAY, 5));
});

test('on the last day of an agreement no later review can be chosen', () => {
	expect(reviewRange('trust-repair', TODAY, TODAY)).toBeNull();
	expect(reviewRange('conversation', addDays(TODAY, 1), TODAY)).toEqual({
		earliest: addDays(TODAY, 1),
		latest: addDays(TODAY, 1)
	});
});

test('days that have passed are shared with nothing, and trust repair begins anew', () => {
	const past = addDays(TODAY, -3);
	const over = { category: 'trust-repair', starts: addDays(TODAY, -33), ends: past, review: past };
	expect(settleDays('agreement', over, 30, TODAY)).toEqual({
		starts: null,
		ends: addDays(TODAY, 30),
		review: addDays(TODAY, 30)
	});
	expect(settleDays('agreement', { ...over, category: 'other' }, null, TODAY)).toEqual({
		starts: null,
		ends: null,
		review: addDays(TODAY, 14)
	});
	expect(settleDays('limit', over, null, TODAY).ends).toBeNull();
});

test('nothing ends before it starts, or is looked at before', () => {
	const starts = addDays(TODAY, 10);
	const early = { ...none, starts, ends: addDays(TODAY, 5), review: addDays(TODAY, 7) };
	expect(settleDays('agreement', early, null, TODAY)).toEqual({
		starts,
		ends: null,
		review: addDays(starts, 14)
	});
});

test('trust repair has a last day also where its words name none', () => {
	const sinceMs = new Date(2026, 9, 20, 20).getTime();
	const repair = { category: 'trust-repair', starts: null, ends: null };
	expect(lastDayOf(repair, sinceMs)).toBe(addDays(TODAY, 30));
	expect(lastDayOf({ ...repair, ends: addDays(TODAY, 400) }, sinceMs)).toBe(addDays(TODAY, 30));
	expect(lastDayOf({ ...repair, ends: addDays(TODAY, 5) }, sinceMs)).toBe(addDays(TODAY, 5));
	const starts = addDays(TODAY, 3);
	expect(lastDayOf({ ...repair, starts }, sinceMs)).toBe(addDays(starts, 30));
	expect(lastDayOf({ ...repair, category: 'other' }, sinceMs)).toBeNull();
});

test('trust repair and the body are deep, and nothing else', () => {
	expect(['trust-repair', 'body-and-intimacy', 'conversation', 'other'].map(isDeep)).toEqual([
		true,
		true,
		false,
		false
	]);
});
