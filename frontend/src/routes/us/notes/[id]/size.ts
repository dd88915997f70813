import type { NoteWords } from '#lib/intents/notes.js';

/**
 * Bytes of a note's title and text as JSON. An envelope holds 65,536 bytes (protocol.md §5); the
 * rest is for what the note says about itself: its device, its date and the versions it replaces.
 */
export const MAX_NOTE_BYTES = 62_000;

const encoder = new TextEncoder();

export function noteBytes(words: NoteWords): number {
	return encoder.encode(JSON.stringify([words.title, words.text])).length;
}
