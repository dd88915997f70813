/** What is typed into the fields of a guide, as strings: choices stand one to a line. */
import type { GuideField, Hint } from '#lib/talk/guide.js';

export function chosenIn(value: string): string[] {
	return value.split('\n').filter((one) => one !== '');
}

export function withChoice(field: GuideField, value: string, option: string): string {
	const chosen = chosenIn(value);
	if (!field.many) return chosen.includes(option) ? '' : option;
	const next = chosen.includes(option)
		? chosen.filter((one) => one !== option)
		: field.options.filter((one) => one === option || chosen.includes(one));
	return next.join('\n');
}

/** "0" to "10", or null while it is left empty. */
export function scaleOf(value: string): number | null {
	return /^(?:\d|10)$/u.test(value) ? Number(value) : null;
}

/**
 * What the words bring to mind, at most two of them: said to who writes and to nobody else.
 * Nobody who writes of fear is asked for better words beside it (R25).
 */
export function hintsFor(text: string, hints: readonly Hint[]): string[] {
	const found = hints.filter(({ pattern }) => new RegExp(pattern, 'iu').test(text));
	const grave = found.filter((hint) => hint.grave);
	return (grave.length > 0 ? grave : found).slice(0, 2).map(({ words }) => words);
}
