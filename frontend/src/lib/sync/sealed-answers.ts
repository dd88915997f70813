/**
 * Every sealed answer of the account: meant here, sent by the tab that leads, looked for at each
 * contact, when the socket says that something opened, and when the log does. Nothing that is asked
 * depends on what the other person did; only on the log and on one's own answers (T9).
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import { uuidV7, type EventId } from '#lib/crypto/ids.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import { conversationsOf, type FoldedConversation } from '#lib/log/fold-conversation.js';
import { currentStep } from '#lib/log/rules/conversation.js';
import type { OpenedRow } from '#lib/store/rows.js';
import { putAgain } from './answer-again';
import { hashesOf } from './answer-checks';
import { addressKey, isWaiting, type AnswerRows, type OpenedPair } from './answer-rows';
import { visit } from './answer-visit';
import type { AnswerAddress, AnswersApi } from './answers-api';
import type { Outbox } from './outbox';
import { ServerRefusal } from './refusal';
import type { SpaceLog } from './space-log';
import { hasLeft, type SpaceSet } from './space-set';
import { toAct } from './talk-act';
import { Turns } from './turns';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer than any backup that a server goes back to: opened answers are put again for so long. */
const RECENT_MS = 30 * DAY_MS;

export interface SealedAnswersParts {
	api: AnswersApi;
	rows: AnswerRows;
	spaces: SpaceSet;
	outbox: Outbox;
	now: () => number;
	/** The account is closed in this tab. */
	isOver: () => boolean;
	/** Something is on the phone that was not there before. */
	onChange: () => void;
	/** An act waits in the outbox. */
	onOutbox: () => void;
}

export class SealedAnswers {
	private readonly turns = new Turns();
	private planned: 'waiting' | 'all' | null = null;
	/** Opened ones that the server was asked about since this tab began to lead. */
	private readonly asked = new Set<string>();

	constructor(private readonly parts: SealedAnswersParts) {}

	get rows(): AnswerRows {
		return this.parts.rows;
	}

	/** What a person means; null takes it back. It goes out with the next `pump`. */
	async mean(address: AnswerAddress, content: Plaintext | null): Promise<void> {
		await this.rows.mean(address, content);
	}

	/** Sends what waits; the tab that leads calls it. What does not come about is tried again. */
	send(): void {
		this.plan('waiting');
	}

	/** At a contact, and when the log went on: sends what waits, and looks what became of the rest. */
	pump(): void {
		this.plan('all');
	}

	/** The server was restored: whatever opened is looked at again. */
	putBack(): void {
		this.asked.clear();
		this.pump();
	}

	/** A new contact: in closed spaces words may have been taken back since the last one (R14). */
	meet(): void {
		for (const { row } of this.rows.opened) {
			const log = this.parts.spaces.logs.get(row.space);
			if (log && hasLeft(log)) this.asked.delete(addressKey(row));
		}
		this.pump();
	}

	/** One opening, which the socket says is open. */
	look(address: AnswerAddress): void {
		void this.turns.run(async () => {
			const log = this.parts.spaces.logs.get(address.space);
			if (log) await this.visitOne(log, address);
		});
	}

	/** What is asked for while a visit waits its turn goes with it. */
	private plan(what: 'waiting' | 'all'): void {
		const isPlanned = this.planned !== null;
		if (this.planned !== 'all') this.planned = what;
		if (isPlanned) return;
		void this.turns.run(async () => {
			const { planned } = this;
			this.planned = null;
			for (const log of this.parts.spaces.shared) await this.visitAll(log, planned === 'all');
		});
	}

	private async visitAll(log: SpaceLog, looks: boolean): Promise<void> {
		for (const address of this.due(log, looks)) {
			if (!(await this.visitOne(log, address))) return;
		}
	}

	/** What is asked about, by the log and by what is here. */
	private due(log: SpaceLog, looks: boolean): AnswerAddress[] {
		const { space } = log.keys;
		const due = new Map<string, AnswerAddress>();
		const add = (address: AnswerAddress): void => void due.set(addressKey(address), address);
		for (const { row } of this.rows.all) {
			if (row.space === space && isWaiting(row)) add(addressOf(row));
		}
		for (const { row } of this.rows.opened) {
			if (row.space === space && row.takingBack === true) add(addressOf(row));
		}
		for (const folded of looks ? conversationsOf(log.fold) : []) {
			for (const opening of this.openingsOf(log, folded)) {
				add({ space, conversation: folded.id, opening });
			}
		}
		return [...due.values()];
	}

