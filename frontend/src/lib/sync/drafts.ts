/**
 * What is typed and not yet a version of a note, sealed on this phone at each pause (protocol.md
 * §10). A draft remembers which version it revises, so that words from another device that arrive
 * meanwhile are not replaced unseen.
 *
 * A new note is typed under an id of its own: the id that the server sees is made when the note is
 * saved, because its date would tell when somebody began to write. What a first id became is kept,
 * so that the same address still leads to the note.
 */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import type { ComposedNote } from '#lib/view/compose-notes.js';
import type { DraftRows } from './draft-rows';
import { readTyping } from './typing';

export interface Draft {
	title: string;
	text: string;
	keptMs: number;
	/** The version it revises; null for a new note. */
	base: EventId | null;
}

export class Drafts {
	private readonly drafts = new Map<ObjectId, Draft>();
	/** From the id a new note was typed under to the id it got. */
	private readonly saved = new Map<ObjectId, ObjectId>();
	/** Versions that were on the screen when typing began. */
	private readonly bases = new Map<ObjectId, EventId | null>();

	constructor(
		private readonly rows: DraftRows,
		private readonly now: () => number
	) {}

	async load(): Promise<void> {
		const rows = await this.rows.all();
		this.drafts.clear();
		for (const [note, found] of rows) {
			if (found.t === 'draft') this.drafts.set(note, readDraft(found));
			if (found.t === 'saved') this.saved.set(note, parseId(found.object));
		}
	}

	/** Newest first, with what other tabs kept. */
	list(): [ObjectId, Draft][] {
		return [...this.drafts].sort(([, a], [, b]) => b.keptMs - a.keptMs);
	}

	find(note: ObjectId): Draft | null {
		return this.drafts.get(this.idOf(note)) ?? null;
	}

	/** What first ids became, for addresses that still hold one. */
	get savedAs(): ReadonlyMap<string, string> {
		return new Map(this.saved);
	}

	/** The id under which a note stands, whatever id it was typed under. */
	idOf(note: ObjectId): ObjectId {
		return this.saved.get(note) ?? note;
	}

	/** An editor opened: until something is typed, what it shows is what later words revise. */
	begin(note: ObjectId): void {
		this.bases.delete(this.idOf(note));
	}

	/** Before newer versions are shown: words being typed still belong to the one that was. */
	freezeBases(shown: readonly ComposedNote[]): void {
		for (const { id } of readTyping()) {
			const note = this.idOf(parseId(id));
			if (!this.bases.has(note)) this.bases.set(note, newestOf(shown, note));
		}
	}

	/** The version that words typed now would revise. */
	baseOf(note: ObjectId, shown: readonly ComposedNote[]): EventId | null {
		const id = this.idOf(note);
		const draft = this.drafts.get(id);
		if (draft) return draft.base;
		const frozen = this.bases.get(id);
		return frozen === undefined ? newestOf(shown, id) : frozen;
	}

	/** Throws AppError `too_long`, or what the store throws. */
	async keep(
		note: ObjectId,
		words: { title: string; text: string },
		base: EventId | null
	): Promise<Draft> {
		const id = this.idOf(note);
		const { title, text } = words;
		const draft = { title, text, keptMs: this.now(), base };
		await this.rows.put(id, { t: 'draft', v: 1, title, text, kept_ms: draft.keptMs, base });
		this.drafts.set(id, draft);
		return draft;
	}

	async drop(note: ObjectId): Promise<void> {
		const id = this.idOf(note);
		if (this.drafts.has(id)) await this.rows.drop(id);
		this.drafts.delete(id);
		this.bases.delete(id);
	}

	/** The note typed under `first` is saved as `object`. */
	async rename(first: ObjectId, object: ObjectId): Promise<void> {
		await this.rows.put(first, { t: 'saved', v: 1, object });
		this.drafts.delete(first);
		this.bases.delete(first);
		this.saved.set(first, object);
	}
}

function readDraft({ title, text, kept_ms, base }: Plaintext): Draft {
	return {
		title: String(title),
		text: String(text),
		keptMs: Number(kept_ms),
		base: base === null ? null : parseId(base)
	};
}

function newestOf(shown: readonly ComposedNote[], note: ObjectId): EventId | null {
	return shown.find(({ id }) => id === note)?.heads[0]?.event ?? null;
}
