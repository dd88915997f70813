/**
 * What this phone means to send and the log does not hold yet (protocol.md §10). Rows are sealed, so
 * they outlive lock, sign-out and a 401, and every tab reads the same ones. A row that was posted
 * may be on the server: from then on nothing changes or removes it but the log.
 */
import type { EventId, SpaceId } from '#lib/crypto/ids.js';
import type { OutboxRow, SignedForPlace, Table } from '#lib/store/rows.js';
import type { Store, Writing } from '#lib/store/store.js';
import { isToldWhenRefused, openIntent, sealIntent, type DeviceKeys, type Intent } from './intent';

export interface OutboxEntry {
	row: OutboxRow;
	intent: Intent;
}

export interface NewIntent {
	id: EventId;
	intent: Intent;
	/** 0: at once. */
	holdUntilMs: number;
	/** If this was certainly not sent, it leaves the outbox, and the intent is not needed. */
	unlessUnsent?: EventId;
}

/** What is written in the same transaction as intents, so that words are never in no place. */
export interface Beside {
	table: Table;
	write: (rows: Writing) => void;
	/** Once it stands. */
	done: () => void;
}

export class Outbox {
	private cached: OutboxEntry[] = [];
	private unreadable = 0;

	constructor(
		private readonly store: Store,
		private readonly keys: DeviceKeys
	) {}

	/** In the order in which they go out. */
	get entries(): readonly OutboxEntry[] {
		return this.cached;
	}

	/** Rows that wait, with those that cannot be read: nothing unsent is given up unasked. */
	get size(): number {
		return this.cached.length + this.unreadable;
	}

	find(id: EventId): OutboxEntry | undefined {
		return this.cached.find(({ row }) => row.id === id);
	}

	/** Reads what this or another tab wrote. Only rows that changed are opened. */
	async load(): Promise<void> {
		const rows = await this.store.read(['outbox'], (reading) => reading.all('outbox'));
		const known = new Map(this.cached.map((entry) => [entry.row.id, entry]));
		const entries = await Promise.all(
			rows.map(async (row): Promise<OutboxEntry | null> => {
				const before = known.get(row.id);
				if (before?.row.edition === row.edition) return { row, intent: before.intent };
				const intent = await openIntent(this.keys, row.id, row.sealed);
				return intent && { row, intent };
			})
		);
		this.cached = entries
			.filter((entry) => entry !== null)
			.sort((a, b) => a.row.order - b.row.order);
		this.unreadable = rows.length - this.cached.length;
	}

	/** Puts intents at the end, all or none. Throws AppError `too_long`. */
	async queue(space: SpaceId, intents: readonly NewIntent[], beside?: Beside): Promise<void> {
		await this.queueAll([{ space, intents }], beside);
	}

	/** The same for what belongs together in more than one space. */
	async queueAll(
		groups: readonly { space: SpaceId; intents: readonly NewIntent[] }[],
		beside?: Beside
	): Promise<void> {
		const sealed = groups.map(({ space, intents }) => this.sealAll(space, intents));
		const fresh = (await Promise.all(sealed)).flat();
		const intents = groups.flatMap((group) => group.intents);
		const unsent = new Map(intents.map(({ id, unlessUnsent }) => [id, unlessUnsent]));
		await this.change(async (rows) => {
			const last = Math.max(0, ...(await rows.all('outbox')).map(({ order }) => order));
			for (const [index, row] of fresh.entries()) {
				if (await takeOut(rows, unsent.get(row.id))) continue;
				rows.put('outbox', row.id, { ...row, order: last + 1 + index });
			}
		}, beside);
	}

	/** Rows of these intents, for a transaction that writes more than the outbox. */
	async sealAll(space: SpaceId, intents: readonly NewIntent[]): Promise<OutboxRow[]> {
		return Promise.all(
			intents.map(async ({ id, intent, holdUntilMs }) => ({
				id,
				space,
				object: intent.object,
				order: 0,
				sealed: await sealIntent(this.keys, id, intent),
				edition: 1,
				holdUntilMs,
				signed: null,
				perhapsSent: false,
				refused: null
			}))
		);
	}

