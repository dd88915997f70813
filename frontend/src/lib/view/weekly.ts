/** A time once a week, by this device's clock and in its time zone: changes of clocks included. */
export interface WeeklyTime {
	/** From 1, Monday, to 7, Sunday. */
	day: number;
	/** Minutes after midnight. */
	atMin: number;
}

export interface Occurrence {
	atMs: number;
	/** Two that follow one another have different ones, on every device the same. */
	slot: 0 | 1;
}

const DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The first one after `nowMs` and those that follow it. */
export function nextOccurrences(time: WeeklyTime, nowMs: number, count: number): Occurrence[] {
	const first = daysUntil(time.day, nowMs);
	const thisWeek = Array.from({ length: count + 1 }, (_, week) =>
		occurrence(time, nowMs, first + week * DAYS)
	);
	return thisWeek.filter(({ atMs }) => atMs > nowMs).slice(0, count);
}

/** The last one that is over, or is now. */
export function lastOccurrence(time: WeeklyTime, nowMs: number): Occurrence {
	const first = daysUntil(time.day, nowMs);
	const thisWeek = occurrence(time, nowMs, first);
	return thisWeek.atMs <= nowMs ? thisWeek : occurrence(time, nowMs, first - DAYS);
}

/** From 0, today, to 6. */
function daysUntil(day: number, nowMs: number): number {
	return (day - new Date(nowMs).getDay() + DAYS) % DAYS;
}

function occurrence({ atMin }: WeeklyTime, nowMs: number, inDays: number): Occurrence {
	const today = new Date(nowMs);
	const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() + inDays, 0, atMin);
	const week = Math.floor(
		Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + inDays) / DAY_MS / DAYS
	);
	return { atMs: date.getTime(), slot: week % 2 === 0 ? 0 : 1 };
}
