/** How much of what is typed is taken: an envelope holds 65,536 bytes (protocol.md §5). */

/** The rest is for what is sealed along with the words. */
export const MAX_WORDS_BYTES = 60_000;

/** The rest is for what a note says about itself: its device, its date and the versions it replaces. */
export const MAX_NOTE_BYTES = 62_000;

/** A line, with room for a long one. */
export const MAX_LINE_BYTES = 8_000;

const encoder = new TextEncoder();

/** As they are sealed: as JSON in UTF-8. */
export function bytesOf(words: object): number {
	return encoder.encode(JSON.stringify(words)).length;
}

export function fits(words: object, mostBytes = MAX_WORDS_BYTES): boolean {
	return bytesOf(words) <= mostBytes;
}