	/**
	 * Other words for the same intent. False if it was posted, changed or removed meanwhile: then the
	 * caller looks again and makes an intent of its own.
	 */
	async revise(before: OutboxRow, intent: Intent, beside?: Beside): Promise<boolean> {
		const sealed = await sealIntent(this.keys, before.id, intent);
		return this.change(async (rows) => {
			const row = await rows.get('outbox', before.id);
			if (row?.edition !== before.edition || row.perhapsSent) return false;
			const edition = row.edition + 1;
			rows.put('outbox', row.id, { ...row, sealed, edition, signed: null, refused: null });
			return true;
		}, beside);
	}

	/** Removes these intents if none of them was posted; all or none. */
	async cancel(ids: readonly EventId[]): Promise<boolean> {
		return this.change(async (rows) => {
			const found = await Promise.all(ids.map((id) => rows.get('outbox', id)));
			if (found.some((row) => row === undefined || row.perhapsSent)) return false;
			for (const id of ids) rows.delete('outbox', id);
			return true;
		});
	}

	/** Right before posting. False if an intent changed since it was signed. */
	async markPosted(
		posted: readonly { row: OutboxRow; signed: SignedForPlace }[]
	): Promise<boolean> {
		return this.change(async (rows) => {
			const found = await Promise.all(posted.map(({ row }) => rows.get('outbox', row.id)));
			if (found.some((row, index) => row?.edition !== posted[index]?.row.edition)) return false;
			for (const { row, signed } of posted) {
				rows.put('outbox', row.id, { ...row, signed, perhapsSent: true });
			}
			return true;
		});
	}

	/** The log has passed these places without them: they were not stored, and are free again. */
	async release(ids: readonly EventId[]): Promise<void> {
		await this.patch(ids, { signed: null, perhapsSent: false });
	}

	/** The same event goes to the same place with a new date; it may still be on its way. */
	async forgetSignatures(ids: readonly EventId[]): Promise<void> {
		await this.patch(ids, { signed: null });
	}

	/** The server will not take it: the words wait for a decision. */
	async refuse(id: EventId, code: string): Promise<void> {
		await this.patch([id], { refused: code, signed: null, perhapsSent: false });
	}

	/**
	 * Somebody left: what was not sent waits for a decision, acts that nobody misses are over. What is
	 * taken back still goes out (R14).
	 */
	async closeSpace(space: SpaceId): Promise<void> {
		for (const { row, intent } of this.cached) {
			if (row.space !== space || row.refused !== null || intent.kind === 'erase') continue;
			if (!isToldWhenRefused(intent)) await this.remove([row.id]);
			else await this.refuse(row.id, 'space_closed');
		}
	}

	/** This space is read nowhere any more: there is nothing left to take back from it. */
	async forgetErasures(space: SpaceId): Promise<void> {
		const erasures = this.cached.filter(
			({ row, intent }) => row.space === space && intent.kind === 'erase'
		);
		await this.remove(erasures.map(({ row }) => row.id));
	}

	/** Found in the log, or about something that is not there any more: done. */
	async remove(ids: readonly EventId[]): Promise<void> {
		await this.change((rows) => {
			for (const id of ids) rows.delete('outbox', id);
			return Promise.resolve();
		});
	}

	private async patch(ids: readonly EventId[], patch: Partial<OutboxRow>): Promise<void> {
		await this.change(async (rows) => {
			for (const id of ids) {
				const row = await rows.get('outbox', id);
				if (row) rows.put('outbox', id, { ...row, ...patch });
			}
		});
	}

	/** What goes beside it is written unless nothing was changed: where `work` gives false. */
	private async change<Result>(
		work: (rows: Writing) => Promise<Result>,
		beside?: Beside
	): Promise<Result> {
		const tables: Table[] = beside ? ['outbox', beside.table] : ['outbox'];
		const result = await this.store.write(tables, async (rows) => {
			const changed = await work(rows);
			if (changed !== false) beside?.write(rows);
			return changed;
		});
		if (result !== false) beside?.done();
		await this.load();
		return result;
	}
}

async function takeOut(rows: Writing, id: EventId | undefined): Promise<boolean> {
	const row = id && (await rows.get('outbox', id));
	if (!row || row.perhapsSent) return false;
	rows.delete('outbox', row.id);
	return true;
}
