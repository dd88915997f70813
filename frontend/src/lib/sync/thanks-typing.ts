/**
 * Thanks that are being typed, sealed on this phone at each pause. Nothing of them is told to the
 * server before the person leaves the screen, and then only as an item of My side.
 *
 * They are typed under an id of their own; what they are kept or given as gets its id when that
 * happens, and what a first id became is kept, so that the same address still leads there.
 */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { readContent, thanksDraftPlaintext, type ThanksParts } from '#lib/log/content.js';
import type { DraftRows } from './draft-rows';

export interface TypedThanks {
	parts: ThanksParts;
	keptMs: number;
	/** The kept version that it changes; null for a new one. */
	base: EventId | null;
}

export class ThanksTyping {
	private readonly typed = new Map<ObjectId, TypedThanks>();
	private readonly became = new Map<ObjectId, ObjectId>();

	constructor(
		private readonly rows: DraftRows,
		private readonly now: () => number
	) {}

	/** What first ids became. */
	get savedAs(): ReadonlyMap<string, string> {
		return this.became;
	}

	get all(): ReadonlyMap<ObjectId, TypedThanks> {
		return this.typed;
	}

	async load(): Promise<void> {
		const rows = await this.rows.all();
		this.typed.clear();
		for (const [id, found] of rows) {
			if (found.t === 'typed_thanks') this.take(id, found);
			if (found.t === 'thanks_became') this.became.set(id, parseId(found.object));
		}
	}

	idOf(id: ObjectId): ObjectId {
		return this.became.get(id) ?? id;
	}

	find(id: ObjectId): TypedThanks | undefined {
		return this.typed.get(this.idOf(id));
	}

	/** Throws AppError `too_long`, or what the store throws. */
	async keep(first: ObjectId, parts: ThanksParts, base: EventId | null): Promise<TypedThanks> {
		const id = this.idOf(first);
		const typed = { parts, keptMs: this.now(), base };
		const { keptMs } = typed;
		const words = thanksDraftPlaintext(parts);
		await this.rows.put(id, { t: 'typed_thanks', v: 1, words, kept_ms: keptMs, base });
		this.typed.set(id, typed);
		return typed;
	}

	async drop(first: ObjectId): Promise<void> {
		const id = this.idOf(first);
		if (this.typed.delete(id)) await this.rows.drop(id);
	}

	/** What was typed under `first` stands as `object` from here on. */
	async becomes(first: ObjectId, object: ObjectId): Promise<void> {
		await this.drop(first);
		if (first === object) return;
		await this.rows.put(first, { t: 'thanks_became', v: 1, object });
		this.became.set(first, object);
	}

	private take(id: ObjectId, { words, kept_ms, base }: Plaintext): void {
		const read = readContent(words as Plaintext);
		if (read.t !== 'thanks_draft') return;
		const { did, changed, shows, about } = read;
		this.typed.set(id, {
			parts: { did, changed, shows, about },
			keptMs: Number(kept_ms),
			base: base === null ? null : parseId(base)
		});
	}
}
