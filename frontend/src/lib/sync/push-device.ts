/**
 * What the browser does for notifications: permission, its address for notes, the notes themselves
 * and the badge. It knows nothing of accounts.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { toBase64url } from '#lib/crypto/ids.js';
import { AppError } from './app-error';
import type { Subscription } from './push-api';

export interface PushDevice {
	supported(): 'yes' | 'install_first' | 'no';
	permission(): NotificationPermission;
	/** Only in answer to a tap: browsers hold it against a page that asks unasked. */
	ask(): Promise<NotificationPermission>;
	/** This browser's address for notes, if it was made for this key. */
	find(key: Bytes): Promise<Subscription | null>;
	/** Throws AppError `not_reachable` where the browser gives no address. */
	subscribe(key: Bytes): Promise<Subscription>;
	/** Nothing reaches this browser any more, and nothing that did stays on its screen. */
	leave(): Promise<void>;
	/** The note and the mark on the icon go: what they were about is on the screen. */
	clear(): Promise<void>;
}

export function browserPush(): PushDevice {
	return {
		supported,
		permission: () => ('Notification' in globalThis ? Notification.permission : 'denied'),
		ask: () => Notification.requestPermission(),
		find,
		subscribe,
		leave,
		clear
	};
}

/** Undefined in other browsers than those of iPhones and iPads. */
type AppleNavigator = Navigator & { standalone?: boolean };

function supported(): 'yes' | 'install_first' | 'no' {
	const isThere = 'serviceWorker' in navigator && 'PushManager' in globalThis;
	if (isThere && 'Notification' in globalThis) return 'yes';
	// There, only an installed app can be reached.
	const isTab = (navigator as AppleNavigator).standalone === false;
	return isTab && navigator.maxTouchPoints > 0 ? 'install_first' : 'no';
}

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
	return 'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration() : undefined;
}

async function find(key: Bytes): Promise<Subscription | null> {
	const found = await (await registration())?.pushManager.getSubscription();
	if (!found) return null;
	const madeFor = found.options.applicationServerKey;
	const isOurs = madeFor !== null && equalBytes(new Uint8Array(madeFor), key);
	return isOurs ? toSubscription(found) : null;
}

async function subscribe(key: Bytes): Promise<Subscription> {
	const manager = (await registration())?.pushManager;
	if (!manager) throw new AppError('not_reachable');
	try {
		// One that was made for another key is in the way.
		await (await manager.getSubscription())?.unsubscribe();
		const how = { userVisibleOnly: true, applicationServerKey: key };
		return toSubscription(await manager.subscribe(how));
	} catch (error) {
		throw new AppError('not_reachable', { cause: error });
	}
}

function toSubscription(found: PushSubscription): Subscription {
	const p256dh = found.getKey('p256dh');
	const auth = found.getKey('auth');
	if (!p256dh || !auth) throw new AppError('not_reachable');
	return {
		endpoint: found.endpoint,
		p256dh: toBase64url(new Uint8Array(p256dh)),
		auth: toBase64url(new Uint8Array(auth))
	};
}

async function leave(): Promise<void> {
	const known = await registration();
	// Where an app must be installed first, a page has no such thing.
	if (known && 'pushManager' in known) {
		await (await known.pushManager.getSubscription())?.unsubscribe();
	}
	await clear();
}

async function clear(): Promise<void> {
	const known = await registration();
	if (known && 'getNotifications' in known) {
		for (const note of await known.getNotifications()) note.close();
	}
	if ('clearAppBadge' in navigator) await navigator.clearAppBadge();
}
