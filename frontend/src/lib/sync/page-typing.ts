/**
 * What is typed in a step of a guide, sealed on this phone at each pause. Nothing of it is told to
 * the server before the person leaves the screen, and then only as an item of My side.
 */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, uuidV4, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { readWords, type FieldWords } from '#lib/log/content-talk.js';
import type { DraftRows } from './draft-rows';

export interface TypedPage {
	run: ObjectId;
	/** The guide's id of the step. */
	step: string;
	words: FieldWords;
	keptMs: number;
	/** The kept version that it changes; null for a new one. */
	base: EventId | null;
	/** Of the row that it lies in. */
	row: ObjectId;
}

const keyOf = (run: ObjectId, step: string): string => `${run} ${step}`;

export class PageTyping {
	private readonly typed = new Map<string, TypedPage>();

	constructor(
		private readonly rows: DraftRows,
		private readonly now: () => number
	) {}

	get all(): TypedPage[] {
		return [...this.typed.values()];
	}

	async load(): Promise<void> {
		const rows = await this.rows.all();
		this.typed.clear();
		for (const [row, found] of rows) {
			const page = found.t === 'typed_page' ? readTyped(row, found) : null;
			if (page) this.typed.set(keyOf(page.run, page.step), page);
		}
	}

	find(run: ObjectId, step: string): TypedPage | undefined {
		return this.typed.get(keyOf(run, step));
	}

	/** Throws AppError `too_long`, or what the store throws. */
	async keep(
		run: ObjectId,
		step: string,
		words: FieldWords,
		base: EventId | null
	): Promise<TypedPage> {
		const row = this.find(run, step)?.row ?? parseId<ObjectId>(uuidV4());
		const page = { run, step, words, keptMs: this.now(), base, row };
		await this.rows.put(row, {
			t: 'typed_page',
			v: 1,
			run,
			step,
			words,
			kept_ms: page.keptMs,
			base
		});
		this.typed.set(keyOf(run, step), page);
		return page;
	}

	async drop(run: ObjectId, step: string): Promise<void> {
		const page = this.find(run, step);
		if (!page) return;
		await this.rows.drop(page.row);
		this.typed.delete(keyOf(run, step));
	}

	/** Of every step. */
	async dropAll(run: ObjectId): Promise<void> {
		for (const page of this.all.filter((one) => one.run === run)) await this.drop(run, page.step);
	}
}

function readTyped(
	row: ObjectId,
	{ run, step, words, kept_ms, base }: Plaintext
): TypedPage | null {
	const read = readWords(words);
	if (read === null) return null;
	return {
		run: parseId(run),
		step: String(step),
		words: read,
		keptMs: Number(kept_ms),
		base: base === null ? null : parseId(base),
		row
	};
}
