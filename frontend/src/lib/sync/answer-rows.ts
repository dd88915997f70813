/**
 * Sealed answers on this phone (protocol.md §7): what this person means to answer, under K_dev until
 * it is open, and the pairs that opened, checked and kept beside the log so that they read offline.
 */
import { hashOfAnswer, openAnswer } from '#lib/crypto/answer.js';
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { deviceContext } from '#lib/crypto/contexts.js';
import { EnvelopeError, NO_EPOCH, open, seal, type Plaintext } from '#lib/crypto/envelope.js';
import { uuidV7, type EventId, type SpaceId } from '#lib/crypto/ids.js';
import { readContent } from '#lib/log/content.js';
import type { SealedAnswer } from '#lib/log/content-talk.js';
import type { AnswerRow, ConfirmedRecord, OpenedRecord, OpenedRow } from '#lib/store/rows.js';
import type { Store, Writing } from '#lib/store/store.js';
import type { AnswerAddress } from './answers-api';
import { AppError } from './app-error';
import type { DeviceKeys } from './intent';
import type { SpaceLog } from './space-log';

const ANSWERS = 'answers';

/** Words that are meant, or null after a withdrawal and where the row does not open. */
export interface OwnAnswer {
	row: AnswerRow;
	content: Plaintext | null;
}

export interface OpenedPair {
	row: OpenedRow;
	/** Null where they do not open, or say something else. */
	mine: SealedAnswer | null;
	theirs: SealedAnswer | null;
	/** What the log has to name them by. */
	hashes: { mine: Bytes; theirs: Bytes };
}

export const addressKey = ({ space, conversation, opening }: AnswerAddress): string =>
	`${space} ${conversation} ${opening}`;

export class AnswerRows {
	private own = new Map<string, OwnAnswer>();
	private pairs = new Map<string, OpenedPair>();
	/** Opened by the log, and not there when the server was asked for them last. */
	private readonly missing = new Set<string>();
	/** Rises with every write here. */
	changes = 0;

	constructor(
		private readonly store: Store,
		private readonly keys: DeviceKeys,
		private readonly logOf: (space: SpaceId) => SpaceLog | undefined,
		private readonly now: () => number
	) {}

	get all(): OwnAnswer[] {
		return [...this.own.values()];
	}

	get opened(): OpenedPair[] {
		return [...this.pairs.values()];
	}

	/** Waiting to be sent. */
	get waiting(): OwnAnswer[] {
		return this.all.filter(({ row }) => isWaiting(row) || row.refused !== null);
	}

	find(address: AnswerAddress): OwnAnswer | undefined {
		return this.own.get(addressKey(address));
	}

	findOpened(address: AnswerAddress): OpenedPair | undefined {
		return this.pairs.get(addressKey(address));
	}

	isMissing(address: AnswerAddress): boolean {
		return this.missing.has(addressKey(address)) && !this.findOpened(address);
	}

	markMissing(address: AnswerAddress): void {
		if (this.isMissing(address)) return;
		this.missing.add(addressKey(address));
		this.changes += 1;
	}

	/** Reads what this or another tab wrote. Only rows that changed are opened. */
	async load(): Promise<void> {
		const { answers, opened } = await this.store.read([ANSWERS, 'opened'], async (reading) => ({
			answers: await reading.all(ANSWERS),
			opened: await reading.all('opened')
		}));
		const own = await Promise.all(answers.map((row) => this.readOwn(row)));
		const pairs = await Promise.all(opened.map((row) => this.readPair(row)));
		this.own = new Map(own.map((one) => [addressKey(one.row), one]));
		this.pairs = new Map(pairs.map((one) => [addressKey(one.row), one]));
	}

	/**
	 * What a person means now; takes the place of what they meant before. Taking back what was never
	 * sent leaves nothing. Throws AppError `too_long`.
	 */
	async mean(address: AnswerAddress, content: Plaintext | null): Promise<void> {
		const id = this.find(address)?.row.id ?? uuidV7<EventId>(this.now());
		const sealed = await this.seal(id, content);
		await this.change(address, (row) => {
			const before = row ?? fresh(address);
			if (content === null && wasNeverSent(before)) return undefined;
			const edition = before.edition + 1;
			const state = content === null ? 'withdraw' : 'put';
			// Another tab may have begun the row under another id: these words are sealed for this one.
			return { ...before, id, sealed, edition, state, signed: null, refused: null };
		});
	}

