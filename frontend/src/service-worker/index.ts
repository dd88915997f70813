/**
 * Starts the app without a server (protocol.md §10). It keeps the files of one version and hands
 * them out, and that is all: it never touches `/api`, holds no key and knows no word of anybody's.
 *
 * A newer version waits until no page is open or the person presses reload, so that a shell and its
 * parts always belong together and nothing reloads in the middle of a word.
 */
import { build, files, version } from '$service-worker';

declare const self: ServiceWorkerGlobalScope;

const CACHE = `goldseam-${version}`;
const SHELL = '/200.html';
const PARTS = [...build, ...files, SHELL];
const KEPT: ReadonlySet<string> = new Set(PARTS);
const TAKE_OVER = 'take-over';

self.addEventListener('install', (event) => {
	event.waitUntil(keepParts());
});

self.addEventListener('activate', (event) => {
	event.waitUntil(dropOtherVersions());
});

self.addEventListener('message', (event) => {
	if (event.data === TAKE_OVER) void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
	const kept = keptPath(event.request);
	if (kept !== null) event.respondWith(fromCache(kept, event.request));
});

/** All parts or none: with one missing the version is not installed, and the old one stays. */
async function keepParts(): Promise<void> {
	const cache = await caches.open(CACHE);
	await cache.addAll(PARTS.map((path) => new Request(path, { cache: 'no-cache' })));
}

async function dropOtherVersions(): Promise<void> {
	const names = await caches.keys();
	await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
	await self.clients.claim();
}

/** Which kept file answers this request, or null where the network does. */
function keptPath(request: Request): string | null {
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== location.origin) return null;
	if (KEPT.has(pathname)) return pathname;
	const isScreen = request.mode === 'navigate' && !pathname.startsWith('/api/');
	return isScreen ? SHELL : null;
}

async function fromCache(path: string, request: Request): Promise<Response> {
	const cache = await caches.open(CACHE);
	// The server varies by encoding, which a request in here does not show.
	return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}
