/**
 * The store of one account: a handful of tables and real transactions. There are two of them,
 * IndexedDB and, where a browser keeps nothing, memory; nothing above can tell them apart except by
 * `lasting`.
 */
import type { SpaceId } from '#lib/crypto/ids.js';
import type { AccountRows, EventRow, Table, Tables } from './rows';

export interface Reading {
	get<T extends Table>(table: T, key: Tables[T]['key']): Promise<Tables[T]['value'] | undefined>;
	/** A single row of the account, by its name. */
	own<K extends keyof AccountRows>(key: K): Promise<AccountRows[K] | undefined>;
	all<T extends Table>(table: T): Promise<Tables[T]['value'][]>;
	/** Lines `first` to `last`, both included, in order. */
	lines(space: SpaceId, first: number, last: number): Promise<EventRow[]>;
}

export interface Writing extends Reading {
	put<T extends Table>(table: T, key: Tables[T]['key'], value: Tables[T]['value']): void;
	putOwn<K extends keyof AccountRows>(key: K, value: AccountRows[K]): void;
	delete<T extends Table>(table: T, key: Tables[T]['key']): void;
}

export interface Store {
	/** False: gone when the tab closes. */
	readonly lasting: boolean;
	/**
	 * `work` may await nothing but this transaction: IndexedDB ends it at the first other wait. What
	 * needs cryptography is done before, and compared again inside.
	 */
	read<Result>(tables: readonly Table[], work: (rows: Reading) => Promise<Result>): Promise<Result>;
	/** All or nothing: resolves after the commit, and keeps nothing when `work` throws. */
	write<Result>(
		tables: readonly Table[],
		work: (rows: Writing) => Promise<Result>
	): Promise<Result>;
	close(): void;
	/** Closes and deletes everything. */
	destroy(): Promise<void>;
}
