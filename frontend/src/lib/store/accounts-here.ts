/**
 * Which accounts this browser keeps, and which one is in front. Ids are random and say nothing; no
 * login and no name is here. A browser that keeps nothing answers as if it were new.
 */
import { openDB, type IDBPDatabase } from 'idb';
import type { AccountId } from '#lib/crypto/ids.js';

const NAME = 'goldseam-device';
const TABLE = 'device';

interface DeviceRows {
	/** The account whose lock screen or notes are shown. */
	current: AccountId;
	accounts: AccountId[];
	/** Signed out without a network: the session still has to be ended on the server. */
	'session-to-end': boolean;
	/** Whose session the browser's one cookie was when the server last said so; it may have left. */
	'session-of': AccountId | 'nobody here';
}

async function withDatabase<Result>(
	work: (database: IDBPDatabase) => Promise<Result>
): Promise<Result> {
	const database = await openDB(NAME, 1, {
		upgrade: (fresh) => {
			fresh.createObjectStore(TABLE);
		}
	});
	try {
		return await work(database);
	} finally {
		database.close();
	}
}

async function find<K extends keyof DeviceRows>(key: K): Promise<DeviceRows[K] | undefined> {
	try {
		return await withDatabase(
			async (database) => (await database.get(TABLE, key)) as DeviceRows[K] | undefined
		);
	} catch {
		return undefined;
	}
}

async function change(
	work: (
		get: <K extends keyof DeviceRows>(key: K) => Promise<DeviceRows[K] | undefined>,
		put: <K extends keyof DeviceRows>(key: K, value: DeviceRows[K] | undefined) => Promise<void>
	) => Promise<void>
): Promise<void> {
	await withDatabase(async (database) => {
		const transaction = database.transaction(TABLE, 'readwrite');
		await work(
			async <K extends keyof DeviceRows>(key: K) =>
				(await transaction.store.get(key)) as DeviceRows[K] | undefined,
			async (key, value) => {
				if (value === undefined) await transaction.store.delete(key);
				else await transaction.store.put(value, key);
			}
		);
		await transaction.done;
	});
}

export const findCurrentAccount = (): Promise<AccountId | undefined> => find('current');

export async function listAccountsHere(): Promise<AccountId[]> {
	return (await find('accounts')) ?? [];
}

/** The account is kept here and comes to the front. */
export async function setCurrentAccount(account: AccountId): Promise<void> {
	await change(async (get, put) => {
		const accounts = (await get('accounts')) ?? [];
		if (!accounts.includes(account)) await put('accounts', [...accounts, account]);
		await put('current', account);
		// The new sign-in has replaced the session that was to be ended.
		await put('session-to-end', undefined);
	});
}

/** The account stays on this phone, but sign-in is shown. */
export async function leaveCurrentAccount(): Promise<void> {
	await change(async (_get, put) => {
		await put('current', undefined);
	});
}

export async function forgetAccountHere(account: AccountId): Promise<void> {
	await change(async (get, put) => {
		const accounts = (await get('accounts')) ?? [];
		await put(
			'accounts',
			accounts.filter((kept) => kept !== account)
		);
		if ((await get('current')) === account) await put('current', undefined);
		if ((await get('session-of')) === account) await put('session-of', 'nobody here');
	});
}

/** False where the cookie is known to be another account's: what ends it says nothing about this one. */
export async function isSessionOf(account: AccountId): Promise<boolean> {
	return ((await find('session-of')) ?? account) === account;
}

export async function setSessionAccount(account: AccountId): Promise<void> {
	if ((await find('session-of')) === account) return;
	await change(async (_get, put) => {
		await put('session-of', account);
	});
}

export async function isSessionToEnd(): Promise<boolean> {
	return (await find('session-to-end')) ?? false;
}

export async function setSessionToEnd(toEnd: boolean): Promise<void> {
	await change(async (_get, put) => {
		await put('session-to-end', toEnd ? true : undefined);
	});
}
