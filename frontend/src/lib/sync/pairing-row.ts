/**
 * What an invitation needs that only the phone which made it has (protocol.md §8): the seed of X_i,
 * the nonce N, and beside it the one M2 that this phone ever answers. One row, sealed under K_dev.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { deviceContext } from '#lib/crypto/contexts.js';
import { EnvelopeError, NO_EPOCH, open, seal, type Plaintext } from '#lib/crypto/envelope.js';
import { fromBase64url, parseId, toBase64url, type SpaceId } from '#lib/crypto/ids.js';
import type { Store } from '#lib/store/store.js';
import type { DeviceKeys } from './intent';

export type InvitationEnd = 'cancelled' | 'expired' | 'wrong_digits' | 'refused';

export type InvitationStage =
	/** Perhaps not on the server yet. */
	| 'making'
	| 'open'
	/** The digits were typed and equal: from here on it is only carried out. */
	| 'equal'
	/** The space is open, and the other person has not joined yet. */
	| 'opened'
	| 'ended';

/** What `POST …/space` sends, the same bytes at every try. */
export interface Opening {
	skWrap: Bytes;
	pairWrap: Bytes;
	event: Bytes;
	sig: Bytes;
}

export interface InvitationRow {
	id: Bytes;
	space: SpaceId;
	stage: InvitationStage;
	/** Null once nothing can be done with them any more. */
	secrets: { agreementSeed: Bytes; nonce: Bytes } | null;
	/** Stored before N is posted; another one is never accepted. */
	m2: Bytes | null;
	/** The server has N. */
	isAnswered: boolean;
	triesLeft: number;
	expiresMs: number;
	opening: Opening | null;
	ended: InvitationEnd | null;
	/** The server and the vault have heard of the end. */
	isTidy: boolean;
	/** The person has seen the end. */
	isDismissed: boolean;
}

const NAME = 'invitation';

export class InvitationRows {
	constructor(
		private readonly store: Store,
		private readonly keys: DeviceKeys
	) {}

	/** Null where there is none, or where it was changed on disk. */
	async read(): Promise<InvitationRow | null> {
		return this.open(await this.sealed());
	}

	async put(row: InvitationRow): Promise<void> {
		const sealed = await this.seal(row);
		await this.store.write(['account'], (rows) => {
			rows.putOwn(NAME, sealed);
			return Promise.resolve();
		});
	}

	async drop(): Promise<void> {
		await this.store.write(['account'], (rows) => {
			rows.delete('account', NAME);
			return Promise.resolve();
		});
	}

	/** Changes the row as it stands, whatever another tab wrote meanwhile. Null where there is none. */
	async change(update: (row: InvitationRow) => InvitationRow): Promise<InvitationRow | null> {
		for (;;) {
			const before = await this.sealed();
			const row = await this.open(before);
			if (row === null || before === undefined) return null;
			const next = update(row);
			if (next === row) return row;
			const sealed = await this.seal(next);
			const isKept = await this.store.write(['account'], async (rows) => {
				const stored = await rows.own(NAME);
				if (stored === undefined || !equalBytes(stored, before)) return false;
				rows.putOwn(NAME, sealed);
				return true;
			});
			if (isKept) return next;
		}
	}

	private async sealed(): Promise<Bytes | undefined> {
		return this.store.read(['account'], (rows) => rows.own(NAME));
	}

	private async seal(row: InvitationRow): Promise<Bytes> {
		const { device, key } = this.keys;
		return seal(key, deviceContext(device, 'account', NAME), formatRow(row), NO_EPOCH);
	}

	private async open(sealed: Bytes | undefined): Promise<InvitationRow | null> {
		if (sealed === undefined) return null;
		const { device, key } = this.keys;
		try {
			return readRow(await open(key, deviceContext(device, 'account', NAME), sealed, NO_EPOCH));
		} catch (error) {
			if (error instanceof EnvelopeError) return null;
			throw error;
		}
	}
}

function formatRow(row: InvitationRow): Plaintext {
	const { id, secrets, m2, opening, ...rest } = row;
	return {
		t: 'invitation',
		v: 1,
		...rest,
		id: toBase64url(id),
		m2: m2 && toBase64url(m2),
		secrets: secrets && formatBytes(secrets),
		opening: opening && formatBytes(opening)
	};
}

/** Sealed by this phone itself: what opens has this shape. */
function readRow(plaintext: Plaintext): InvitationRow {
	const { id, space, m2, secrets, opening } = plaintext;
	return {
		...(plaintext as unknown as InvitationRow),
		id: fromBase64url(id),
		space: parseId(space),
		m2: m2 === null ? null : fromBase64url(m2),
		secrets: secrets === null ? null : readBytes(secrets as InvitationRow['secrets'] & object),
		opening: opening === null ? null : readBytes(opening as Opening)
	};
}

function formatBytes(fields: object): Record<string, string> {
	const entries = Object.entries(fields) as [string, Bytes][];
	return Object.fromEntries(entries.map(([name, bytes]) => [name, toBase64url(bytes)]));
}

function readBytes<Fields extends object>(fields: Fields): Fields {
	const entries = Object.entries(fields).map(([name, text]) => [name, fromBase64url(text)]);
	return Object.fromEntries(entries) as Fields;
}
