/** What makes a day with the app: notifications on this device, having looked, and reminders. */
import type { Store } from '#lib/store/store.js';
import { composeUsTime, holds } from '#lib/view/compose-inbox.js';
import { sync } from '#lib/view/sync.svelte.js';
import type { Keyring } from './keyring';
import { Looking } from './looking';
import { Push } from './push';
import { keepTimes, keepUsTime, type ReminderKind } from './reminders';
import type { Screens } from './screens';
import type { World } from './world';

export interface EverydayParts {
	world: World;
	store: Store;
	keyring: Keyring;
	screens: Screens;
	signal: AbortSignal;
}

export class Everyday {
	readonly push: Push;
	private readonly looking: Looking;
	/** What the server was last told of pauses and reviews, so that it is told once. */
	private readonly timesTold = new Map<ReminderKind, string>();

	constructor(private readonly parts: EverydayParts) {
		const { world, store, screens, signal } = parts;
		this.push = new Push(world.api.push, world.push, store);
		this.looking = new Looking({
			isLooking: () => !signal.aborted && sync.connected && document.visibilityState === 'visible',
			newest: () => {
				const { inbox } = screens;
				return inbox ? `${inbox.space} ${inbox.newest}` : '';
			},
			look: async () => {
				await world.push.clear();
				await world.api.push.looked();
			},
			now: world.now
		});
		signal.addEventListener('abort', () => {
			this.looking.end();
		});
	}

	/** At each contact. What does not come about is tried again at the next one. */
	async meet(): Promise<void> {
		this.timesTold.clear();
		await Promise.allSettled([this.push.meet(), this.keepReminders(), this.keepTimes()]);
	}

	/** Something may be on the screen that was not there before. */
	came(): void {
		this.looking.came();
		void this.keepTimes().catch(() => undefined);
	}

	/** The app came to the front. */
	returned(): void {
		this.looking.returned();
	}

	/** Throws AppError or ServerRefusal. */
	async keepReminders(): Promise<void> {
		const { world, keyring, screens } = this.parts;
		const { ownPlace } = screens;
		// Whoever never set anything is not asked about.
		if (!holds(ownPlace, 'us_time')) return;
		const to = { api: world.api.push, keyring };
		await keepUsTime(to, composeUsTime(ownPlace), world.now());
	}

	/** Each phone for its own person; where nothing was ever paused or agreed nothing is asked. */
	private async keepTimes(): Promise<void> {
		const { world, keyring, screens, signal } = this.parts;
		const times = [
			['talk_pause', screens.talk.pauses],
			['review', screens.agreements.reviews]
		] as const;
		for (const [kind, wanted] of times) {
			const told = JSON.stringify([...wanted]);
			const isNews = wanted.size > 0 && told !== this.timesTold.get(kind);
			if (signal.aborted || !sync.connected || !isNews) continue;
			this.timesTold.set(kind, told);
			try {
				await keepTimes({ api: world.api.push, keyring }, kind, wanted, world.now());
			} catch (error) {
				this.timesTold.delete(kind);
				throw error;
			}
		}
	}
}
