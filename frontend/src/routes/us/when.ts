/** Days and times as the screens say them. Times are milliseconds, read in this phone's time zone. */
import { m } from '#lib/paraglide/messages.js';
import { dateLocale } from '#lib/ui/day.js';

/** "Today", "Yesterday", "8 May", or "8 May 2025" in another year. */
export function dayOf(ms: number, nowMs = Date.now()): string {
	const day = new Date(ms);
	const now = new Date(nowMs);
	const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
	if (day.toDateString() === now.toDateString()) return m.when_today();
	if (day.toDateString() === yesterday.toDateString()) return m.when_yesterday();
	return dateOf(ms, nowMs);
}

/** As above, and "Thursday" within the last six days: for what two people remember together. */
export function nearDayOf(ms: number, nowMs = Date.now()): string {
	const now = new Date(nowMs);
	const sixDaysAgo = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 6).getTime();
	const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).getTime();
	if (ms >= yesterday || ms < sixDaysAgo) return dayOf(ms, nowMs);
	return weekDayOf(ms);
}

/** "Thursday". */
export function weekDayOf(ms: number): string {
	return new Intl.DateTimeFormat(dateLocale(), { weekday: 'long' }).format(ms);
}

/** "8 May", or "8 May 2025" in another year: for the middle of a sentence. */
export function dateOf(ms: number, nowMs = Date.now()): string {
	const sameYear = new Date(ms).getFullYear() === new Date(nowMs).getFullYear();
	return new Intl.DateTimeFormat(dateLocale(), {
		day: 'numeric',
		month: 'long',
		...(sameYear ? {} : { year: 'numeric' })
	}).format(ms);
}

/** "21:14". */
export function timeOf(ms: number): string {
	return new Intl.DateTimeFormat(dateLocale(), { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** "Today, 21:14". */
export function momentOf(ms: number, nowMs = Date.now()): string {
	return m.when_at({ day: dayOf(ms, nowMs), time: timeOf(ms) });
}

/** "15:25", or "Thursday, 15:25" on another day: a moment to come, within a sentence. */
export function comingOf(ms: number, nowMs = Date.now()): string {
	const today = new Date(ms).toDateString() === new Date(nowMs).toDateString();
	return today ? timeOf(ms) : m.when_at({ day: weekDayOf(ms), time: timeOf(ms) });
}

/** A day that the server names as "2026-11-23": it knows no finer time, and no time zone. */
export function dayNamed(day: string, nowMs = Date.now()): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	return dayOf(new Date(year, month - 1, date).getTime(), nowMs);
}
