/**
 * Everything that sync touches outside itself, in one place, so that a test can hold the clock, the
 * network and the tabs in its hands.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { derivePassphraseKey, type Progress } from '#lib/crypto/kdf.js';
import type { KdfRequest } from '#lib/crypto/kdf.worker.js';
import type { DeviceName } from '#lib/store/rows.js';
import { Api } from './api';
import { browserPush, type PushDevice } from './push-device';

/** The part of BroadcastChannel used here. */
export interface Channel {
	postMessage(message: unknown): void;
	onmessage: ((event: MessageEvent<unknown>) => void) | null;
	close(): void;
}

export interface World {
	api: Api;
	/** Milliseconds since 1970, by this device's clock. */
	now: () => number;
	/** From 0 up to 1, for jitter only; keys come from crypto. */
	jitter: () => number;
	derive: (request: KdfRequest, progress?: Progress) => Promise<Bytes>;
	connect: (subprotocol: string) => WebSocket;
	openChannel: (name: string) => Channel;
	/** Undefined where the browser has no Web Locks: every tab then syncs, which is slower but safe. */
	locks: LockManager | undefined;
	deviceName: DeviceName;
	push: PushDevice;
}

export function browserWorld(): World {
	return {
		api: new Api(),
		now: () => Date.now(),
		jitter: () => Math.random(),
		derive: derivePassphraseKey,
		connect: (subprotocol) => {
			const address = new URL('/api/socket', location.href);
			address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
			return new WebSocket(address, subprotocol);
		},
		openChannel: (name) => new BroadcastChannel(name),
		locks: navigator.locks,
		deviceName: guessDeviceName(),
		push: browserPush()
	};
}

/** Three words, from what the device can do; nothing finer is told to the server or kept. */
function guessDeviceName(): DeviceName {
	if (!matchMedia('(pointer: coarse)').matches) return 'computer';
	return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}
