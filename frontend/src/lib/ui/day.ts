import { getLocale } from '#lib/paraglide/runtime.js';

/** "2026-11-23", by the clock of this device. */
export function dayAsKey(date: Date): string {
	const two = (number: number) => String(number).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The night belongs to the evening before it: nobody is greeted with a morning at three. */
export function partOfDay(date: Date): 'morning' | 'afternoon' | 'evening' {
	const hour = date.getHours();
	if (hour < 5 || hour >= 18) return 'evening';
	return hour < 12 ? 'morning' : 'afternoon';
}

/** "Sunday 12 May", in the person's own way of writing dates within the language of the app. */
export function dayInWords(date: Date): string {
	return new Intl.DateTimeFormat(dateLocale(), {
		weekday: 'long',
		day: 'numeric',
		month: 'long'
	}).format(date);
}

/** Where the browser says no more than the language: the way its dates are drawn. */
const DAY_FIRST: Readonly<Record<string, string>> = { en: 'en-GB' };

/** The language tag to write dates in: the person's own, within the language of the app. */
export function dateLocale(): string {
	const language = getLocale();
	const own = navigator.languages.find((tag) => tag.split('-')[0] === language && tag !== language);
	return own ?? DAY_FIRST[language] ?? language;
}
