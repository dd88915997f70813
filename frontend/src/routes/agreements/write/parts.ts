/** What an editor holds of a draft, and how much of it one envelope takes. */
import type { DraftParts, DraftView } from '#lib/view/agreements.svelte.js';

/** Bytes of the whole as JSON: an envelope holds 65,536 bytes (protocol.md §5). */
const MAX_BYTES = 60_000;

const encoder = new TextEncoder();

export function partsFit(parts: DraftParts): boolean {
	return encoder.encode(JSON.stringify(parts)).length <= MAX_BYTES;
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
