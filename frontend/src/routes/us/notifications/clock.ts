/** Minutes after midnight as fields and sentences write them, and days of the week by their names. */
import { dateLocale } from '#lib/ui/day.js';

const HOUR_MIN = 60;

/** "07:05", as a field for times takes it. */
export function toClock(atMin: number): string {
	const two = (number: number): string => String(number).padStart(2, '0');
	return `${two(Math.floor(atMin / HOUR_MIN))}:${two(atMin % HOUR_MIN)}`;
}

/** Null where nothing whole is written yet. */
export function fromClock(written: string): number | null {
	const match = /^([01]\d|2[0-3]):([0-5]\d)/.exec(written);
	return match ? Number(match[1]) * HOUR_MIN + Number(match[2]) : null;
}

/** From Monday, 1, to Sunday, 7. */
export function weekDays(): { day: number; name: string }[] {
	const format = new Intl.DateTimeFormat(dateLocale(), { weekday: 'long' });
	// The first of January 2024 was a Monday.
	return Array.from({ length: 7 }, (_, index) => ({
		day: index + 1,
		name: format.format(new Date(2024, 0, 1 + index))
	}));
}

/** "Berlin" for "Europe/Berlin". */
export function placeOf(zone: string): string {
	return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

export function zoneHere(): string {
	return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
