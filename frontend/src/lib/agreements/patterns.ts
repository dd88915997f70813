/**
 * What its author alone reads beside a draft that resembles a refused pattern (clinical guide §4,
 * R30): a remark on this phone. It blocks nothing, and nothing about it is kept or sent.
 */
import type { AgreedTexts } from '#lib/log/content-agreement.js';
import type { RefusedPattern } from './content';

export interface PatternRemark {
	name: string;
	note: string;
}

const compiled = new WeakMap<RefusedPattern, RegExp>();

/** The gravest one that any of the texts resembles; null: none. */
export function remarkOn(
	texts: Partial<AgreedTexts>,
	patterns: readonly RefusedPattern[]
): PatternRemark | null {
	const written = Object.values(texts).filter((text) => text.trim() !== '');
	const resembled = patterns.find((pattern) => {
		const expression = expressionOf(pattern);
		return written.some((text) => expression.test(text));
	});
	return resembled ? { name: resembled.name, note: resembled.note } : null;
}

function expressionOf(pattern: RefusedPattern): RegExp {
	const known = compiled.get(pattern) ?? new RegExp(pattern.pattern, 'iu');
	compiled.set(pattern, known);
	return known;
}
