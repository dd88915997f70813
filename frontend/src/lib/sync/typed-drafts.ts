/**
 * Drafts of one kind that are being typed, sealed on this phone at each pause. Nothing of them is
 * told to the server before the person leaves the screen, and then only as an item of My side.
 *
 * They are typed under an id of their own; what they are kept or handed on as gets its id when that
 * happens, and what an id became is kept, so that the same address still leads there.
 */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import type { DraftKind } from './draft-kinds';
import type { DraftRows } from './draft-rows';
import type { Beside } from './outbox';

export interface Typed<Words> {
	words: Words;
	keptMs: number;
	/** The kept version that it changes; null for a new one. */
	base: EventId | null;
}

export class TypedDrafts<Words> {
	private readonly typed = new Map<ObjectId, Typed<Words>>();
	private readonly became = new Map<ObjectId, ObjectId>();

	constructor(
		private readonly rows: DraftRows,
		private readonly now: () => number,
		readonly kind: DraftKind<Words>
	) {}

	/** What ids became in the end. */
	get savedAs(): ReadonlyMap<string, string> {
		return new Map([...this.became.keys()].map((id) => [id, this.idOf(id)]));
	}

	get all(): ReadonlyMap<ObjectId, Typed<Words>> {
		return this.typed;
	}

	/** Reads what this or another tab kept. */
	async load(): Promise<void> {
		const rows = await this.rows.all();
		this.typed.clear();
		for (const [id, found] of rows) {
			if (found.t === this.kind.typed) this.take(id, found);
			if (found.t === this.kind.became) this.became.set(id, parseId(found.object));
		}
	}

	/** Kept first, a draft may then become what it was handed on as. */
	idOf(id: ObjectId): ObjectId {
		const next = this.became.get(id);
		return next === undefined ? id : this.idOf(next);
	}

	find(first: ObjectId): Typed<Words> | undefined {
		return this.typed.get(this.idOf(first));
	}

	/** Throws AppError `too_long`, or what the store throws. */
	async keep(first: ObjectId, words: Words, base: EventId | null): Promise<Typed<Words>> {
		const id = this.idOf(first);
		const typed = { words, keptMs: this.now(), base };
		const { kind } = this;
		const row = { words: kind.seal(words), kept_ms: typed.keptMs, base };
		await this.rows.put(id, { t: kind.typed, v: 1, ...row });
		this.typed.set(id, typed);
		return typed;
	}

	async drop(first: ObjectId): Promise<void> {
		const id = this.idOf(first);
		if (!this.typed.has(id)) return;
		await this.rows.drop(id);
		this.typed.delete(id);
	}

	/** What was typed goes with another write, or not at all. */
	dropping(first: ObjectId): Beside {
		const id = this.idOf(first);
		return this.rows.dropping(id, () => {
			this.typed.delete(id);
		});
	}

	/** The same, and what was typed under `first` stands as `object` from there on. */
	async becoming(first: ObjectId, object: ObjectId): Promise<Beside> {
		const id = this.idOf(first);
		if (id === object) return this.dropping(id);
		return this.rows.putting(id, { t: this.kind.became, v: 1, object }, () => {
			this.typed.delete(id);
			this.became.set(id, object);
		});
	}

	private take(id: ObjectId, { words, kept_ms, base }: Plaintext): void {
		const read = this.kind.read(words as Plaintext);
		if (read === null) return;
		this.typed.set(id, {
			words: read,
			keptMs: Number(kept_ms),
			base: base === null ? null : parseId(base)
		});
	}
}
