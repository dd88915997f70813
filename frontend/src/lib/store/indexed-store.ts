/** The store in IndexedDB. */
import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { AccountId, SpaceId } from '#lib/crypto/ids.js';
import type { AccountRows, EventRow, Table, Tables } from './rows';
import { SCHEMA_VERSION, upgrade } from './schema';
import type { Reading, Store, Writing } from './store';

export const databaseName = (account: AccountId): string => `goldseam-${account}`;

/** Opens the account's database, and makes it if it is not there. Throws where it cannot be kept. */
export async function openIndexedStore(account: AccountId): Promise<Store> {
	const database = await openDB(databaseName(account), SCHEMA_VERSION, {
		upgrade,
		// Another tab deletes the database or brings a newer schema: stepping aside lets it.
		blocking: (_current, _blocked, event) => {
			(event.target as IDBDatabase).close();
		}
	});
	return new IndexedStore(account, database);
}

/** Resolves also while a tab that the phone froze holds the database open: it goes with that tab. */
function deleteDatabase(account: AccountId): Promise<void> {
	return new Promise((resolve, reject) => {
		deleteDB(databaseName(account), {
			blocked: () => {
				resolve();
			}
		}).then(resolve, reject);
	});
}

class IndexedStore implements Store {
	readonly lasting = true;

	constructor(
		private readonly account: AccountId,
		private readonly database: IDBPDatabase
	) {}

	async read<Result>(
		tables: readonly Table[],
		work: (rows: Reading) => Promise<Result>
	): Promise<Result> {
		const transaction = this.database.transaction([...tables], 'readonly');
		const result = await work(new IndexedRows(transaction));
		await transaction.done;
		return result;
	}

	async write<Result>(
		tables: readonly Table[],
		work: (rows: Writing) => Promise<Result>
	): Promise<Result> {
		// Strict: on disk before we say "kept". The default may lose the last seconds with the power.
		const transaction = this.database.transaction([...tables], 'readwrite', {
			durability: 'strict'
		});
		const rows = new IndexedRows(transaction);
		try {
			const result = await work(rows);
			await rows.settled();
			await transaction.done;
			return result;
		} catch (error) {
			abort(transaction);
			throw error;
		}
	}

	close(): void {
		this.database.close();
	}

	/** The rows first: they are gone even where the database itself has to wait for another tab. */
	async destroy(): Promise<void> {
		await this.clear().catch(() => undefined);
		this.close();
		await deleteDatabase(this.account);
	}

	private async clear(): Promise<void> {
		const tables = [...this.database.objectStoreNames];
		const transaction = this.database.transaction(tables, 'readwrite');
		await Promise.all(tables.map((table) => transaction.objectStore(table).clear()));
		await transaction.done;
	}
}

type AnyTransaction = IDBPTransaction<unknown, string[], IDBTransactionMode>;

function abort(transaction: AnyTransaction): void {
	// An aborted transaction rejects `done` as well; the first error is the one that says why.
	transaction.done.catch(() => undefined);
	try {
		transaction.abort();
	} catch {
		// It has ended by itself already.
	}
}

class IndexedRows implements Writing {
	private readonly writes: Promise<unknown>[] = [];

	constructor(private readonly transaction: AnyTransaction) {}

	async get<T extends Table>(
		table: T,
		key: Tables[T]['key']
	): Promise<Tables[T]['value'] | undefined> {
		return (await this.transaction.objectStore(table).get(key)) as Tables[T]['value'] | undefined;
	}

	async own<K extends keyof AccountRows>(key: K): Promise<AccountRows[K] | undefined> {
		return (await this.get('account', key)) as AccountRows[K] | undefined;
	}

	async all<T extends Table>(table: T): Promise<Tables[T]['value'][]> {
		return (await this.transaction.objectStore(table).getAll()) as Tables[T]['value'][];
	}

	async lines(space: SpaceId, first: number, last: number): Promise<EventRow[]> {
		if (first > last) return [];
		const range = IDBKeyRange.bound([space, first], [space, last]);
		return (await this.transaction.objectStore('events').getAll(range)) as EventRow[];
	}

	put<T extends Table>(table: T, key: Tables[T]['key'], value: Tables[T]['value']): void {
		this.keep(this.transaction.objectStore(table).put?.(value, key));
	}

	putOwn<K extends keyof AccountRows>(key: K, value: AccountRows[K]): void {
		this.put('account', key, value);
	}

	delete<T extends Table>(table: T, key: Tables[T]['key']): void {
		this.keep(this.transaction.objectStore(table).delete?.(key));
	}

	/** Many requests can wait at once: one round trip for a whole page instead of one a row. */
	private keep(request: Promise<unknown> | undefined): void {
		const pending = Promise.resolve(request);
		// `settled` reports it; without this a failed write would also count as unhandled.
		pending.catch(() => undefined);
		this.writes.push(pending);
	}

	async settled(): Promise<void> {
		await Promise.all(this.writes);
	}
}
