/**
 * Days of agreements (clinical guide §4): when one ends and when it is looked at again. Pure. A day
 * is YYYY-MM-DD, by the calendar of whoever chooses it, and says the same in every time zone; the log
 * holds it as noon in UTC, so that two people who choose the same day sign the same number.
 */
import type { AgreedKind, AgreedWords } from '#lib/log/content-agreement.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOON = 'T12:00:00Z';
const WEEK_DAYS = 7;
const MORNING_HOUR = 9;

export const TRUST_REPAIR = 'trust-repair';
/** Their words rest a day between the two signatures. */
const DEEP: ReadonlySet<string> = new Set([TRUST_REPAIR, 'body-and-intimacy']);

export const FIRST_REVIEW_DAYS = 14;
export const MAX_REVIEW_DAYS = 90;
/** Trust repair ends, and is looked at, within this. */
export const MAX_TRUST_REPAIR_DAYS = 30;

export function isDeep(category: string): boolean {
	return DEEP.has(category);
}

/** The longest time to a review of this category. */
export function maxReviewDays(category: string): number {
	return category === TRUST_REPAIR ? MAX_TRUST_REPAIR_DAYS : MAX_REVIEW_DAYS;
}

/** The day that it is here. */
export function dayOf(atMs: number): string {
	const here = new Date(atMs);
	return ofUtc(Date.UTC(here.getFullYear(), here.getMonth(), here.getDate()));
}

export function addDays(day: string, days: number): string {
	return ofUtc(Date.parse(day + NOON) + days * DAY_MS);
}

/** Whole days from one to another; negative where the other is before it. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(to + NOON) - Date.parse(from + NOON)) / DAY_MS);
}

/** What a review signs for its next day. */
export function msOfDay(day: string): number {
	return Date.parse(day + NOON);
}

/** The day that a signed review means. */
export function dayOfReview(nextMs: number): string {
	return ofUtc(nextMs);
}

/** When a phone is woken for a day, by its own clock. */
export function morningOf(day: string): number {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	return new Date(year, month - 1, date, MORNING_HOUR).getTime();
}

/** Today among the next seven days, or past. */
export function isWithinWeek(day: string, today: string): boolean {
	return daysBetween(today, day) < WEEK_DAYS;
}

/** The first and last day that a next review can be, chosen on `today`; null on its last day. */
export function reviewRange(
	category: string,
	ends: string | null,
	today: string
): { earliest: string; latest: string } | null {
	const earliest = addDays(today, 1);
	if (ends !== null && ends < earliest) return null;
	// One day less than the rule allows, because noon in UTC may come later than this moment.
	const latest = addDays(today, maxReviewDays(category) - 1);
	return { earliest, latest: ends !== null && ends < latest ? ends : latest };
}

/** The last day of words in force since `sinceMs`: trust repair always has one; null: none. */
export function lastDayOf(
	{ category, starts, ends }: Pick<AgreedWords, 'category' | 'starts' | 'ends'>,
	sinceMs: number
): string | null {
	if (category !== TRUST_REPAIR) return ends;
	const since = dayOf(sinceMs);
	return atMost(ends, starts !== null && starts > since ? starts : since, MAX_TRUST_REPAIR_DAYS);
}

/** Days that lie ahead, or are today: new words begin with no day that has passed. */
export function aheadOf(
	{ starts, ends }: Pick<AgreedWords, 'starts' | 'ends'>,
	today: string
): Pick<AgreedWords, 'starts' | 'ends'> {
	const ahead = (day: string | null) => (day !== null && day >= today ? day : null);
	return { starts: ahead(starts), ends: ahead(ends) };
}

/**
 * The days that words are shared with. None has passed, and none ends before it starts. An agreement
 * is looked at again, after 14 days unless somebody chose another day, and trust repair ends within
 * 30. Only agreements have a review.
 */
export function settleDays(
	kind: AgreedKind,
	{ category, review, ...chosen }: Pick<AgreedWords, 'category' | 'starts' | 'ends' | 'review'>,
	reviewDays: number | null,
	today: string
): Pick<AgreedWords, 'starts' | 'ends' | 'review'> {
	const { starts, ends } = aheadOf(chosen, today);
	const from = starts ?? today;
	const end = ends !== null && ends < from ? null : ends;
	if (kind !== 'agreement') return { starts, ends: end, review: null };
	const last = category === TRUST_REPAIR ? atMost(end, from, MAX_TRUST_REPAIR_DAYS) : end;
	const days = Math.min(reviewDays ?? FIRST_REVIEW_DAYS, maxReviewDays(category));
	const wanted = review !== null && review > from ? review : addDays(from, days);
	const first = atMost(wanted, from, maxReviewDays(category));
	const isAfterEnd = last !== null && first > last && last > today;
	return { starts, ends: last, review: isAfterEnd ? last : first };
}

function atMost(day: string | null, from: string, days: number): string {
	const last = addDays(from, days);
	return day === null || day > last ? last : day;
}

function ofUtc(atMs: number): string {
	return new Date(atMs).toISOString().slice(0, 10);
}
