/** Days and moments of agreements as a sentence says them, read in this phone's time zone. */
import { daysBetween, dayOf } from '#lib/agreements/days.js';
import { m } from '#lib/paraglide/messages.js';
import { dateOf, timeOf, weekDayOf } from '../us/when';

/** "2 June", of a day as YYYY-MM-DD. */
export function daySaid(day: string): string {
	return dateOf(msOf(day));
}

/** "2 June 2026", for paper: it is read in other years. */
export function fullDaySaid(day: string): string {
	return dateOf(msOf(day), 0);
}

/** "today", "tomorrow", "Thursday" within the coming six days, or "2 June". */
export function nearSaid(day: string, nowMs = Date.now()): string {
	const away = daysBetween(dayOf(nowMs), day);
	if (away === 0) return m.agreed_when_today();
	if (away === 1) return m.agreed_when_tomorrow();
	return away > 1 && away < 7 ? weekDayOf(msOf(day)) : daySaid(day);
}

/** "tomorrow 20:15". */
export function momentSaid(ms: number, nowMs = Date.now()): string {
	return m.agreed_moment({ day: nearSaid(dayOf(ms), nowMs), time: timeOf(ms) });
}

/** "Review this Sunday, 19 May", for a row. */
export function reviewSaid(day: string, nowMs = Date.now()): string {
	const away = daysBetween(dayOf(nowMs), day);
	if (away === 0) return m.agreed_row_review_today();
	if (away < 0) return m.agreed_row_review_past({ day: daySaid(day) });
	if (away >= 7) return m.agreed_row_review({ day: daySaid(day) });
	return m.agreed_row_review_this({ weekday: weekDayOf(msOf(day)), day: daySaid(day) });
}

function msOf(day: string): number {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	return new Date(year, month - 1, date).getTime();
}
