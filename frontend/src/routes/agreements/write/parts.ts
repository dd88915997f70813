/** What an editor holds of a draft. */
import type { AgreedTexts, DraftParts, DraftView } from '#lib/view/agreements.svelte.js';
import { fieldsOf } from '../fields';

const GAP = /(?:^|\s)…/u;

/** Whether a "…" that a beginning left for somebody's own words is still open in it. */
export function hasGap(parts: DraftParts): boolean {
	const names: readonly (keyof AgreedTexts)[] = ['title', ...fieldsOf(parts.kind)];
	return names.some((name) => GAP.test(parts[name]));
}

/** Without what the screens alone know of it. */
export function partsOf({
	id: _id,
	keptMs: _kept,
	onlyHere: _here,
	others: _others,
	...parts
}: DraftView): DraftParts {
	return parts;
}
