import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { derivePassphraseKey } from './kdf';
import { KdfError } from './kdf-profiles';
import type { KdfReply, KdfRequest } from './kdf.worker';

const REQUEST: KdfRequest = { profile: 1, password: new Uint8Array(12), salt: new Uint8Array(16) };
const KEY = new Uint8Array(32).fill(9);

/** Stands for the thread that Node does not have; what it computes is in the vectors. */
class FakeWorker {
	static started: FakeWorker[] = [];
	onmessage: ((event: { data: KdfReply }) => void) | null = null;
	onerror: (() => void) | null = null;
	onmessageerror: (() => void) | null = null;
	request: KdfRequest | null = null;
	ended = false;

	constructor(readonly url: unknown) {
		FakeWorker.started.push(this);
	}

	postMessage(request: KdfRequest): void {
		this.request = request;
	}

	terminate(): void {
		this.ended = true;
	}

	reply(data: KdfReply): void {
		this.onmessage?.({ data });
	}
}

beforeEach(() => {
	FakeWorker.started = [];
	vi.stubGlobal('Worker', FakeWorker);
	vi.useFakeTimers();
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function start(request = REQUEST): { key: Promise<unknown>; seen: number[]; worker: FakeWorker } {
	const seen: number[] = [];
	const key = derivePassphraseKey(request, (fraction) => seen.push(fraction));
	return { key, seen, worker: FakeWorker.started.at(-1)! };
}

describe('the key worker', () => {
	test('gets the request, gives the key and is ended', async () => {
		const { key, worker } = start();
		expect(worker.request).toEqual(REQUEST);
		worker.reply({ kind: 'done', key: KEY });
		expect(await key).toBe(KEY);
		expect(worker.ended).toBe(true);
	});

	test('t8: an unknown profile starts no worker', async () => {
		await expect(derivePassphraseKey({ ...REQUEST, profile: 2 })).rejects.toThrow(
			new KdfError('unknown_profile')
		);
		expect(FakeWorker.started).toEqual([]);
	});

	test.each<[string, (worker: FakeWorker) => void]>([
		['cannot load', (worker) => worker.onerror?.()],
		['sends what cannot be read', (worker) => worker.onmessageerror?.()],
		['cannot run its WebAssembly', (worker) => worker.onmessage?.({ data: { kind: 'broken' } })]
	])('that %s is an error, and is ended', async (_what, break_) => {
		const { key, worker } = start();
		break_(worker);
		await expect(key).rejects.toThrow(new KdfError('worker'));
		expect(worker.ended).toBe(true);
	});
});

describe('progress', () => {
	test('goes by the estimate, waits below the end, and ends at one', async () => {
		const { key, seen, worker } = start();
		expect(seen).toEqual([0]);
		worker.reply({ kind: 'estimate', durationMs: 800 });
		vi.advanceTimersByTime(400);
		expect(seen.at(-1)).toBeCloseTo(0.5, 1);
		vi.advanceTimersByTime(4000);
		expect(seen.at(-1)).toBe(0.95);
		worker.reply({ kind: 'done', key: KEY });
		await key;
		expect(seen.at(-1)).toBe(1);
		expect(seen).toEqual(seen.toSorted((a, b) => a - b));
	});

	test('stops where the worker does not run', async () => {
		const { key, seen, worker } = start();
		worker.reply({ kind: 'estimate', durationMs: 800 });
		worker.onerror?.();
		await expect(key).rejects.toThrow(KdfError);
		const before = seen.length;
		vi.advanceTimersByTime(1000);
		expect(seen).toHaveLength(before);
	});
});

test('t11: under Trusted Types the worker starts from its own address only', async () => {
	interface Rules {
		createScriptURL: (url: string) => string;
	}
	let rules: Rules | undefined;
	const createPolicy = vi.fn((_name: string, given: Rules) => {
		rules = given;
		return { createScriptURL: (url: string) => ({ trusted: given.createScriptURL(url) }) };
	});
	vi.stubGlobal('trustedTypes', { createPolicy });
	for (let visit = 0; visit < 2; visit += 1) {
		const { key, worker } = start();
		expect(worker.url).toMatchObject({ trusted: expect.stringContaining('kdf.worker') as string });
		worker.reply({ kind: 'done', key: KEY });
		await key;
	}
	expect(createPolicy.mock.calls.map(([name]) => name)).toEqual(['goldseam-worker']);
	expect(() => rules?.createScriptURL('/other.js')).toThrow(TypeError);
});
