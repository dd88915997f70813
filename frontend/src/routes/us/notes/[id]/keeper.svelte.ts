/**
 * Keeps what is typed in one note: sealed as a draft at each pause, saved when the note is left or
 * hidden. Writes happen one after another, so that a slow draft never lands behind a newer save.
 */
import type { AppErrorCode } from '#lib/intents/app-error.js';
import type { Typing } from '#lib/intents/exit.js';
import type { NoteWords } from '#lib/intents/notes.js';
import { codeOf } from '#lib/ui/error-text.js';

/** A pause in typing, in milliseconds: long enough not to seal every letter. */
export const PAUSE_MS = 600;

/**
 * Bytes of a note's title and text as JSON. An envelope holds 65,536 bytes (protocol.md §5); the
 * rest is for what the note says about itself: its device, its date and the versions it replaces.
 */
export const MAX_NOTE_BYTES = 62_000;

const encoder = new TextEncoder();

export function noteBytes(words: NoteWords): number {
	return encoder.encode(JSON.stringify([words.title, words.text])).length;
}

export interface Store {
	keepDraft(id: string, words: NoteWords): Promise<{ keptMs: number }>;
	saveNote(id: string, words: NoteWords): Promise<void>;
}

export class Keeper {
	/** What the line beside "Only you" says; null until something was kept. */
	kept = $state<{ as: 'draft' | 'note'; atMs: number } | null>(null);
	/** The code of the last error; null once words are kept again. */
	problem = $state<AppErrorCode | null>(null);

	readonly #id: string;
	readonly #store: Store;
	readonly #now: () => number;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#words: NoteWords | null = null;
	#draftDue = false;
	#saveDue = false;
	#queue: Promise<void> = Promise.resolve();

	constructor(id: string, store: Store, now: () => number = Date.now) {
		this.#id = id;
		this.#store = store;
		this.#now = now;
	}

	/** Whether anything was typed since the note was opened. */
	get touched(): boolean {
		return this.#words !== null;
	}

	/** What is typed and not yet kept, for an exit that cannot wait. */
	unkept(): Typing | null {
		return this.#draftDue && this.#words ? { id: this.#id, ...this.#words } : null;
	}

	typed(words: NoteWords): void {
		this.#words = words;
		this.#draftDue = true;
		this.#saveDue = true;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.keepDraft(), PAUSE_MS);
	}

	/** A draft read from this phone is saved with the note, even if nothing more is typed. */
	opened(draft: NoteWords & { keptMs: number }): void {
		this.#words = { title: draft.title, text: draft.text };
		this.#saveDue = true;
		this.kept = { as: 'draft', atMs: draft.keptMs };
	}

	keepDraft(): Promise<void> {
		return this.#after(async () => {
			if (!this.#draftDue || !this.#words) return;
			this.#draftDue = false;
			const { keptMs } = await this.#store.keepDraft(this.#id, this.#words);
			this.kept = { as: 'draft', atMs: keptMs };
		});
	}

	/** True when everything typed is in My side. */
	async save(): Promise<boolean> {
		clearTimeout(this.#timer);
		await this.#after(async () => {
			if (!this.#saveDue || !this.#words) return;
			this.#saveDue = this.#draftDue = false;
			await this.#store.saveNote(this.#id, this.#words);
			this.kept = { as: 'note', atMs: this.#now() };
		});
		return !this.#saveDue;
	}

	/** The note was deleted: nothing that was typed is written any more. */
	discard(): void {
		clearTimeout(this.#timer);
		this.#draftDue = this.#saveDue = false;
		this.#words = null;
	}

	#after(write: () => Promise<void>): Promise<void> {
		this.#queue = this.#queue.then(async () => {
			try {
				await write();
				this.problem = null;
			} catch (error) {
				this.problem = codeOf(error);
				this.#draftDue = this.#saveDue = this.#words !== null;
			}
		});
		return this.#queue;
	}
}
