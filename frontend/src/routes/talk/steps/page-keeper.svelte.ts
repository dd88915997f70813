/** Keeps what is typed in one step of a run, as an editor keeps its words. */
import type { Words } from '#lib/intents/talk-runs.js';
import { Keeper } from '#lib/ui/keeper.svelte.js';

interface Page {
	words: Words;
	paper: boolean;
}

export interface PageStore {
	keepDraft: (run: string, step: string, words: Words) => Promise<{ keptMs: number }>;
	save: (run: string, step: string, page: Page) => Promise<void>;
}

export class PageKeeper {
	/** Null where nothing is typed here that is not saved. */
	words = $state.raw<Words | null>(null);
	paper = $state<boolean | null>(null);

	readonly #keeper: Keeper<Page>;
	readonly #step: string;

	constructor(run: string, step: string, store: PageStore) {
		this.#step = step;
		this.#keeper = new Keeper<Page>(run, {
			keepDraft: (of, { words }) => store.keepDraft(of, step, words),
			save: (of, page) => store.save(of, step, page)
		});
	}

	get kept(): { atMs: number } | null {
		return this.#keeper.kept;
	}

	get problem() {
		return this.#keeper.problem;
	}

	/** On paper nothing is kept but that it is there, so no draft holds its words. */
	type(words: Words, paper: boolean): void {
		this.words = words;
		this.paper = paper;
		this.#keeper.typed({ words, paper });
	}

	/** What is typed and not yet kept, for an exit that cannot wait. */
	unkept() {
		const page = this.#keeper.unkept();
		return page && { id: page.id, step: this.#step, words: page.words };
	}

	keepDraft(): Promise<void> {
		return this.#keeper.keepDraft();
	}

	/** True when everything typed is saved; what is shown is what is kept from there on. */
	async save(): Promise<boolean> {
		const saved = await this.#keeper.save();
		if (saved) this.words = this.paper = null;
		return saved;
	}

	/** Once it is done, what is shown is what is kept, until something is typed again. */
	async handOn<Result>(work: () => Promise<Result>): Promise<Result> {
		const result = await this.#keeper.handOn(work);
		if (!this.#keeper.touched) this.words = this.paper = null;
		return result;
	}
}
