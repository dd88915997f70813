/**
 * What is typed and not yet anything else, sealed on this phone under K_dev (protocol.md §10): one
 * row for each id that words are typed under. What a row says is for who wrote it; rows of every kind
 * of words lie in one table and differ in their `t`.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { deviceContext } from '#lib/crypto/contexts.js';
import { EnvelopeError, NO_EPOCH, open, seal, type Plaintext } from '#lib/crypto/envelope.js';
import type { ObjectId } from '#lib/crypto/ids.js';
import type { DraftRow } from '#lib/store/rows.js';
import type { Store, Writing } from '#lib/store/store.js';
import { AppError } from './app-error';
import type { DeviceKeys } from './intent';
import type { Beside } from './outbox';

const DRAFTS = 'drafts';

export class DraftRows {
	private writes = 0;

	/** @param onWritten other tabs are told to read */
	constructor(
		private readonly store: Store,
		private readonly keys: DeviceKeys,
		private readonly onWritten: () => void
	) {}

	/**
	 * Every row that opens, never older than what this tab wrote. One that was changed on disk stays
	 * there, and nothing is shown of it.
	 */
	async all(): Promise<[ObjectId, Plaintext][]> {
		const { writes } = this;
		const rows = await this.store.read([DRAFTS], (reading) => reading.all(DRAFTS));
		const opened = await Promise.all(rows.map((row) => this.open(row)));
		return writes === this.writes ? opened.filter((entry) => entry !== null) : this.all();
	}

	/** Throws AppError `too_long`, or what the store throws. */
	async put(id: ObjectId, plaintext: Plaintext): Promise<void> {
		await this.write(await this.putting(id, plaintext));
	}

	async drop(id: ObjectId): Promise<void> {
		await this.write(this.dropping(id));
	}

	/** A row to be put with another write. Throws AppError `too_long`. */
	async putting(id: ObjectId, plaintext: Plaintext, done?: () => void): Promise<Beside> {
		const sealed = await this.seal(id, plaintext);
		return this.beside((rows) => {
			rows.put(DRAFTS, id, { note: id, sealed });
		}, done);
	}

	/** A row that goes with another write. */
	dropping(id: ObjectId, done?: () => void): Beside {
		return this.beside((rows) => {
			rows.delete(DRAFTS, id);
		}, done);
	}

	private beside(change: (rows: Writing) => void, done?: () => void): Beside {
		return {
			table: DRAFTS,
			write: (rows) => {
				this.writes += 1;
				change(rows);
			},
			done: () => {
				done?.();
				this.onWritten();
			}
		};
	}

	private async write({ write, done }: Beside): Promise<void> {
		await this.store.write([DRAFTS], (rows) => {
			write(rows);
			return Promise.resolve();
		});
		done();
	}

	private async seal(id: ObjectId, plaintext: Plaintext): Promise<Bytes> {
		const { device, key } = this.keys;
		try {
			return await seal(key, deviceContext(device, DRAFTS, id), plaintext, NO_EPOCH);
		} catch (error) {
			if (error instanceof EnvelopeError) throw new AppError('too_long', { cause: error });
			throw error;
		}
	}

	private async open({ note: id, sealed }: DraftRow): Promise<[ObjectId, Plaintext] | null> {
		const { device, key } = this.keys;
		try {
			return [id, await open(key, deviceContext(device, DRAFTS, id), sealed, NO_EPOCH)];
		} catch (error) {
			if (error instanceof EnvelopeError) return null;
			throw error;
		}
	}
}
