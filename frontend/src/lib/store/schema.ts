/**
 * The account database, version by version. Append only: a phone can come from any earlier entry,
 * and the index of an entry plus one is the version it leads to.
 */
import type { IDBPDatabase } from 'idb';

type Upgrade = (database: IDBPDatabase) => void;

/** Keys are given with each row (see rows.ts), so the rows hold nothing twice. */
function createFirstTables(database: IDBPDatabase): void {
	for (const table of ['account', 'spaces', 'events', 'outbox', 'drafts', 'lost']) {
		database.createObjectStore(table);
	}
}

/** Sealed answers wait outside the log, and lie here beside it once they are open. */
function createAnswerTables(database: IDBPDatabase): void {
	for (const table of ['answers', 'opened']) database.createObjectStore(table);
}

const UPGRADES: readonly Upgrade[] = [createFirstTables, createAnswerTables];

export const SCHEMA_VERSION = UPGRADES.length;

export function upgrade(database: IDBPDatabase, fromVersion: number): void {
	for (const step of UPGRADES.slice(fromVersion)) step(database);
}
