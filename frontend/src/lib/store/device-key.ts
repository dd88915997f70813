/**
 * The one key that a browser keeps for us (protocol.md §10): AES-GCM, not extractable, so a script
 * can use it here and nobody can carry it away. It seals the account key, the login and the PIN's wrap, each
 * in one row of its own.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { utf8 } from '#lib/crypto/canonical.js';
import { deviceContext } from '#lib/crypto/contexts.js';
import type { DeviceId } from '#lib/crypto/ids.js';
import { randomBytes } from '#lib/crypto/primitives.js';
import type { DeviceSealed } from './rows';
import type { Store } from './store';

/** Names of the rows that the device key seals; bound as associated data, so none opens as another. */
export type DeviceSealedRow = 'ak' | 'login' | 'pin';

const IV_BYTES = 12;

export async function makeDeviceKey(): Promise<CryptoKey> {
	return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function sealForDevice(
	key: CryptoKey,
	device: DeviceId,
	row: DeviceSealedRow,
	plain: Bytes
): Promise<DeviceSealed> {
	const iv = randomBytes(IV_BYTES);
	const ciphertext = await crypto.subtle.encrypt(parameters(iv, device, row), key, plain);
	return { iv, ciphertext: new Uint8Array(ciphertext) };
}

/** Throws where the row was changed, or sealed by another device's key. */
export async function openForDevice(
	key: CryptoKey,
	device: DeviceId,
	row: DeviceSealedRow,
	sealed: DeviceSealed
): Promise<Bytes> {
	const plain = await crypto.subtle.decrypt(
		parameters(sealed.iv, device, row),
		key,
		sealed.ciphertext
	);
	return new Uint8Array(plain);
}

function parameters(iv: Bytes, device: DeviceId, row: DeviceSealedRow): AesGcmParams {
	return { name: 'AES-GCM', iv, additionalData: deviceContext(device, 'account', row) };
}

/**
 * Puts a device key, reads it back and lets the returned copy open what the first one sealed. Some
 * browsers take such a row and lose it, or throw only when it is read: trying is the one way to know.
 */
export async function keepsDeviceKeys(store: Store, device: DeviceId): Promise<boolean> {
	try {
		const probe = utf8('goldseam');
		const key = await makeDeviceKey();
		const sealed = await sealForDevice(key, device, 'ak', probe);
		await store.write(['account'], (rows) => {
			rows.putOwn('device-key', key);
			return Promise.resolve();
		});
		const kept = await store.read(['account'], (rows) => rows.own('device-key'));
		if (kept === undefined) return false;
		const opened = await openForDevice(kept, device, 'ak', sealed);
		return opened.length === probe.length && opened.every((byte, index) => byte === probe[index]);
	} catch {
		return false;
	}
}
