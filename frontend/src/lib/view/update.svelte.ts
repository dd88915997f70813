/** Whether a newer version of the app waits on this phone. */
const state: { ready: boolean } = $state({ ready: false });

export const update: Readonly<{ ready: boolean }> = state;

/** Called once by the root layout. A browser without service workers starts online only. */
export async function registerServiceWorker(): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	try {
		const registration = await navigator.serviceWorker.register(trustedScriptUrl(), {
			updateViaCache: 'none'
		});
		watch(registration);
	} catch {
		// No connection, or a browser that forbids it here: this visit works without.
	}
}

/**
 * The person pressed reload: the newer version takes over. Drafts and outbox stay. An app that the
 * server calls outdated may not have heard of the newer version yet, so it is asked for here.
 */
export async function takeUpdate(): Promise<void> {
	const registration = await findRegistration();
	const newer = registration && (registration.waiting ?? (await fetchNewer(registration)));
	if (!newer) {
		location.reload();
		return;
	}
	navigator.serviceWorker.addEventListener('controllerchange', () => {
		location.reload();
	});
	newer.postMessage('take-over');
}

async function findRegistration(): Promise<ServiceWorkerRegistration | undefined> {
	return 'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration() : undefined;
}

/** Null where there is none, or no connection to fetch it over. */
async function fetchNewer(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
	await registration.update().catch(() => undefined);
	const coming = registration.installing;
	if (coming) {
		await new Promise<void>((resolve) => {
			coming.addEventListener('statechange', () => {
				resolve();
			});
		});
	}
	return registration.waiting;
}

/** The part of Trusted Types used here; TypeScript does not know it yet, nor do some browsers. */
interface TrustedTypesFactory {
	createPolicy(
		name: string,
		rules: { createScriptURL: (url: string) => string }
	): { createScriptURL: (url: string) => string };
}

const SCRIPT = '/service-worker.js';

/** Kit makes this policy only where it registers the worker itself, so the name is free for us. */
function trustedScriptUrl(): string {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
	const policy = trustedTypes?.createPolicy('sveltekit-trusted-url', {
		createScriptURL: () => SCRIPT
	});
	return policy?.createScriptURL(SCRIPT) ?? SCRIPT;
}

/** A first installation is no update: there is nothing that it would replace. */
function watch(registration: ServiceWorkerRegistration): void {
	const look = () => {
		state.ready = registration.waiting !== null && registration.active !== null;
	};
	look();
	registration.addEventListener('updatefound', () => {
		registration.installing?.addEventListener('statechange', look);
	});
}
