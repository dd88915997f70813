/**
 * Limits, requests and agreements that are being written, sealed on this phone at each pause. Nothing
 * of them is told to the server before the person leaves the screen, and then only as an item of My
 * side. They are typed under an id of their own; what they are kept or shared as gets its id when that
 * happens, and what a first id became is kept, so that the same address still leads there.
 */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { readContent } from '#lib/log/content.js';
import { agreementDraftPlaintext, type AgreementDraft } from '#lib/log/content-agreement.js';
import type { DraftRows } from './draft-rows';

export type DraftWords = Omit<AgreementDraft, 't' | 'replaces'>;

export interface TypedAgreement {
	words: DraftWords;
	keptMs: number;
	/** The kept version that it changes; null for a new one. */
	base: EventId | null;
}

export class AgreementTyping {
	private readonly typed = new Map<ObjectId, TypedAgreement>();
	private readonly became = new Map<ObjectId, ObjectId>();

	constructor(
		private readonly rows: DraftRows,
		private readonly now: () => number
	) {}

	/** What first ids became. */
	get savedAs(): ReadonlyMap<string, string> {
		return this.became;
	}

	get all(): ReadonlyMap<ObjectId, TypedAgreement> {
		return this.typed;
	}

	async load(): Promise<void> {
		const rows = await this.rows.all();
		this.typed.clear();
		for (const [id, found] of rows) {
			if (found.t === 'typed_agreement') this.take(id, found);
			if (found.t === 'agreement_became') this.became.set(id, parseId(found.object));
		}
	}

	/** Kept first, a draft may then become what it was shared as. */
	idOf(id: ObjectId): ObjectId {
		const next = this.became.get(id);
		return next === undefined ? id : this.idOf(next);
	}

	find(id: ObjectId): TypedAgreement | undefined {
		return this.typed.get(this.idOf(id));
	}

	/** Throws AppError `too_long`, or what the store throws. */
	async keep(first: ObjectId, words: DraftWords, base: EventId | null): Promise<void> {
		const id = this.idOf(first);
		const keptMs = this.now();
		const sealed = agreementDraftPlaintext(words);
		await this.rows.put(id, { t: 'typed_agreement', v: 1, words: sealed, kept_ms: keptMs, base });
		this.typed.set(id, { words, keptMs, base });
	}

	async drop(first: ObjectId): Promise<void> {
		const id = this.idOf(first);
		if (this.typed.delete(id)) await this.rows.drop(id);
	}

	/** What was typed under `first` stands as `object` from here on. */
	async becomes(first: ObjectId, object: ObjectId): Promise<void> {
		const id = this.idOf(first);
		await this.drop(id);
		if (id === object) return;
		await this.rows.put(id, { t: 'agreement_became', v: 1, object });
		this.became.set(id, object);
	}

	private take(id: ObjectId, { words, kept_ms, base }: Plaintext): void {
		const read = readContent(words as Plaintext);
		if (read.t !== 'agreement_draft') return;
		this.typed.set(id, {
			words: read,
			keptMs: Number(kept_ms),
			base: base === null ? null : parseId(base)
		});
	}
}
