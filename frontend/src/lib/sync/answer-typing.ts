/**
 * Lines of answer that are begun and not sent, sealed on this phone at each pause, each under the id
 * of the thanks or the request that it answers. Nothing of them is told to the server: until it is
 * sent, a line is on the phone that it was typed on, and nowhere else.
 */
import type { Plaintext } from '#lib/crypto/envelope.js';
import type { ObjectId } from '#lib/crypto/ids.js';
import type { DraftRows } from './draft-rows';

export interface BegunLine {
	line: string;
	keptMs: number;
}

export class AnswerTyping {
	private readonly begun = new Map<ObjectId, BegunLine>();

	constructor(
		private readonly rows: DraftRows,
		private readonly now: () => number
	) {}

	/** By what they answer. */
	get all(): ReadonlyMap<ObjectId, BegunLine> {
		return this.begun;
	}

	async load(): Promise<void> {
		const rows = await this.rows.all();
		this.begun.clear();
		for (const [id, found] of rows) {
			if (found.t === 'typed_answer') this.begun.set(id, readLine(found));
		}
	}

	/** A line that was emptied is no line. Throws AppError `too_long`, or what the store throws. */
	async keep(id: ObjectId, line: string): Promise<void> {
		if (line.trim() === '') return this.drop(id);
		const begun = { line, keptMs: this.now() };
		await this.rows.put(id, { t: 'typed_answer', v: 1, line, kept_ms: begun.keptMs });
		this.begun.set(id, begun);
	}

	async drop(id: ObjectId): Promise<void> {
		if (!this.begun.has(id)) return;
		await this.rows.drop(id);
		this.begun.delete(id);
	}
}

function readLine({ line, kept_ms }: Plaintext): BegunLine {
	return { line: String(line), keptMs: Number(kept_ms) };
}
