/** What makes a day with the app: notifications on this device, having looked, and reminders. */
import type { Store } from '#lib/store/store.js';
import { composeUsTime, holds } from '#lib/view/compose-inbox.js';
import { sync } from '#lib/view/sync.svelte.js';
import type { Keyring } from './keyring';
import { Looking } from './looking';
import { Push } from './push';
import { keepUsTime } from './reminders';
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
		await Promise.allSettled([this.push.meet(), this.keepReminders()]);
	}

	/** Something may be on the screen that was not there before. */
	came(): void {
		this.looking.came();
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
}
