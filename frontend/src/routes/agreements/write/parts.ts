import type { DraftParts, DraftView } from '#lib/view/agreements.svelte.js';

/** What an editor holds of a draft: without what the screens alone know of it. */
export function partsOf({
	id: _id,
	keptMs: _kept,
	onlyHere: _here,
	others: _others,
	...parts
}: DraftView): DraftParts {
	return parts;
}
