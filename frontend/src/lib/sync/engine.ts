/**
 * Keeps this account in touch with the server while the app is open: contact, line, spaces; after a
 * fault, back-off from one second to five minutes. It runs in one tab; the others show its status.
 */
import type { SpaceId } from '#lib/crypto/ids.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import { BackOff } from './back-off';
import { OtherPassphrase, type Contact } from './contact';
import { openPollingLine, openSocketLine, SocketDue, type Line } from './line';
import type { Outbox } from './outbox';
import { isOffline, ServerRefusal } from './refusal';
import type { SpaceLog } from './space-log';
import type { SealedAnswers } from './sealed-answers';
import { hasLeft, type SpaceSet } from './space-set';
import { SpaceSync } from './space-sync';
import type { Status } from './tabs';
import type { VaultKeeper } from './vault-keeper';
import type { World } from './world';
import { AppError } from './app-error';

export interface EngineParts {
	world: World;
	spaces: SpaceSet;
	outbox: Outbox;
	keeper: VaultKeeper;
	contact: Contact;
	sealed: Pick<SealedAnswers, 'send' | 'pump' | 'meet' | 'look'>;
	onStatus: (status: Status) => void;
	/** @param isInStep the log had been read to the server's head before */
	onLines: (space: SpaceId, isInStep: boolean) => void;
	/** Every space has been read to the server's head, and nothing is amiss. */
	onWhole: () => void;
	onOutbox: () => void;
	/** Contact was made: vault and spaces are as the account has them now. */
	onContact: () => void;
	/** Its log says that somebody left. */
	onClosed: (space: SpaceId) => void;
	/** The session is over: `revoked` empties this phone, `signed_out` locks it. */
	onEnded: (how: 'revoked' | 'signed_out') => void;
}

export class Engine {
	/** The line reads this very map, so that it also knows what is added later. */
	private readonly spaces = new Map<SpaceId, SpaceSync>();
	private fault: (error: unknown) => void = () => undefined;
	private line: Line | null = null;
	private outdated = false;
	private otherPassphrase = false;
	private wake: () => void = () => undefined;
	private readonly backOff: BackOff;

	constructor(private readonly parts: EngineParts) {
		this.backOff = new BackOff(parts.world.jitter);
	}

	get status(): Status {
		const spaces = [...this.spaces.values()];
		const findings: Attention[] = spaces
			.map(({ finding }) => finding)
			.filter((finding) => finding !== null);
		const { withheld, unlisted } = this.parts.spaces;
		for (const space of withheld) findings.push({ kind: 'invalid', space });
		for (const space of unlisted) findings.push({ kind: 'unlisted', space });
		if (this.otherPassphrase) findings.push({ kind: 'sign_in_again' });
		return {
			connected: spaces.length > 0 && spaces.every(({ hasRead }) => hasRead),
			wrongClock: spaces.some(({ wrongClock }) => wrongClock),
			outdated: this.outdated,
			findings
		};
	}

