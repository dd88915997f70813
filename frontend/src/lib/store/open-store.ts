/** Chooses the store of an account: IndexedDB where it proves to keep things, else memory. */
import type { AccountId, DeviceId } from '#lib/crypto/ids.js';
import { keepsDeviceKeys, makeDeviceKey } from './device-key';
import { openIndexedStore } from './indexed-store';
import { MemoryStore } from './memory-store';
import type { Store } from './store';

/** Accounts of this visit whose browser keeps nothing: still here after a lock, not after a reload. */
const inMemory = new Map<AccountId, Store>();

/** Null where this browser has no database of that account, or cannot read it. */
export async function findStore(account: AccountId): Promise<Store | null> {
	const remembered = inMemory.get(account);
	if (remembered) return remembered;
	try {
		const store = await openIndexedStore(account);
		const identity = await store.read(['account'], (rows) => rows.own('identity'));
		if (identity?.account === account) return store;
		await store.destroy();
	} catch {
		// A private window or a full disk: the same as not having it.
	}
	return null;
}

/**
 * A new, empty store with a device key in it. One that holds the account already could not be read a
 * moment ago: it may have unsent words in it, so it stays as it is and this visit runs in memory.
 */
export async function makeStore(account: AccountId, device: DeviceId): Promise<Store> {
	try {
		const store = await openIndexedStore(account);
		if (await store.read(['account'], (rows) => rows.own('identity'))) store.close();
		else if (await keepsDeviceKeys(store, device)) return store;
		else await store.destroy();
	} catch {
		// Falls through to memory; the screen says that nothing is kept.
	}
	const memory = new MemoryStore(() => inMemory.delete(account));
	inMemory.set(account, memory);
	const key = await makeDeviceKey();
	await memory.write(['account'], (rows) => {
		rows.putOwn('device-key', key);
		return Promise.resolve();
	});
	return memory;
}
