/**
 * Tabs of one browser. One of them talks to the server (Web Locks), the others hear from it
 * (BroadcastChannel). Nothing depends on a message arriving: the store is the truth, and a page
 * counts once whoever brings it.
 */
import type { AccountId, SpaceId } from '#lib/crypto/ids.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import type { Channel } from './world';

/** What the tab that talks to the server knows and the others show. */
export interface Status {
	connected: boolean;
	wrongClock: boolean;
	outdated: boolean;
	/** About the server's log; what concerns the outbox every tab sees by itself. */
	findings: Attention[];
}

export type TabMessage =
	/** The store holds more of this space. */
	| { say: 'lines'; space: SpaceId }
	| { say: 'outbox' }
	/** The store holds other words that are being typed. */
	| { say: 'typed' }
	/** The vault or the set of spaces changed, or what is under way to one. */
	| { say: 'spaces' }
	| { say: 'status'; status: Status }
	/** A new tab asks; whoever talks to the server answers with its status. */
	| { say: 'who_leads' }
	/** Try the server now. */
	| { say: 'nudge' }
	| { say: 'opened' }
	| { say: 'locked' }
	/** The account left this browser; `ended` by another device or by deletion. */
	| { say: 'gone'; notice: 'ended' | null }
	| { say: 'exit' };

interface Envelope {
	account: AccountId | null;
	message: TabMessage;
}

export const CHANNEL = 'goldseam';

export class Tabs {
	private isClosed = false;

	/** @param account null: hears what is about any account, as a tab without one does */
	constructor(
		private readonly channel: Channel,
		private readonly account: AccountId | null
	) {}

	listen(hear: (message: TabMessage, account: AccountId | null) => void): void {
		this.channel.onmessage = ({ data }) => {
			const { account, message } = data as Envelope;
			if (this.account === null || account === null || account === this.account) {
				hear(message, account);
			}
		};
	}

	/** Says nothing once closed: what was on its way at the lock may still have something to tell. */
	tell(message: TabMessage): void {
		if (this.isClosed) return;
		const envelope: Envelope = { account: this.account, message };
		this.channel.postMessage(envelope);
	}

	close(): void {
		this.isClosed = true;
		this.channel.close();
	}
}

/**
 * Runs `work` while this tab holds the lock, again and again until `signal`. `work` gets a signal of
 * its own, because another tab can take the lock away from one that does not answer.
 */
export class Leadership {
	private waiting = new AbortController();

	constructor(
		private readonly locks: LockManager | undefined,
		private readonly name: string,
		private readonly work: (signal: AbortSignal) => Promise<void>
	) {}

	async run(signal: AbortSignal): Promise<void> {
		if (this.locks === undefined) return this.work(signal);
		let steal = false;
		while (!signal.aborted) {
			this.waiting = new AbortController();
			const ended = new AbortController();
			const both = AbortSignal.any([signal, ended.signal]);
			// A request that steals cannot be called off; it is granted at once anyway.
			const options = steal
				? { steal }
				: { signal: AbortSignal.any([signal, this.waiting.signal]) };
			try {
				await this.locks.request(this.name, options, () => this.work(both));
				steal = false;
			} catch (error) {
				if (!isAbort(error)) throw error;
				// Called off in order to steal, or stolen from.
				steal = this.waiting.signal.aborted;
			} finally {
				ended.abort();
			}
		}
	}

	/** The tab that leads does not answer: a phone froze it in the background. */
	steal(): void {
		this.waiting.abort();
	}
}

function isAbort(error: unknown): boolean {
	return error instanceof DOMException && error.name === 'AbortError';
}

export function untilAborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		signal.addEventListener('abort', () => {
			resolve();
		});
	});
}
