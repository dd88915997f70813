/**
 * One space between this phone and the server: pages come in, the outbox goes out, and what does not
 * fit becomes a finding for a person to decide. It runs only in the tab that leads.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { SpaceId } from '#lib/crypto/ids.js';
import { ChainError, type ChainState } from '#lib/log/verify.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import type { Api } from './api';
import { findBehind, toFinding } from './findings';
import { findStanding } from './fork';
import { fillMissingBodies } from './missing-bodies';
import type { Outbox } from './outbox';
import { isRefusal } from './refusal';
import { Sender, type Append, type Turn } from './sender';
import type { SpaceLog } from './space-log';
import { Turns } from './turns';
import type { DeliveredItem, Page } from './wire';

export interface SpaceSyncParts {
	api: Api;
	log: SpaceLog;
	outbox: Outbox;
	now: () => number;
	append: Append;
	/** Whether pages come by themselves, or each has to be asked for. */
	isStreaming: () => boolean;
	/** What another phone of this person had verified, by the vault. */
	vaultCursor: () => { seq: number; head: Bytes } | undefined;
	/** New lines are in the store. */
	onLines: () => void;
	/** Rows of the outbox changed. */
	onOutbox: () => void;
	/** `inStep`, `finding` or `wrongClock` changed. */
	onChange: () => void;
	/** The connection or the session is at fault, not this space. */
	onFault: (error: unknown) => void;
}

/** How long a page may take to follow the answer to a post before it is asked for. */
const PAGE_PATIENCE_MS = 3000;
/** Reads in a row that brought nothing, before the same post is tried again more slowly. */
const MAX_IDLE_READS = 3;
const IDLE_READ_WAIT_MS = 10_000;

export class SpaceSync {
	/** Read to the server's head. */
	inStep = false;
	/** Stops sending until a person decides. */
	finding: Attention | null = null;
	wrongClock = false;
	private readonly sender: Sender;
	private readonly reading = new Turns();
	private readonly sending = new Turns();
	private readonly watchers = new Set<() => void>();
	private notBeforeMs = 0;
	private idleReads = 0;
	private timer: ReturnType<typeof setTimeout> | undefined;
	private hasAskedForBodies = false;
	private ended = false;

	constructor(private readonly parts: SpaceSyncParts) {
		this.sender = new Sender(parts.log, parts.outbox, parts.now);
	}

	get id(): SpaceId {
		return this.parts.log.keys.space;
	}

	get chain(): ChainState {
		return this.parts.log.chain;
	}

	private get isShared(): boolean {
		return this.parts.log.keys.parties.kind === 'shared';
	}

	/** Whether this connection has brought an answer yet, agreeable or not. */
	get hasRead(): boolean {
		return this.inStep || this.finding !== null;
	}

	/** Asks the server for what follows, now. */
	ask(): void {
		void this.guard(async () => {
			await this.readToHead();
			this.pump();
		});
	}

	/** Takes what the server sent, through whatever door. */
	receive(page: Page): void {
		void this.guard(async () => {
			if ((await this.reading.run(() => this.take(page))) === 'ask') await this.readToHead();
			this.pump();
		});
	}

	/** The server repeats where it stands: a lost wake-up costs at most one heartbeat. */
	heard(seq: number, head: Bytes): void {
		const { chain } = this.parts.log;
		if (this.inStep && seq === chain.seq && equalBytes(head, chain.head)) return;
		this.ask();
	}

	/** Sends what is due, if the log has been read to the head. */
	pump(): void {
		void this.guard(() => this.sending.run(() => this.sendAll()));
	}

	/** Asks the server for what follows until nothing does. Throws what the connection throws. */
	async readToHead(): Promise<void> {
		const { api, log } = this.parts;
		for (let idle = 0; idle < MAX_IDLE_READS; idle += 1) {
			const before = log.chain.seq;
			const page = await api.page(log.keys.space, before);
			await this.reading.run(() => this.take(page));
			if (this.inStep || this.finding !== null) return;
			if (log.chain.seq > before) idle = 0;
		}
	}

	/** A person decided: whatever was found is looked for again. */
	async lookAgain(): Promise<void> {
		this.find(null);
		await this.readToHead();
		this.pump();
	}

	end(): void {
		this.ended = true;
		clearTimeout(this.timer);
		for (const wake of this.watchers) wake();
	}

	private async guard(work: () => Promise<void>): Promise<void> {
		try {
			if (!this.ended) await work();
		} catch (error) {
			if (this.ended) return;
			// This space is not handed out any more; the others go on.
			if (this.isShared && isRefusal(error, 'not_found')) {
				this.find({ kind: 'unlisted', space: this.id });
			} else this.parts.onFault(error);
		}
	}