	private openingsOf(log: SpaceLog, folded: FoldedConversation): number[] {
		const { id: conversation, state, last } = folded;
		const { facts } = state;
		const { space } = log.keys;
		const done = facts.opened.map((_, index) => index + 1);
		const missing = done.filter((opening) => {
			const pair = this.rows.findOpened({ space, conversation, opening });
			if (pair?.row.fault !== null || this.isToAsk(log, pair.row)) return true;
			return !isNamed(log, pair);
		});
		// Both may have been in before somebody ended it, and neither phone said so.
		const isAsked = !facts.ended || last.atMs > this.parts.now() - RECENT_MS;
		const isOpen = facts.accepted && isAsked && currentStep(facts)?.kind === 'reveal';
		return isOpen ? [...missing, facts.opened.length + 1] : missing;
	}

	private isToAsk(log: SpaceLog, row: OpenedRow): boolean {
		const isRecent = row.openedMs > this.parts.now() - RECENT_MS;
		return (isRecent || hasLeft(log)) && !this.asked.has(addressKey(row));
	}

	/** False where the connection is gone: then nothing more is tried. */
	private async visitOne(log: SpaceLog, address: AnswerAddress): Promise<boolean> {
		const { api, rows, now } = this.parts;
		const opened = rows.findOpened(address)?.row;
		if (this.parts.isOver()) return false;
		const before = rows.changes;
		try {
			this.asked.add(addressKey(address));
			if (opened?.fault !== null) await visit({ api, rows, log, now }, address);
			else if (!(await this.meetOpened(log, address, opened))) return true;
			await this.sayOpened(log, address);
			return true;
		} catch (error) {
			// A rule's no is about this one; anything else is about the connection.
			return error instanceof ServerRefusal && error.status !== 401;
		} finally {
			if (rows.changes !== before) this.parts.onChange();
		}
	}

	/**
	 * Opened before; true where both are in. After a restore the server may have lost them; and words
	 * that were taken back are gone from it and from here, on whichever phone that was done.
	 */
	private async meetOpened(
		log: SpaceLog,
		address: AnswerAddress,
		row: OpenedRow
	): Promise<boolean> {
		const { api, rows, now } = this.parts;
		const { record, sig, body } = row.mine;
		if (body !== null && !hasLeft(log)) return putAgain({ api, rows, log, now }, address, row);
		const state = await api.read(address);
		if (body === null) {
			// Also where a server that was restored has them again.
			if (state.mine !== null && state.mine.body !== null) await api.withdraw(address);
			if (row.takingBack === true) await rows.markTakenBack(address);
		} else if (state.mine === null) await api.put(address, { record, sig, body });
		if (!hasLeft(log)) return false;
		for (const whose of ['mine', 'theirs'] as const) {
			const found = state[whose];
			const isGone = found?.body === null && equalBytes(found.record, row[whose].record);
			if (isGone && row[whose].body !== null) await rows.dropWords(address, whose);
		}
		return false;
	}

	/**
	 * Whoever's answer came second says in the log that both are open, right behind it; the other's
	 * phone only where it is missing a day later. The server has just shown both.
	 */
	private async sayOpened(log: SpaceLog, address: AnswerAddress): Promise<void> {
		const { rows, outbox, now } = this.parts;
		const { conversation, opening, space } = address;
		const pair = rows.findOpened(address);
		const folded = log.fold.conversations.get(conversation);
		if (pair?.row.fault !== null || !folded) return;
		const { row, hashes } = pair;
		const isDue = row.second || now() >= row.openedMs + DAY_MS;
		const isSaid = hashesOf(log, address) !== null || this.isQueued(address);
		const isNext = folded.state.facts.opened.length + 1 === opening;
		if (!isDue || isSaid || !isNext || folded.state.facts.ended) return;
		const isInviter = folded.state.author === log.keys.own.member;
		const act = toAct({
			of: 'conversation.opened_together',
			opening,
			inviterHash: isInviter ? hashes.mine : hashes.theirs,
			invitedHash: isInviter ? hashes.theirs : hashes.mine
		});
		const intent = { kind: 'talk', object: conversation, act } as const;
		await outbox.queue(space, [{ id: uuidV7<EventId>(now()), intent, holdUntilMs: 0 }]);
		this.parts.onOutbox();
	}

	private isQueued({ conversation }: AnswerAddress): boolean {
		return this.parts.outbox.entries.some(
			({ intent }) =>
				intent.kind === 'talk' &&
				intent.object === conversation &&
				intent.act.of === 'conversation.opened_together'
		);
	}
}

/** Whether the log, which says what opened here, says these two. */
function isNamed(log: SpaceLog, { row, hashes }: OpenedPair): boolean {
	const named = hashesOf(log, row);
	if (named === null) return true;
	return equalBytes(named.mine, hashes.mine) && equalBytes(named.theirs, hashes.theirs);
}

export function addressOf({ space, conversation, opening }: AnswerAddress): AnswerAddress {
	return { space, conversation, opening };
}
