/**
 * What is typed and not yet anything else, sealed on this phone under K_dev (protocol.md §10): one
 * row for each id that words are typed under. What a row says is for who wrote it; the rows of notes,
 * of thanks and of lines of answer lie in one table and differ in their `t`.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { deviceContext } from '#lib/crypto/contexts.js';
import { EnvelopeError, NO_EPOCH, open, seal, type Plaintext } from '#lib/crypto/envelope.js';
import type { ObjectId } from '#lib/crypto/ids.js';
import type { DraftRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import { AppError } from './app-error';
import type { DeviceKeys } from './intent';

const DRAFTS = 'drafts';

export class DraftRows {
	constructor(
		private readonly store: Store,
		private readonly keys: DeviceKeys
	) {}

	/** Every row that opens. One that was changed on disk stays there, and nothing is shown of it. */
	async all(): Promise<[ObjectId, Plaintext][]> {
		const rows = await this.store.read([DRAFTS], (reading) => reading.all(DRAFTS));
		const opened = await Promise.all(rows.map((row) => this.open(row)));
		return opened.filter((entry) => entry !== null);
	}

	/** Throws AppError `too_long`, or what the store throws. */
	async put(id: ObjectId, plaintext: Plaintext): Promise<void> {
		const sealed = await this.seal(id, plaintext);
		await this.store.write([DRAFTS], (rows) => {
			rows.put(DRAFTS, id, { note: id, sealed });
			return Promise.resolve();
		});
	}

	async drop(id: ObjectId): Promise<void> {
		await this.store.write([DRAFTS], (rows) => {
			rows.delete(DRAFTS, id);
			return Promise.resolve();
		});
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
