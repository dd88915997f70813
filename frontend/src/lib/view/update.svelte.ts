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

/** The person pressed reload: the waiting version takes over. Drafts and outbox stay. */
export async function takeUpdate(): Promise<void> {
	const registration = await navigator.serviceWorker.getRegistration();
	if (!registration?.waiting) {
		location.reload();
		return;
	}
	navigator.serviceWorker.addEventListener('controllerchange', () => {
		location.reload();
	});
	registration.waiting.postMessage('take-over');
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