	/** Until `signal`, or until the session is over. */
	async run(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			try {
				await this.connect(signal);
			} catch (error) {
				this.hangUp();
				if (isOver(signal) || !this.survives(error)) return;
				const waitMs = error instanceof SocketDue ? 0 : this.waitAfter(error);
				await this.pause(waitMs, signal);
			}
		}
	}

	/** Tries now instead of at the next planned time; asks again where the line is up. */
	nudge(): void {
		this.backOff.reset();
		this.wake();
		if (this.spaces.size === 0) return;
		void this.meetAgain(() => {
			for (const space of this.spaces.values()) space.ask();
			this.parts.sealed.meet();
		});
	}

	/** What the account has may have changed, while the line is up. */
	private async meetAgain(then: () => void = () => undefined): Promise<void> {
		try {
			await this.meet();
			then();
		} catch (error) {
			this.line?.fail(error);
		}
	}

	/** The account has other spaces than a moment ago: follows the new ones without a new line. */
	spacesChanged(): void {
		if (this.line === null) return;
		const { met } = this.parts.spaces;
		for (const [id, sync] of this.spaces) {
			if (met.some(({ keys }) => keys.space === id)) continue;
			sync.end();
			this.spaces.delete(id);
		}
		for (const log of met) {
			if (this.spaces.has(log.keys.space)) continue;
			const sync = this.makeSpace(log);
			this.spaces.set(sync.id, sync);
			this.read(sync, this.line);
		}
		this.parts.onStatus(this.status);
	}

	/** Something new waits in the outbox. */
	pump(): void {
		for (const space of this.spaces.values()) space.pump();
		if (this.line !== null) this.parts.sealed.send();
	}

	/** A person decided about this space. */
	async lookAgain(space: SpaceId): Promise<void> {
		const sync = this.spaces.get(space);
		if (!sync) {
			this.nudge();
			return;
		}
		await sync.lookAgain();
		// The server had stopped streaming a log that it did not recognise.
		if (this.line !== null) this.read(sync, this.line);
	}

	/** Streamed where new lines come by themselves, else asked for once. */
	private read(sync: SpaceSync, line: Line): void {
		const log = this.parts.spaces.logs.get(sync.id);
		if (log && this.parts.spaces.isFollowed(log)) line.follow(sync);
		else sync.ask();
	}

	private async connect(signal: AbortSignal): Promise<void> {
		await this.meet();
		this.otherPassphrase = false;
		const fault = new Promise<never>((_, reject) => {
			this.fault = reject;
			const stop = (): void => {
				reject(new AppError('offline'));
			};
			signal.addEventListener('abort', stop, { once: true });
		});
		fault.catch(() => undefined);
		for (const log of this.parts.spaces.met) {
			this.spaces.set(log.keys.space, this.makeSpace(log));
		}
		this.line = await this.openLine();
		if (isOver(signal)) throw new AppError('offline');
		for (const space of this.spaces.values()) this.read(space, this.line);
		await Promise.race([this.line.ended, fault]);
	}

	private async openLine(): Promise<Line> {
		const { world } = this.parts;
		try {
			return await openSocketLine(world.connect, this.spaces, {
				onAccount: () => void this.meetAgain(),
				onOpened: (address) => {
					this.parts.sealed.look(address);
				}
			});
		} catch (error) {
			if (!isOffline(error)) throw error;
			// HTTP answered a moment ago: something on the way does not let sockets through.
			return openPollingLine(world.api, this.spaces);
		}
	}

	private async meet(): Promise<void> {
		await this.parts.contact.make();
		this.spacesChanged();
		this.parts.onContact();
	}

	private makeSpace(log: SpaceLog): SpaceSync {
		const { world, outbox, keeper, onLines, onOutbox } = this.parts;
		const id = log.keys.space;
		return new SpaceSync({
			api: world.api,
			log,
			outbox,
			now: world.now,
			append: async (items, repair) => {
				if (!this.line) throw new AppError('offline');
				return this.line.append(id, items, repair);
			},
			isStreaming: () => this.line?.isStreaming ?? false,
			vaultCursor: () => keeper.cursorOf(id),
			onLines: () => {
				const isInStep = this.spaces.get(id)?.inStep ?? false;
				onLines(id, isInStep);
				if (isInStep) this.parts.sealed.pump();
				if (hasLeft(log)) this.closed(id);
			},
			onOutbox,
			onChange: () => {
				this.changed();
			},
			onFault: (error) => {
				this.fault(error);
			}
		});
	}

	private closed(space: SpaceId): void {
		this.parts.onClosed(space);
		this.spacesChanged();
	}

	private changed(): void {
		const { status } = this;
		if (status.connected) this.backOff.reset();
		this.parts.onStatus(status);
		const isWhole = [...this.spaces.values()].every((space) => space.inStep && !space.finding);
		if (!isWhole) return;
		this.parts.sealed.pump();
		this.parts.onWhole();
		void this.writeCursors();
	}

	private async writeCursors(): Promise<void> {
		try {
			await this.parts.keeper.writeCursors('daily');
		} catch {
			// The next contact sees to it; a cursor that is a day older still tells what it must.
		}
	}

	private hangUp(): void {
		this.line?.close();
		this.line = null;
		for (const space of this.spaces.values()) space.end();
		this.spaces.clear();
		this.parts.onStatus(this.status);
	}

	/** Whether to try again; tells the account where not. */
	private survives(error: unknown): boolean {
		if (error instanceof OtherPassphrase) this.otherPassphrase = true;
		if (!(error instanceof ServerRefusal)) return true;
		if (error.status === 426) this.outdated = true;
		if (error.status !== 401) return true;
		this.parts.onEnded(error.code === 'revoked' ? 'revoked' : 'signed_out');
		return false;
	}

	/** Null: until somebody wakes us. */
	private waitAfter(error: unknown): number | null {
		this.parts.onStatus(this.status);
		if (error instanceof OtherPassphrase) return null;
		if (!(error instanceof ServerRefusal)) return this.backOff.nextMs();
		if (error.status === 426) return null;
		return Math.max(this.backOff.nextMs(), (error.retryAfterSeconds ?? 0) * 1000);
	}

	private async pause(waitMs: number | null, signal: AbortSignal): Promise<void> {
		await new Promise<void>((resolve) => {
			const timer = waitMs === null ? undefined : setTimeout(resolve, waitMs);
			const end = (): void => {
				clearTimeout(timer);
				resolve();
			};
			this.wake = end;
			signal.addEventListener('abort', end, { once: true });
		});
		this.wake = () => undefined;
	}
}

/** Asked through a function, because a signal changes while something else is awaited. */
function isOver(signal: AbortSignal): boolean {
	return signal.aborted;
}
