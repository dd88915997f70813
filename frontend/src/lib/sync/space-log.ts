/**
 * One space on this phone: its verified log in the store, and the same log folded in memory. Every
 * page, from whatever door, goes through `apply`: verify, fold, store, advance the cursor, where the
 * last two are one transaction that holds only if the cursor is where it was (protocol.md §10). So
 * two tabs cannot write two different histories, and a page counts once.
 */
import { CanonicalError, equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { isErasure, parseEvent } from '#lib/log/event.js';
import { EMPTY_FOLD, foldInto, type Fold, type FoldEntry } from '#lib/log/fold.js';
import { openBody } from '#lib/log/open-body.js';
import type { LogEvent } from '#lib/log/types.js';
import { startOfChain, verifyPage, type ChainState } from '#lib/log/verify.js';
import type { EventRow, SpaceRow } from '#lib/store/rows.js';
import type { Store, Writing } from '#lib/store/store.js';
import type { SpaceKeys } from './keyring';
import { headBefore, replay, type ReplayedEvent } from './replay';
import { Turns } from './turns';
import type { DeliveredItem } from './wire';

export interface Placed {
	seq: number;
	object: ObjectId;
	rev: number;
}

/** Lines opened at once; more would only wait for the browser's threads. */
const CHUNK = 256;

export class SpaceLog {
	private shownChain: ChainState;
	private shownFold: Fold = EMPTY_FOLD;
	private readonly places = new Map<EventId, Placed>();
	private generation = 0;
	private readonly turns = new Turns();

	constructor(
		private readonly store: Store,
		readonly keys: SpaceKeys
	) {
		this.shownChain = startOfChain(keys.space, keys.parties);
	}

	/** How far this tab has read. */
	get chain(): ChainState {
		return this.shownChain;
	}

	get fold(): Fold {
		return this.shownFold;
	}

	place(id: EventId): Placed | undefined {
		return this.places.get(id);
	}

	/** Reads what the store has and this tab has not. True if there was something. */
	async catchUp(): Promise<boolean> {
		return this.turns.run(() => this.catchUpNow());
	}

	/**
	 * Takes a page that begins right behind the cursor. Throws ChainError and keeps nothing where it
	 * does not verify. `overtaken`: another tab was first, and what it stored is now shown.
	 */
	async apply(items: readonly DeliveredItem[]): Promise<'applied' | 'overtaken'> {
		return this.turns.run(async () => {
			const { state, events } = await verifyPage(this.shownChain, items);
			const lines = items.map((item, index) => toLine(item, this.shownChain.seq + 1 + index));
			const entries = await this.openAll(events, lines);
			const fold = foldInto(this.shownFold, entries);
			const kept = withoutErased(lines, this.shownChain.seq, events, fold);
			const stored = await this.store.write(['spaces', 'events', 'outbox'], (rows) =>
				this.storePage(rows, state, kept, events)
			);
			if (!stored) {
				await this.catchUpNow();
				return 'overtaken';
			}
			this.show(state, fold, entries);
			return 'applied';
		});
	}

	/** The lines of a page that follow the cursor; null where it begins farther on. */
	unknownPart(items: readonly DeliveredItem[]): readonly DeliveredItem[] | null {
		const [first] = items;
		if (first === undefined) return items;
		const next = this.shownChain.seq + 1;
		try {
			const firstSeq = parseEvent(first.event).seq;
			return firstSeq > next ? null : items.slice(next - firstSeq);
		} catch (error) {
			// Verification says what is wrong with it.
			if (error instanceof CanonicalError) return items;
			throw error;
		}
	}

	/** Lines `first` to `last` as they stand in the store. */
	async lines(first: number, last: number): Promise<EventRow[]> {
		return this.store.read(['events'], (rows) => rows.lines(this.keys.space, first, last));
	}

	/** The chain as it stood after line `seq`, to verify another line of history from there. */
	async chainAt(seq: number): Promise<ChainState> {
		const lines = await this.lines(1, seq);
		return replay(startOfChain(this.keys.space, this.keys.parties), lines, await this.headAt(seq))
			.state;
	}

	/** Our head after line `seq`: the next line names it, and we verified that one. */
	async headAt(seq: number): Promise<Bytes> {
		const [next] = await this.lines(seq + 1, seq + 1);
		return next ? headBefore(next) : this.shownChain.head;
	}

	/** A body that the server had withheld; kept only if it is the one that was signed. */
	async fillBody(seq: number, body: Bytes): Promise<boolean> {
		const hash = await sha256(body);
		const isFilled = await this.store.write(['spaces', 'events'], async (rows) => {
			const { space } = this.keys;
			const [line] = await rows.lines(space, seq, seq);
			const row = await rows.get('spaces', space);
			const signed = line && parseEvent(line.event).envHash;
			if (!line || !row || !signed || !equalBytes(signed, hash)) return false;
			rows.put('events', [space, seq], { ...line, body });
			rows.put('spaces', space, { ...row, generation: row.generation + 1 });
			return true;
		});
		await this.catchUp();
		return isFilled;
	}

	private async catchUpNow(): Promise<boolean> {
		const { space, parties } = this.keys;
		const found = await this.store.read(['spaces', 'events'], async (rows) => {
			const row = await rows.get('spaces', space);
			const isSame = row?.generation === this.generation;
			const first = isSame ? this.shownChain.seq + 1 : 1;
			return row && { row, isSame, lines: await rows.lines(space, first, row.seq) };
		});
		if (!found || (found.isSame && found.lines.length === 0)) return false;
		if (!found.isSame) {
			this.generation = found.row.generation;
			this.shownFold = EMPTY_FOLD;
			this.places.clear();
		}
		const from = found.isSame ? this.shownChain : startOfChain(space, parties);
		const { state, events } = replay(from, found.lines, found.row.head);
		const entries = await this.openAll(events, found.lines);
		this.show(state, foldInto(this.shownFold, entries), entries);
		return true;
	}

	private async openAll(
		events: readonly ReplayedEvent[],
		lines: readonly EventRow[]
	): Promise<FoldEntry[]> {
		const pairs = zip(events, lines);
		const entries: FoldEntry[] = [];
		for (let start = 0; start < pairs.length; start += CHUNK) {
			const chunk = pairs.slice(start, start + CHUNK).map(async ([{ event, refused }, line]) => {
				const { arrivedMs, repaired, body } = line;
				const opened = await openBody(this.keys.body, event, body);
				return { event, refused, arrivedMs, repaired, opened };
			});
			entries.push(...(await Promise.all(chunk)));
		}
		return entries;
	}

	/** False where the cursor has moved: the transaction then keeps nothing. */
	private async storePage(
		rows: Writing,
		state: ChainState,
		lines: ReadonlyMap<number, EventRow | 'body_erased'>,
		events: readonly { event: LogEvent }[]
	): Promise<boolean> {
		const { space } = this.keys;
		const row = await rows.get('spaces', space);
		if (!row || !this.isAtCursor(row)) return false;
		for (const [seq, line] of lines) {
			if (line !== 'body_erased') rows.put('events', [space, seq], line);
			else {
				const [stored] = await rows.lines(space, seq, seq);
				if (stored) rows.put('events', [space, seq], { ...stored, body: null });
			}
		}
		// Found in the log is done: whatever tab or device brought it there.
		for (const { event } of events) rows.delete('outbox', event.eventId);
		rows.put('spaces', space, { ...row, seq: state.seq, head: state.head });
		return true;
	}

	private isAtCursor(row: SpaceRow): boolean {
		return (
			row.generation === this.generation &&
			row.seq === this.shownChain.seq &&
			equalBytes(row.head, this.shownChain.head)
		);
	}

	private show(state: ChainState, fold: Fold, entries: readonly FoldEntry[]): void {
		this.shownChain = state;
		this.shownFold = fold;
		for (const { event } of entries) {
			const { seq, object, rev } = event;
			this.places.set(event.eventId, { seq, object, rev });
		}
	}
}

function zip<A, B>(left: readonly A[], right: readonly B[]): [A, B][] {
	return left.flatMap((item, index) => {
		const other = right[index];
		return other === undefined ? [] : [[item, other]];
	});
}

function toLine({ event, sig, body, arrivedMs, repaired }: DeliveredItem, seq: number): EventRow {
	return { seq, event, sig, body, arrivedMs, repaired };
}

/**
 * An erasure takes the sealed words off this phone too, in the transaction that stores it. The
 * version may be older than this page or part of it.
 */
function withoutErased(
	lines: readonly EventRow[],
	cursor: number,
	events: readonly { event: LogEvent; refused: string | null }[],
	fold: Fold
): Map<number, EventRow | 'body_erased'> {
	const kept = new Map<number, EventRow | 'body_erased'>(lines.map((line) => [line.seq, line]));
	for (const { event, refused } of events) {
		if (!isErasure(event) || refused !== null) continue;
		const version = fold.objects.get(event.object)?.[event.rev - 1];
		if (!version) continue;
		const line = lines[version.seq - cursor - 1];
		kept.set(version.seq, line ? { ...line, body: null } : 'body_erased');
	}
	return kept;
}
