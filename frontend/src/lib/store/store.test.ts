/** Both stores keep the same promises; where one cannot, the other takes its place. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { uuidV4, type AccountId, type DeviceId, type SpaceId } from '#lib/crypto/ids.js';
import { keepsDeviceKeys, makeDeviceKey, openForDevice, sealForDevice } from './device-key';
import { openIndexedStore } from './indexed-store';
import { MemoryStore } from './memory-store';
import { findStore, makeStore } from './open-store';
import type { EventRow } from './rows';
import type { Store } from './store';

const SPACE = uuidV4<SpaceId>();
const DEVICE = uuidV4<DeviceId>();

const line = (seq: number): EventRow => ({
	seq,
	event: new Uint8Array([seq]),
	sig: new Uint8Array(64),
	body: null,
	arrivedMs: 1,
	repaired: false
});

const stores: [string, () => Promise<Store>][] = [
	['IndexedDB', () => openIndexedStore(uuidV4<AccountId>())],
	['memory', () => Promise.resolve(new MemoryStore())]
];

/** Storage of a private window in some browsers: it is there and throws. */
function closedFactory(): IDBFactory {
	const factory = new IDBFactory();
	vi.spyOn(factory, 'open').mockImplementation(() => {
		throw new DOMException('denied', 'InvalidStateError');
	});
	return factory;
}

afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

describe.each(stores)('a store in %s', (_name, open) => {
	test('gives back what was put, and the lines of a space in order', async () => {
		const store = await open();
		await store.write(['events', 'account'], (rows) => {
			for (const seq of [3, 1, 2, 10]) rows.put('events', [SPACE, seq], line(seq));
			rows.put('events', [uuidV4<SpaceId>(), 2], line(99));
			rows.putOwn('last-active', 7);
			return Promise.resolve();
		});
		const read = await store.read(['events', 'account'], async (rows) => ({
			lines: (await rows.lines(SPACE, 2, 10)).map(({ seq }) => seq),
			none: await rows.lines(SPACE, 5, 4),
			active: await rows.own('last-active'),
			all: (await rows.all('events')).length
		}));
		expect(read).toEqual({ lines: [2, 3, 10], none: [], active: 7, all: 5 });
	});

	test('keeps nothing of a transaction that throws', async () => {
		const store = await open();
		const failing = store.write(['account'], (rows) => {
			rows.putOwn('last-active', 7);
			return Promise.reject(new Error('half-way'));
		});
		await expect(failing).rejects.toThrow('half-way');
		expect(await store.read(['account'], (rows) => rows.own('last-active'))).toBeUndefined();
	});

	test('reads its own writes inside a transaction', async () => {
		const store = await open();
		const seen = await store.write(['account'], async (rows) => {
			rows.putOwn('last-active', 7);
			const put = await rows.own('last-active');
			rows.delete('account', 'last-active');
			return [put, await rows.own('last-active')];
		});
		expect(seen).toEqual([7, undefined]);
	});

	test('lets one transaction follow another', async () => {
		const store = await open();
		const add = () =>
			store.write(['account'], async (rows) => {
				rows.putOwn('last-active', ((await rows.own('last-active')) ?? 0) + 1);
			});
		await Promise.all([add(), add(), add()]);
		expect(await store.read(['account'], (rows) => rows.own('last-active'))).toBe(3);
	});

	test('proves that it keeps a device key', async () => {
		expect(await keepsDeviceKeys(await open(), DEVICE)).toBe(true);
	});
});

describe('a browser', () => {
	test('that keeps things gets a lasting store', async () => {
		vi.stubGlobal('indexedDB', new IDBFactory());
		expect((await makeStore(uuidV4(), DEVICE)).lasting).toBe(true);
	});

	test('that opens no database runs in memory for this visit', async () => {
		vi.stubGlobal('indexedDB', closedFactory());
		expect((await makeStore(uuidV4(), DEVICE)).lasting).toBe(false);
	});

	test('that has no room runs in memory for this visit', async () => {
		vi.stubGlobal('indexedDB', new IDBFactory());
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('full', 'QuotaExceededError');
		});
		expect((await makeStore(uuidV4(), DEVICE)).lasting).toBe(false);
	});

	test('that takes a key and loses it runs in memory for this visit', async () => {
		vi.stubGlobal('indexedDB', new IDBFactory());
		vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore) {
			return this.getKey('a row that is not there');
		});
		expect((await makeStore(uuidV4(), DEVICE)).lasting).toBe(false);
	});

	test('that keeps nothing still finds the account in this visit, until it is removed', async () => {
		vi.stubGlobal('indexedDB', closedFactory());
		const account = uuidV4<AccountId>();
		const store = await makeStore(account, DEVICE);
		store.close();
		expect(await findStore(account)).toBe(store);
		await store.destroy();
		expect(await findStore(account)).toBeNull();
	});
});

describe('the device key', () => {
	test('cannot be exported', async () => {
		const key = await makeDeviceKey();
		expect(key.extractable).toBe(false);
		await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
	});

	test('opens a row only as what it was sealed as, on the device it was sealed for', async () => {
		const key = await makeDeviceKey();
		const sealed = await sealForDevice(key, DEVICE, 'ak', new Uint8Array(32).fill(5));
		expect(await openForDevice(key, DEVICE, 'ak', sealed)).toEqual(new Uint8Array(32).fill(5));
		await expect(openForDevice(key, DEVICE, 'login', sealed)).rejects.toThrow();
		await expect(openForDevice(key, uuidV4(), 'ak', sealed)).rejects.toThrow();
		await expect(openForDevice(await makeDeviceKey(), DEVICE, 'ak', sealed)).rejects.toThrow();
	});
});
