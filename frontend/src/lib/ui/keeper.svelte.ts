/**
 * Keeps what is typed in one editor: sealed as a draft at each pause, saved when the editor is left
 * or hidden. Writes happen one after another, so that a slow draft never lands behind a newer save.
 */
import type { AppErrorCode } from '#lib/intents/app-error.js';
import { codeOf } from './error-text.js';

/** A pause in typing, in milliseconds: long enough not to seal every letter. */
export const PAUSE_MS = 600;

export interface Store<Words> {
	keepDraft(id: string, words: Words): Promise<{ keptMs: number }>;
	save(id: string, words: Words): Promise<unknown>;
}

export class Keeper<Words extends object> {
	/** What the line beside "Only you" says; null until something was kept. */
	kept = $state<{ as: 'draft' | 'saved'; atMs: number } | null>(null);
	/** The code of the last error; null once words are kept again. */
	problem = $state<AppErrorCode | null>(null);

	readonly #id: string;
	readonly #store: Store<Words>;
	readonly #now: () => number;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#words: Words | null = null;
	#draftDue = false;
	#saveDue = false;
	#queue: Promise<void> = Promise.resolve();

	constructor(id: string, store: Store<Words>, now: () => number = Date.now) {
		this.#id = id;
		this.#store = store;
		this.#now = now;
	}

	/** Whether anything was typed since the editor was opened. */
	get touched(): boolean {
		return this.#words !== null;
	}

	/** Whether something typed is not saved yet. Else what is kept may be shown in its place. */
	get due(): boolean {
		return this.#saveDue;
	}

	/** What is typed and not yet kept, for an exit that cannot wait. */
	unkept(): ({ id: string } & Words) | null {
		return this.#draftDue && this.#words ? { id: this.#id, ...this.#words } : null;
	}

	typed(words: Words): void {
		this.#words = words;
		this.#draftDue = true;
		this.#saveDue = true;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.keepDraft(), PAUSE_MS);
	}

	/** A draft read from this phone is saved when the editor is left, even if nothing more is typed. */
	opened(words: Words, keptMs: number): void {
		this.#words = words;
		this.#saveDue = true;
		this.kept = { as: 'draft', atMs: keptMs };
	}

	keepDraft(): Promise<void> {
		return this.#after(async () => {
			if (!this.#draftDue || !this.#words) return;
			this.#draftDue = false;
			const { keptMs } = await this.#store.keepDraft(this.#id, this.#words);
			this.kept = { as: 'draft', atMs: keptMs };
		});
	}

	/** True when everything typed is saved. */
	async save(): Promise<boolean> {
		clearTimeout(this.#timer);
		await this.#after(async () => {
			const words = this.#words;
			if (!this.#saveDue || !words) return;
			this.#draftDue = false;
			await this.#store.save(this.#id, words);
			// Not before: until it is saved, what is kept is older than what is typed.
			if (this.#words === words) this.#saveDue = false;
			this.kept = { as: 'saved', atMs: this.#now() };
		});
		return !this.#saveDue;
	}

	/**
	 * Shares, sends or deletes what is typed: sealed first, let go of only once `work` is done. Throws
	 * what `work` throws, and then everything is as it was. What is typed meanwhile stays.
	 */
	handOn<Result>(work: () => Promise<Result>): Promise<Result> {
		clearTimeout(this.#timer);
		void this.keepDraft();
		const handing = this.#queue.then(async () => {
			const handed = this.#words;
			const result = await work();
			if (this.#words === handed) this.#letGo();
			return result;
		});
		this.#queue = handing.then(
			() => undefined,
			() => undefined
		);
		return handing;
	}

	#letGo(): void {
		this.#words = this.kept = null;
		this.#draftDue = this.#saveDue = false;
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