	/** What another device of this person put, as the server has it. */
	async take(
		address: AnswerAddress,
		content: Plaintext,
		confirmed: ConfirmedRecord
	): Promise<void> {
		const id = this.find(address)?.row.id ?? uuidV7<EventId>(this.now());
		const sealed = await this.seal(id, content);
		await this.change(address, (row) => {
			const before = row ?? fresh(address);
			const highest = Math.max(before.highest, confirmed.rev);
			// Words that wait here, or that were refused, are nobody's to take away.
			if (row && (isWaiting(row) || row.refused !== null)) return { ...row, confirmed, highest };
			const edition = before.edition + 1;
			return { ...before, id, sealed, edition, state: 'in', signed: null, confirmed, highest };
		});
	}

	/** Withdrawn on another device, after this rev; null content is kept for it. */
	async takeWithdrawal(address: AnswerAddress, rev: number, againMs: number): Promise<void> {
		const id = this.find(address)?.row.id ?? uuidV7<EventId>(this.now());
		const sealed = await this.seal(id, null);
		await this.change(address, (row) => {
			const before = row ?? fresh(address);
			const edition = before.edition + 1;
			const out = { ...outOf(before, rev), againMs };
			return { ...before, id, sealed, edition, ...out };
		});
	}

	/** False where what is meant changed meanwhile, or the row is gone. */
	async patch(before: AnswerRow, patch: Partial<AnswerRow>): Promise<boolean> {
		let isSame = false;
		await this.change(before, (row) => {
			isSame = row?.edition === before.edition;
			return row && isSame ? { ...row, ...patch } : row;
		});
		return isSame;
	}

	async drop(address: AnswerAddress): Promise<void> {
		await this.change(address, () => undefined);
	}

	/** The pair that opened; what was meant is let go with it, unless its words did not get in. */
	async keepOpened(row: OpenedRow, keepsOwn: boolean): Promise<void> {
		const { space, conversation, opening } = row;
		await this.write((rows) => {
			rows.put('opened', [space, conversation, opening], row);
			if (!keepsOwn) rows.delete(ANSWERS, [space, conversation, opening]);
			return Promise.resolve();
		});
	}

	/** Our own words of a pair that opened: gone here at once, and on the server after its next visit. */
	async takeBack(address: AnswerAddress): Promise<void> {
		await this.changeOpened(address, (row) => ({
			...row,
			mine: { ...row.mine, body: null },
			takingBack: true
		}));
	}

	/** The server has no words of ours for it any more, or no such row. */
	async markTakenBack(address: AnswerAddress): Promise<void> {
		await this.changeOpened(address, (row) => ({ ...row, takingBack: false }));
	}

	/** Taken back on another phone, ours or theirs: the words go from this one too. */
	async dropWords(address: AnswerAddress, whose: 'mine' | 'theirs'): Promise<void> {
		await this.changeOpened(address, (row) => ({ ...row, [whose]: { ...row[whose], body: null } }));
	}

	async markSeen(address: AnswerAddress): Promise<void> {
		await this.changeOpened(address, (row) => ({ ...row, seen: true }));
	}

	private async changeOpened(
		{ space, conversation, opening }: AnswerAddress,
		next: (row: OpenedRow) => OpenedRow
	): Promise<void> {
		await this.write(async (rows) => {
			const row = await rows.get('opened', [space, conversation, opening]);
			if (row) rows.put('opened', [space, conversation, opening], next(row));
		});
	}

	private async change(
		{ space, conversation, opening }: AnswerAddress,
		next: (row: AnswerRow | undefined) => AnswerRow | undefined
	): Promise<void> {
		await this.write(async (rows) => {
			const row = next(await rows.get(ANSWERS, [space, conversation, opening]));
			if (row) rows.put(ANSWERS, [space, conversation, opening], row);
			else rows.delete(ANSWERS, [space, conversation, opening]);
		});
	}