	/** `ask`: what came is not the end, and nothing more comes by itself. */
	private async take(page: Page): Promise<'taken' | 'ask'> {
		const { log } = this.parts;
		const fresh = log.unknownPart(page.events);
		if (fresh === null) return 'ask';
		if (fresh.length > 0 && !(await this.apply(fresh))) return this.compare();
		const { seq, head } = log.chain;
		if (seq === page.seq && equalBytes(head, page.head)) return this.reachHead();
		// With lines still to come the next page goes on; without any, the server stands elsewhere.
		if (page.events.length === 0) return this.compare();
		this.step(false);
		return 'taken';
	}

	/** False where the page does not follow on what we hold. */
	private async apply(items: readonly DeliveredItem[]): Promise<boolean> {
		try {
			const outcome = await this.parts.log.apply(items);
			if (outcome === 'applied') await this.afterLines();
			return true;
		} catch (error) {
			if (error instanceof ChainError) return false;
			throw error;
		}
	}

	private async afterLines(): Promise<void> {
		await this.parts.outbox.load();
		this.idleReads = 0;
		for (const wake of this.watchers) wake();
		this.parts.onLines();
	}

	private async reachHead(): Promise<'taken'> {
		const { api, log, vaultCursor } = this.parts;
		this.find(await findBehind(log, vaultCursor()));
		this.step(true);
		if (!this.hasAskedForBodies) {
			this.hasAskedForBodies = true;
			if (await fillMissingBodies(api, log)) this.parts.onLines();
		}
		return 'taken';
	}

	private async compare(): Promise<'taken' | 'ask'> {
		const { api, log } = this.parts;
		this.step(false);
		const standing = await findStanding(api, log);
		if (standing.is === 'same') return standing.isHead ? this.reachHead() : 'ask';
		this.find(await toFinding(log, standing));
		return 'taken';
	}

	private async sendAll(): Promise<void> {
		while (this.canSend()) {
			const turn = await this.sender.turn(this.parts.append);
			this.parts.onOutbox();
			if (turn.is !== 'wait') this.setWrongClock(false, turn);
			if (!(await this.goOn(turn))) return;
		}
	}

	private canSend(): boolean {
		const isTime = this.parts.now() >= this.notBeforeMs;
		return !this.ended && this.inStep && this.finding === null && isTime;
	}

	/** Whether another turn is due at once. */
	private async goOn(turn: Turn): Promise<boolean> {
		switch (turn.is) {
			case 'idle':
				if (turn.wakeAtMs !== null) this.pumpAt(turn.wakeAtMs);
				return false;
			case 'again':
				return true;
			case 'sent':
				await this.readTo(turn.seq);
				return true;
			case 'read':
				this.idleReads += 1;
				if (this.idleReads > MAX_IDLE_READS) this.rest(this.parts.now() + IDLE_READ_WAIT_MS);
				await this.readToHead();
				return true;
			case 'wait':
				this.setWrongClock(turn.wrongClock, turn);
				this.rest(turn.untilMs);
				return false;
		}
	}

	/** What we sent comes back as a page like anybody's; a lost page is asked for. */
	private async readTo(seq: number): Promise<void> {
		const { log } = this.parts;
		const deadline = performance.now() + PAGE_PATIENCE_MS;
		while (log.chain.seq < seq && !this.ended) {
			const leftMs = deadline - performance.now();
			if (leftMs <= 0 || !this.parts.isStreaming()) return this.readToHead();
			await this.nextLines(leftMs);
		}
	}

	private nextLines(withinMs: number): Promise<void> {
		return new Promise((resolve) => {
			const wake = (): void => {
				clearTimeout(timer);
				this.watchers.delete(wake);
				resolve();
			};
			const timer = setTimeout(wake, withinMs);
			this.watchers.add(wake);
		});
	}

	private rest(untilMs: number): void {
		this.notBeforeMs = untilMs;
		this.pumpAt(untilMs);
	}

	private pumpAt(atMs: number): void {
		clearTimeout(this.timer);
		this.timer = setTimeout(
			() => {
				this.pump();
			},
			Math.max(0, atMs - this.parts.now())
		);
	}

	private step(inStep: boolean): void {
		if (inStep === this.inStep) return;
		this.inStep = inStep;
		this.parts.onChange();
	}

	private find(finding: Attention | null): void {
		if (finding === null && this.finding === null) return;
		this.finding = finding;
		this.parts.onChange();
	}

	private setWrongClock(wrongClock: boolean, turn: Turn): void {
		// Having nothing to send says nothing about the clock.
		if (wrongClock === this.wrongClock || turn.is === 'idle') return;
		this.wrongClock = wrongClock;
		this.parts.onChange();
	}
}
