/**
 * Starts the app without a server (protocol.md §10), and shows notifications. It keeps the files of
 * one version and hands them out, shows one neutral note, and that is all: it holds no key, reads
 * nothing from `/api`, and knows no word of anybody's.
 *
 * A newer version waits until no page is open or the person presses reload, so that a shell and its
 * parts always belong together and nothing reloads in the middle of a word.
 */
import { build, files, version } from '$service-worker';
import { openFromNote, showNote, subscribeAgain } from './notes';

declare const self: ServiceWorkerGlobalScope;

const PREFIX = 'goldseam-';
const CACHE = PREFIX + version;
const SHELL = '/200.html';
const PARTS = [...build, ...files, SHELL];
const KEPT: ReadonlySet<string> = new Set(PARTS);
/** Parts whose name holds their hash: the same name never means another content. */
const IMMUTABLE = '/_app/immutable/';
const TAKE_OVER = 'take-over';

self.addEventListener('install', (event) => {
	event.waitUntil(keepParts());
});

self.addEventListener('activate', (event) => {
	event.waitUntil(dropOldVersions());
});

self.addEventListener('message', (event) => {
	if (event.data === TAKE_OVER) void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
	const kept = keptPath(event.request);
	if (kept !== null) event.respondWith(fromCache(kept, event.request));
});

self.addEventListener('push', (event) => {
	event.waitUntil(showNote());
});

self.addEventListener('notificationclick', (event) => {
	event.waitUntil(openFromNote(event.notification));
});

self.addEventListener('pushsubscriptionchange', (event) => {
	event.waitUntil(subscribeAgain(event.oldSubscription?.options).catch(() => undefined));
});

/** All parts or none: with one missing the version is not installed, and the old one stays. */
async function keepParts(): Promise<void> {
	const cache = await caches.open(CACHE);
	await cache.addAll(PARTS.map((path) => new Request(path, { cache: 'no-cache' })));
}

/**
 * The version before this one stays: another tab may still run it, and asks for its parts until it
 * is loaded again. Versions are times of building, so the names sort.
 */
async function dropOldVersions(): Promise<void> {
	const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
	const others = names.filter((name) => name !== CACHE).sort();
	await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
	await self.clients.claim();
}

/** Which kept file answers this request, or null where the network does. */
function keptPath(request: Request): string | null {
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== location.origin) return null;
	if (KEPT.has(pathname) || pathname.startsWith(IMMUTABLE)) return pathname;
	const isScreen = request.mode === 'navigate' && !pathname.startsWith('/api/');
	return isScreen ? SHELL : null;
}

async function fromCache(path: string, request: Request): Promise<Response> {
	// The server varies by encoding, which a request in here does not show.
	const how = { ignoreVary: true };
	const cache = await caches.open(CACHE);
	const kept = (await cache.match(path, how)) ?? (await caches.match(path, how));
	return kept ?? fetch(request);
}
