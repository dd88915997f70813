/**
 * Argon2id off the main thread, with a progress that goes by the clock. The one file in this folder
 * that touches the page: it starts a Worker.
 */
import type { Bytes } from './canonical';
import { KdfError, kdfProfile } from './kdf-profiles';
import type { KdfReply, KdfRequest } from './kdf.worker';
import workerUrl from './kdf.worker?worker&url';

/** From 0 to 1. It stays at or below .95 until the key is there, because time is only estimated. */
export type Progress = (fraction: number) => void;

const LONGEST_ESTIMATED_FRACTION = 0.95;
const TICK_MS = 80;

/**
 * The 32 bytes PMK of protocol.md §4. Throws KdfError `unknown_profile` before anything starts, and
 * `worker` where the worker or its WebAssembly does not run.
 * @param request password as `passphraseBytes` gives it, salt as `effectiveSalt` gives it
 */
export async function derivePassphraseKey(
	request: KdfRequest,
	progress: Progress = () => undefined
): Promise<Bytes> {
	kdfProfile(request.profile);
	const worker = new Worker(trustedWorkerUrl(), { type: 'module' });
	const clock = startClock(progress);
	try {
		const key = await ask(worker, request, clock.setEstimateMs);
		progress(1);
		return key;
	} finally {
		clock.stop();
		// Its memory held the passphrase; ending it gives the 32 MiB back at once.
		worker.terminate();
	}
}

function ask(
	worker: Worker,
	request: KdfRequest,
	onEstimate: (durationMs: number) => void
): Promise<Bytes> {
	return new Promise((resolve, reject) => {
		const fail = (): void => {
			reject(new KdfError('worker'));
		};
		worker.onmessage = ({ data }: MessageEvent<KdfReply>) => {
			if (data.kind === 'estimate') onEstimate(data.durationMs);
			else if (data.kind === 'done') resolve(data.key);
			else fail();
		};
		worker.onerror = fail;
		worker.onmessageerror = fail;
		worker.postMessage(request);
	});
}

function startClock(progress: Progress): {
	setEstimateMs: (durationMs: number) => void;
	stop: () => void;
} {
	let timer: ReturnType<typeof setInterval> | undefined;
	progress(0);
	return {
		setEstimateMs: (durationMs) => {
			const startMs = performance.now();
			timer = setInterval(() => {
				const fraction = (performance.now() - startMs) / durationMs;
				progress(Math.min(fraction, LONGEST_ESTIMATED_FRACTION));
			}, TICK_MS);
		},
		stop: () => {
			clearInterval(timer);
		}
	};
}

/** The part of Trusted Types used here; TypeScript does not know it yet, nor do some browsers. */
interface TrustedTypesFactory {
	createPolicy(
		name: string,
		rules: { createScriptURL: (url: string) => string }
	): { createScriptURL: (url: string) => string };
}

let policy: ReturnType<TrustedTypesFactory['createPolicy']> | undefined;

/** Under the app's policy a worker starts only from this one address (T11). */
function trustedWorkerUrl(): string {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
	if (trustedTypes === undefined) return workerUrl;
	// A policy's name can be taken once, so the first one is kept.
	policy ??= trustedTypes.createPolicy('goldseam-worker', {
		createScriptURL: (url) => {
			if (url !== workerUrl) throw new TypeError('not the key worker');
			return url;
		}
	});
	return policy.createScriptURL(workerUrl);
}
