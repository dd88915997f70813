/** An answer while it is given: one of three equal words, and a line that is kept as it is typed. */
import { answerRequest, keepAnswer } from '#lib/intents/agreements.js';
import { unsentText } from '#lib/ui/error-text.js';
import { Keeper } from '#lib/ui/keeper.svelte.js';
import { fits, MAX_LINE_BYTES } from '#lib/ui/size.js';
import type { RequestReply } from '#lib/view/agreements.svelte.js';
import { Acting } from './acting.svelte';

const INTENTS = { keepAnswer, answerRequest };

export class Answering {
	reply = $state<RequestReply | null>(null);
	line = $state('');
	tooLong = $state(false);
	/** A line was begun on this phone before. */
	readonly begun: boolean;
	readonly acting = new Acting();
	readonly keeper: Keeper<{ line: string }>;

	readonly #id: string;
	readonly #intents: typeof INTENTS;

	/** @param begun the line that was begun on this phone before */
	constructor(id: string, begun: string, intents = INTENTS) {
		this.#id = id;
		this.#intents = intents;
		this.line = begun;
		this.begun = begun !== '';
		const keep = (of: string, { line }: { line: string }) => intents.keepAnswer(of, line);
		this.keeper = new Keeper(id, { keepDraft: keep, save: keep });
	}

	type(line: string): boolean {
		this.tooLong = !fits({ line }, MAX_LINE_BYTES);
		if (this.tooLong) return false;
		this.line = line;
		this.keeper.typed({ line });
		return true;
	}

	/** @param version the words that are answered: those on the screen */
	async send(version: string): Promise<boolean> {
		const { reply } = this;
		if (reply === null) return false;
		const answer = () => this.#intents.answerRequest(this.#id, version, reply, this.line);
		const sent = await this.acting.run(() => this.keeper.handOn(answer), unsentText);
		if (sent) this.reply = null;
		if (sent && !this.keeper.touched) this.line = '';
		return sent;
	}
}