	private async write(work: (rows: Writing) => Promise<void>): Promise<void> {
		await this.store.write([ANSWERS, 'opened'], work);
		this.changes += 1;
		await this.load();
	}

	private async readOwn(row: AnswerRow): Promise<OwnAnswer> {
		const before = this.own.get(addressKey(row));
		if (before?.row.edition === row.edition && before.row.id === row.id) {
			return { row, content: before.content };
		}
		return { row, content: await this.openSealed(row) };
	}

	private async readPair(row: OpenedRow): Promise<OpenedPair> {
		const before = this.pairs.get(addressKey(row));
		if (before && isSamePair(before.row, row)) return { ...before, row };
		const hashes = {
			mine: await hashOfAnswer(row.mine),
			theirs: await hashOfAnswer(row.theirs)
		};
		const mine = await this.openBody(row, 'mine');
		return { row, mine, theirs: await this.openBody(row, 'theirs'), hashes };
	}

	private async openBody(row: OpenedRow, whose: 'mine' | 'theirs'): Promise<SealedAnswer | null> {
		const log = this.logOf(row.space);
		const { record, sig, body } = row[whose];
		if (!log || body === null) return null;
		try {
			const read = readContent(await openAnswer(log.keys.body, { record, sig, body }));
			return read.t === 'answer' ? read : null;
		} catch (error) {
			if (error instanceof EnvelopeError) return null;
			throw error;
		}
	}

	private async seal(id: EventId, content: Plaintext | null): Promise<AnswerRow['sealed']> {
		const { device, key } = this.keys;
		const context = deviceContext(device, ANSWERS, id);
		try {
			return await seal(key, context, { t: 'answering', v: 1, content }, NO_EPOCH);
		} catch (error) {
			if (error instanceof EnvelopeError) throw new AppError('too_long', { cause: error });
			throw error;
		}
	}

	private async openSealed({ id, sealed }: AnswerRow): Promise<Plaintext | null> {
		const { device, key } = this.keys;
		try {
			const { content } = await open(key, deviceContext(device, ANSWERS, id), sealed, NO_EPOCH);
			return content as Plaintext | null;
		} catch (error) {
			if (error instanceof EnvelopeError) return null;
			throw error;
		}
	}
}

export function isSamePair(one: OpenedRow, other: OpenedRow): boolean {
	return (
		one.fault === other.fault &&
		isSameRecord(one.mine, other.mine) &&
		isSameRecord(one.theirs, other.theirs)
	);
}

function isSameRecord(one: OpenedRecord, other: OpenedRecord): boolean {
	const isGone = one.body === null;
	return isGone === (other.body === null) && equalBytes(one.record, other.record);
}

/** Of a row whose answer is out again: whatever was signed for it here no longer stands. */
export function outOf(
	{ highest, signedRev }: Pick<AnswerRow, 'highest' | 'signedRev'>,
	rev = 0
): Pick<AnswerRow, 'state' | 'signed' | 'confirmed' | 'highest'> {
	const known = Math.max(highest, signedRev, rev);
	return { state: 'withdrawn', signed: null, confirmed: null, highest: known };
}

function fresh({ space, conversation, opening }: AnswerAddress): Omit<AnswerRow, 'id'> {
	return {
		...{ space, conversation, opening },
		sealed: new Uint8Array(0),
		edition: 0,
		state: 'put',
		signed: null,
		confirmed: null,
		signedRev: 0,
		highest: 0,
		againMs: 0,
		refused: null
	};
}

/** Neither from here, in whatever version, nor from another device as far as this one knows. */
function wasNeverSent({ signedRev, highest }: Omit<AnswerRow, 'id'>): boolean {
	return signedRev === 0 && highest === 0;
}

export function isWaiting({ state, refused }: AnswerRow): boolean {
	return refused === null && (state === 'put' || state === 'withdraw');
}
