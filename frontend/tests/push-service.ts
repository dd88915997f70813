/** What a browser does for notifications, with a person who answers its question as a test says. */
import { toBase64url } from '#lib/crypto/ids.js';
import type { Bytes } from '#lib/crypto/canonical.js';
import type { PushDevice } from '#lib/sync/push-device.js';
import type { Subscription } from '#lib/sync/push-api.js';

export class PushService implements PushDevice {
	answer: NotificationPermission = 'granted';
	/** Addresses that this browser gave so far; the last one is its own unless it left. */
	made = 0;
	cleared = 0;
	private given: NotificationPermission = 'default';
	private own: { subscription: Subscription; key: string } | null = null;

	readonly supported = () => 'yes' as const;
	readonly permission = () => this.given;

	readonly ask = (): Promise<NotificationPermission> => {
		this.given = this.answer;
		return Promise.resolve(this.given);
	};

	readonly find = (key: Bytes): Promise<Subscription | null> =>
		Promise.resolve(this.own?.key === toBase64url(key) ? this.own.subscription : null);

	readonly subscribe = (key: Bytes): Promise<Subscription> => {
		this.made += 1;
		const endpoint = `https://push.test/${this.made}`;
		const subscription = { endpoint, p256dh: 'p', auth: 'a' };
		this.own = { subscription, key: toBase64url(key) };
		return Promise.resolve(subscription);
	};

	readonly leave = (): Promise<void> => {
		this.own = null;
		return Promise.resolve();
	};

	readonly clear = (): Promise<void> => {
		this.cleared += 1;
		return Promise.resolve();
	};

	/** The browser, not the person, gives up the address. */
	expire(): void {
		this.own = null;
	}

	get isReachable(): boolean {
		return this.own !== null;
	}
}
