/**
 * Sends the outbox of one space (protocol.md §10). One turn: what the log already holds is done; the
 * rest is signed on the head as read, marked as perhaps sent, posted. Bytes for a place are made
 * once and kept until they are answered. The sender never guesses what became of a post: it says
 * `read`, and only the log decides.
 */
import type { ObjectId } from '#lib/crypto/ids.js';
import type { SignedItem } from '#lib/log/types.js';
import type { OutboxRow, SignedForPlace } from '#lib/store/rows.js';
import { wordsOf } from './intent';
import type { Outbox, OutboxEntry } from './outbox';
import { ServerRefusal } from './refusal';
import { signBatch } from './sign-batch';
import type { SpaceLog } from './space-log';
import type { Appended } from './wire';

/** A server takes 20 events and 512 KiB at once; base64 makes a third more of our bytes. */
const MAX_ITEMS = 20;
const MAX_BYTES = 360 * 1024;
/** Beyond this, a date is refused (protocol.md §6), and kept bytes need a new one. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** How soon a wrong clock is tried again: it is set right by hand. */
const CLOCK_RETRY_MS = 60_000;
/** Where the server says "slow down" without saying how long. */
const SLOW_DOWN_MS = 15_000;

export type Append = (items: readonly SignedItem[], repair: boolean) => Promise<Appended>;

export type Turn =
	/** Nothing is due; something may be at `wakeAtMs`. */
	| { is: 'idle'; wakeAtMs: number | null }
	/** Stored up to `seq`: read to there. */
	| { is: 'sent'; seq: number }
	/** The head is elsewhere than this phone knows: read to it, then take another turn. */
	| { is: 'read' }
	| { is: 'again' }
	| { is: 'wait'; untilMs: number; wrongClock: boolean };

export class Sender {
	/** After a refused batch its items go one by one, so that one refusal does not stop the others. */
	private singles = 0;
	/** The place at which the server last said that an event id was used, to notice it twice. */
	private idUsedAt: number | null = null;

	constructor(
		private readonly log: SpaceLog,
		private readonly outbox: Outbox,
		private readonly now: () => number
	) {}

	/** Call only when the log has been read to the server's head. Throws what it cannot handle. */
	async turn(append: Append): Promise<Turn> {
		await this.settleWithLog();
		const due = this.pickDue();
		if (due.entries.length === 0) return { is: 'idle', wakeAtMs: due.wakeAtMs };
		const batch = await signBatch(this.log, due.entries, this.now());
		if (batch.gone.length > 0) await this.outbox.remove(batch.gone);
		for (const { id, code } of batch.refused) await this.outbox.refuse(id, code);
		const posted = limited(batch.signed);
		if (posted.length === 0 || !(await this.outbox.markPosted(posted))) return { is: 'again' };
		try {
			const { seq } = await append(
				posted.map(({ signed }) => signed),
				false
			);
			this.singles = Math.max(0, this.singles - posted.length);
			this.idUsedAt = null;
			return { is: 'sent', seq };
		} catch (error) {
			if (error instanceof ServerRefusal) return this.answerRefusal(error, posted);
			throw error;
		}
	}

	/** Found is done; passed without being found is free again. */
	private async settleWithLog(): Promise<void> {
		const { space } = this.log.keys;
		const rows = this.outbox.entries.map(({ row }) => row).filter((row) => row.space === space);
		const found = rows.filter((row) => this.log.place(row.id) !== undefined);
		if (found.length > 0) await this.outbox.remove(found.map(({ id }) => id));
		const passed = rows.filter(
			(row) => row.signed !== null && row.signed.seq <= this.log.chain.seq && !found.includes(row)
		);
		if (passed.length > 0) await this.outbox.release(passed.map(({ id }) => id));
	}

	/** Oldest first. What waits holds back later intents about the same object, and no others. */
	private pickDue(): { entries: OutboxEntry[]; wakeAtMs: number | null } {
		const nowMs = this.now();
		const held = new Set<ObjectId>();
		const entries: OutboxEntry[] = [];
		let wakeAtMs: number | null = null;
		for (const entry of this.outbox.entries) {
			const { row } = entry;
			if (row.space !== this.log.keys.space || row.refused !== null) continue;
			if (row.holdUntilMs > nowMs) {
				held.add(row.object);
				wakeAtMs = Math.min(wakeAtMs ?? row.holdUntilMs, row.holdUntilMs);
			} else if (!held.has(row.object)) entries.push(entry);
		}
		return { entries: entries.slice(0, this.singles > 0 ? 1 : MAX_ITEMS), wakeAtMs };
	}

	private async answerRefusal(refusal: ServerRefusal, posted: readonly Posted[]): Promise<Turn> {
		switch (refusal.code) {
			case 'head_moved':
				return { is: 'read' };
			case 'id_used':
				return this.answerIdUsed(posted);
			case 'clock':
				return this.answerClock(posted);
			case 'slow_down': {
				const waitMs = (refusal.retryAfterSeconds ?? SLOW_DOWN_MS / 1000) * 1000;
				return { is: 'wait', untilMs: this.now() + waitMs, wrongClock: false };
			}
			default:
				if (![400, 413, 422].includes(refusal.status)) throw refusal;
				return this.setAside(refusal.code, posted);
		}
	}

	/** Some earlier post of it arrived. If reading does not find it, the id is taken for good. */
	private async answerIdUsed(posted: readonly Posted[]): Promise<Turn> {
		const { seq } = this.log.chain;
		if (this.idUsedAt !== seq) {
			this.idUsedAt = seq;
			return { is: 'read' };
		}
		return this.setAside('id_used', posted);
	}

	/** Old bytes get a new date; fresh ones mean that a clock is wrong, and ours is not corrected. */
	private async answerClock(posted: readonly Posted[]): Promise<Turn> {
		const nowMs = this.now();
		const old = posted.filter(({ signed }) => signed.atMs < nowMs - CLOCK_TOLERANCE_MS);
		if (old.length === 0) {
			return { is: 'wait', untilMs: nowMs + CLOCK_RETRY_MS, wrongClock: true };
		}
		await this.outbox.forgetSignatures(old.map(({ row }) => row.id));
		return { is: 'read' };
	}

	private async setAside(code: string, posted: readonly Posted[]): Promise<Turn> {
		const [first] = posted;
		if (first === undefined) return { is: 'again' };
		const { id } = first.row;
		const intent = this.outbox.find(id)?.intent;
		// A move without words that the conversation has passed by leaves nothing to decide.
		const isPassedBy = intent?.kind === 'talk' && wordsOf(intent) === null;
		if (posted.length > 1) this.singles = posted.length;
		else if (isPassedBy) await this.outbox.remove([id]);
		else await this.outbox.refuse(id, code);
		return { is: 'again' };
	}
}

interface Posted {
	row: OutboxRow;
	signed: SignedForPlace;
}

/** As many from the start as one request takes. */
function limited(signed: readonly Posted[]): Posted[] {
	let bytes = 0;
	return signed.filter(({ signed: { event, body } }, index) => {
		bytes += event.length + (body?.length ?? 0);
		return index === 0 || bytes <= MAX_BYTES;
	});
}
