/**
 * One tab of an account talks to the server, the others hear from it; any of them can be asked to
 * try now. What another tab wrote is read from the store: a message says only where to look.
 */
import type { AccountId, SpaceId } from '#lib/crypto/ids.js';
import type { Engine } from './engine';
import type { Ending } from './open-parts';
import { Leadership, untilAborted, type Status, type TabMessage, type Tabs } from './tabs';

export interface LeadingParts {
	account: AccountId;
	locks: LockManager | undefined;
	tabs: Tabs;
	engine: Engine;
	/** The account is closed in this tab. */
	closing: AbortSignal;
	/** Another tab wrote to the store. */
	onSpaces: () => Promise<void>;
	onLines: (space: SpaceId) => Promise<void>;
	onOutbox: () => Promise<void>;
	onTyped: () => Promise<void>;
	onStatus: (status: Status) => void;
	/** Another tab closed the account. */
	onEnded: (ending: Ending) => void;
}

export class Leading {
	private readonly leadership: Leadership;
	private isLeading = false;
	private leaderHeard: () => void = () => undefined;

	constructor(private readonly parts: LeadingParts) {
		const { account, locks, engine } = parts;
		this.leadership = new Leadership(locks, `goldseam-sync-${account}`, async (signal) => {
			this.isLeading = true;
			await engine.run(signal);
			this.isLeading = false;
			// Over without being told to stop: the session is, and the lock stays until we close.
			if (!signal.aborted) await untilAborted(signal);
		});
	}

	start(): void {
		const { tabs, closing } = this.parts;
		tabs.listen((message) => {
			void this.hear(message).catch((error: unknown) => {
				// A tab that closed meanwhile has put its store away, and shows nothing any more.
				if (!closing.aborted) throw error;
			});
		});
		void this.leadership.run(closing);
		tabs.tell({ say: 'who_leads' });
	}

	/** Tries the server now, in the tab that leads. */
	nudge(): void {
		if (this.isLeading) this.parts.engine.nudge();
		else this.parts.tabs.tell({ say: 'nudge' });
	}

	/** A decision was carried out here: the tab that leads looks at the server again. */
	async lookAgain(space: SpaceId): Promise<void> {
		if (this.isLeading) await this.parts.engine.lookAgain(space);
		else this.parts.tabs.tell({ say: 'nudge' });
	}

	/** The app came to the front: if nobody answers for the server, this tab does. */
	async comeToFront(answerWithinMs: number): Promise<void> {
		this.nudge();
		if (this.isLeading) return;
		const heard = new Promise<boolean>((resolve) => {
			this.leaderHeard = () => {
				resolve(true);
			};
			setTimeout(() => {
				resolve(false);
			}, answerWithinMs);
		});
		this.parts.tabs.tell({ say: 'who_leads' });
		if (!(await heard) && !this.parts.closing.aborted) this.leadership.steal();
	}

	private async hear(message: TabMessage): Promise<void> {
		const { tabs, engine, onStatus, onEnded } = this.parts;
		switch (message.say) {
			case 'spaces':
				return this.parts.onSpaces();
			case 'lines':
				return this.parts.onLines(message.space);
			case 'outbox':
				return this.parts.onOutbox();
			case 'typed':
				return this.parts.onTyped();
			case 'status':
				this.leaderHeard();
				// Where there are no locks several tabs lead, and each knows its own line.
				if (!this.isLeading) onStatus(message.status);
				return;
			case 'who_leads':
				if (this.isLeading) tabs.tell({ say: 'status', status: engine.status });
				return;
			case 'nudge':
				if (this.isLeading) engine.nudge();
				return;
			case 'locked':
				onEnded({ how: 'locked' });
				return;
			case 'gone':
				onEnded({ how: 'gone', notice: message.notice });
				return;
			case 'exit':
				onEnded({ how: 'left' });
				return;
			case 'opened':
				return;
		}
	}
}
