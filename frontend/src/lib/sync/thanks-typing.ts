/**
 * Thanks that are being typed, sealed on this phone at each pause. Nothing of them is told to the
 * server before the person leaves the screen, and then only as an item of My side.
 *
 * They are typed under an id of their own; what they are kept or given as gets its id when that
 * happens, and what a first id became is kept, so that the same address still leads there.
 */
import { deviceContext } from '#lib/crypto/contexts.js';
import { EnvelopeError, NO_EPOCH, open, seal, type Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { readContent, thanksDraftPlaintext, type ThanksParts } from '#lib/log/content.js';
import type { DraftRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import { AppError } from './app-error';
import type { DeviceKeys } from './intent';

export interface TypedThanks {
	parts: ThanksParts;
	keptMs: number;
	/** The kept version that it changes; null for a new one. */
	base: EventId | null;
}

const DRAFTS = 'drafts';

export class ThanksTyping {
	private readonly typed = new Map<ObjectId, TypedThanks>();
	private readonly became = new Map<ObjectId, ObjectId>();

	constructor(
		private readonly store: Store,
		private readonly keys: DeviceKeys,
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
		const rows = await this.store.read([DRAFTS], (reading) => reading.all(DRAFTS));
		const opened = await Promise.all(rows.map((row) => this.open(row)));
		this.typed.clear();
		for (const [index, { note: id }] of rows.entries()) {
			const found = opened[index];
			if (found?.t === 'typed_thanks') this.take(id, found);
			if (found?.t === 'thanks_became') this.became.set(id, parseId(found.object));
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
		await this.put(id, { t: 'typed_thanks', v: 1, words, kept_ms: keptMs, base });
		this.typed.set(id, typed);
		return typed;
	}

	async drop(first: ObjectId): Promise<void> {
		const id = this.idOf(first);
		if (!this.typed.delete(id)) return;
		await this.store.write([DRAFTS], (rows) => {
			rows.delete(DRAFTS, id);
			return Promise.resolve();
		});
	}

	/** What was typed under `first` stands as `object` from here on. */
	async becomes(first: ObjectId, object: ObjectId): Promise<void> {
		await this.drop(first);
		if (first === object) return;
		await this.put(first, { t: 'thanks_became', v: 1, object });
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

	private async put(id: ObjectId, plaintext: Plaintext): Promise<void> {
		const { device, key } = this.keys;
		let sealed: DraftRow['sealed'];
		try {
			sealed = await seal(key, deviceContext(device, DRAFTS, id), plaintext, NO_EPOCH);
		} catch (error) {
			if (error instanceof EnvelopeError) throw new AppError('too_long', { cause: error });
			throw error;
		}
		await this.store.write([DRAFTS], (rows) => {
			rows.put(DRAFTS, id, { note: id, sealed });
			return Promise.resolve();
		});
	}

	/** Null where the row was changed on disk, or is not about thanks. */
	private async open({ note: id, sealed }: DraftRow): Promise<Plaintext | null> {
		const { device, key } = this.keys;
		try {
			return await open(key, deviceContext(device, DRAFTS, id), sealed, NO_EPOCH);
		} catch (error) {
			if (error instanceof EnvelopeError) return null;
			throw error;
		}
	}
}
