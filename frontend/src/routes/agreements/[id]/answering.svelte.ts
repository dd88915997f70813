/** An answer while it is given: one of three equal words, and a line that is kept as it is typed. */
import { answerRequest, keepReply } from '#lib/intents/agreements.js';
import { errorText } from '#lib/ui/error-text.js';
import { PAUSE_MS } from '#lib/ui/keeper.svelte.js';
import type { RequestReply } from '#lib/view/agreements.svelte.js';

export class Answering {
	reply = $state<RequestReply | null>(null);
	line = $state('');
	busy = $state(false);
	error = $state<string | null>(null);

	readonly #id: string;
	#due = false;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** @param begun the line that was begun on this phone before */
	constructor(id: string, begun: string) {
		this.#id = id;
		this.line = begun;
	}

	type(line: string): boolean {
		this.line = line;
		this.#due = true;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.keep(), PAUSE_MS);
		return true;
	}

	/** What is typed and not yet kept, for an exit that cannot wait. */
	unkept(): { id: string; line: string } | null {
		return this.#due ? { id: this.#id, line: this.line } : null;
	}

	async keep(): Promise<void> {
		clearTimeout(this.#timer);
		if (!this.#due) return;
		this.#due = false;
		try {
			await keepReply(this.#id, this.line);
			this.error = null;
		} catch (thrown) {
			this.#due = true;
			this.error = errorText(thrown);
		}
	}

	async send(): Promise<boolean> {
		const { reply } = this;
		if (this.busy || reply === null) return false;
		this.busy = true;
		this.error = null;
		clearTimeout(this.#timer);
		try {
			await answerRequest(this.#id, reply, this.line);
			this.#due = false;
			this.line = '';
			this.reply = null;
			return true;
		} catch (thrown) {
			this.error = errorText(thrown);
			return false;
		} finally {
			this.busy = false;
		}
	}
}
