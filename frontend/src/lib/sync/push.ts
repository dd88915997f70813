/**
 * Notifications of one account on one device. They are off until a person turns them on here; from
 * then on every contact sees to it that the server has this browser's address, because a session or
 * an address can change at any time. Where they are off the browser keeps no address: it could be
 * one that another account left behind.
 */
import type { Store } from '#lib/store/store.js';
import { showPush, type PushChoices } from '#lib/view/push.svelte.js';
import { AppError } from './app-error';
import type { PushApi, PushState, Subscription } from './push-api';
import type { PushDevice } from './push-device';
import { ServerRefusal } from './refusal';
import { Turns } from './turns';

/** `denied`: the browser was told not to. `unanswered`: the question was put away. */
export type TurnedOn = 'on' | 'denied' | 'unanswered';

const ALL_KINDS = ['thanks', 'talk', 'agreements', 'reminders'];

export class Push {
	private readonly turns = new Turns();
	private choices: PushChoices | null = null;

	constructor(
		private readonly api: PushApi,
		private readonly device: PushDevice,
		private readonly store: Store
	) {}

	/** What this device knows by itself. */
	async load(): Promise<void> {
		this.show(await this.readRow());
	}

	/** At each contact, and whenever the choices are looked at. Throws AppError or ServerRefusal. */
	async meet(): Promise<void> {
		await this.turns.run(async () => {
			const state = await this.read();
			const endpoint = await this.readRow();
			if (endpoint !== null && this.device.permission() === 'granted') {
				await this.reach(state, endpoint);
			} else if (endpoint !== null || state.here) {
				await this.end();
			} else {
				await this.device.leave();
			}
		});
	}

	/**
	 * Asks the browser before anything else, while the tap still counts. Throws AppError `offline`,
	 * `not_reachable`.
	 */
	async turnOn(): Promise<TurnedOn> {
		const answer = await this.device.ask();
		this.show(await this.readRow());
		if (answer !== 'granted') return answer === 'denied' ? 'denied' : 'unanswered';
		await this.turns.run(async () => {
			await this.reach(await this.read(), null);
			// Whoever switched everything off before, and now switches on, means it to do something.
			const { choices } = await this.read();
			if (choices.kinds.length === 0) await this.keep({ ...choices, kinds: ALL_KINDS });
		});
		return 'on';
	}

	/** Offline too: the browser drops the address, and the server hears of it at the next contact. */
	async turnOff(): Promise<void> {
		await this.turns.run(() => this.end());
	}

	/** One change after the other. Throws AppError `offline`, or ServerRefusal. */
	async choose(change: (before: PushChoices) => PushChoices): Promise<void> {
		await this.turns.run(async () => {
			const before = this.choices ?? (await this.read()).choices;
			await this.keep(change(before));
		});
	}

	private async read(): Promise<PushState> {
		const state = await this.api.read();
		this.showChoices(state.choices);
		return state;
	}

	private async keep(choices: PushChoices): Promise<void> {
		await this.api.choose(choices);
		this.showChoices(choices);
	}

	private showChoices(choices: PushChoices): void {
		this.choices = choices;
		showPush({ choices });
	}

	/** @param known the address that the server was given last */
	private async reach({ key, here }: PushState, known: string | null): Promise<void> {
		const fresh = (await this.device.find(key)) ?? (await this.device.subscribe(key));
		if (!here || fresh.endpoint !== known) await this.give(fresh);
		await this.keepRow(fresh.endpoint);
	}

	private async give(fresh: Subscription): Promise<void> {
		try {
			await this.api.subscribe(fresh);
		} catch (error) {
			if (!(error instanceof ServerRefusal) || error.status !== 400) throw error;
			// A push service that this server does not send to.
			await this.device.leave();
			throw new AppError('not_reachable', { cause: error });
		}
	}

	private async end(): Promise<void> {
		await this.keepRow(null);
		await this.device.leave();
		await this.api.unsubscribe();
	}

	private async readRow(): Promise<string | null> {
		const row = await this.store.read(['account'], (rows) => rows.own('push'));
		return row?.endpoint ?? null;
	}

	private async keepRow(endpoint: string | null): Promise<void> {
		await this.store.write(['account'], (rows) => {
			if (endpoint === null) rows.delete('account', 'push');
			else rows.putOwn('push', { endpoint });
			return Promise.resolve();
		});
		this.show(endpoint);
	}

	private show(endpoint: string | null): void {
		const isAllowed = this.device.permission() === 'granted';
		showPush({
			supported: this.device.supported(),
			denied: this.device.permission() === 'denied',
			on: endpoint !== null && isAllowed
		});
	}
}
