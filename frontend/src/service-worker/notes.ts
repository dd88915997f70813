/**
 * Notifications (R8). Every note is the same: one neutral sentence, whatever came and whoever sent
 * it. The push message is not even looked at. A locked phone shows it like an open one, because
 * there is nothing in it to lock away.
 */
import { m } from '#lib/paraglide/messages.js';
import { CAME, NOTE_PRESSED } from '#lib/view/note-pressed.js';

declare const self: ServiceWorkerGlobalScope;

/** One at a time: the next takes the place of the one before. */
const TAG = 'goldseam';
const ICON = '/icon-192.png';
const PROTOCOL = '1';

/** Not the neutral page that quick exit leaves behind, and no page that turned a browser away. */
const OUTSIDE: ReadonlySet<string> = new Set(['/measures.html', '/closed.html']);

export async function showNote(): Promise<void> {
	const body = m.push_note();
	await self.registration.showNotification(m.push_note_title(), { body, tag: TAG, icon: ICON });
	// A mark without a number: nothing on the icon counts.
	if ('setAppBadge' in self.navigator) await self.navigator.setAppBadge();
}

/** To the window that is open, or to a new one. */
export async function openFromNote(note: Notification): Promise<void> {
	note.close();
	const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const app = windows.find(({ url }) => !OUTSIDE.has(new URL(url).pathname));
	if (!app) {
		await self.clients.openWindow(CAME);
		return;
	}
	app.postMessage(NOTE_PRESSED);
	await app.focus();
}

/**
 * The browser changed its address. What it takes to give the server the new one is the session's
 * cookie and no key; where that does not do, the next start of the app sees to it.
 */
export async function subscribeAgain(options: PushSubscriptionOptions | undefined): Promise<void> {
	if (!options?.applicationServerKey) return;
	const { applicationServerKey } = options;
	const how = { userVisibleOnly: true, applicationServerKey };
	const fresh = (await self.registration.pushManager.subscribe(how)).toJSON();
	await fetch('/api/push/subscription', {
		method: 'PUT',
		headers: { 'Content-Type': 'application/json', 'Goldseam-Client': PROTOCOL },
		body: JSON.stringify({ endpoint: fresh.endpoint, ...fresh.keys })
	});
}
