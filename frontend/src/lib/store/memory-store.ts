/** The store of a browser that keeps nothing: the same tables, gone when the tab closes. */
import type { SpaceId } from '#lib/crypto/ids.js';
import type { AccountRows, EventRow, Table, Tables } from './rows';
import type { Reading, Store, Writing } from './store';

type Key = Tables[Table]['key'];
type Value = Tables[Table]['value'];

/** Null marks a row that the transaction deletes. */
type Changes = Map<string, Value | null>;

const nameOf = (table: Table, key: Key): string => JSON.stringify([table, key]);

export class MemoryStore implements Store {
	readonly lasting = false;
	private readonly rows = new Map<string, Value>();
	private lastWrite: Promise<unknown> = Promise.resolve();

	constructor(private readonly onDestroy: () => void = () => undefined) {}

	async read<Result>(
		_tables: readonly Table[],
		work: (rows: Reading) => Promise<Result>
	): Promise<Result> {
		await this.lastWrite;
		return work(new MemoryRows(this.rows, new Map()));
	}

	async write<Result>(
		_tables: readonly Table[],
		work: (rows: Writing) => Promise<Result>
	): Promise<Result> {
		const written = this.lastWrite.then(async () => {
			const changes: Changes = new Map();
			const result = await work(new MemoryRows(this.rows, changes));
			for (const [name, value] of changes) {
				if (value === null) this.rows.delete(name);
				else this.rows.set(name, value);
			}
			return result;
		});
		this.lastWrite = written.catch(() => undefined);
		return written;
	}

	close(): void {
		// Nothing is held open.
	}

	destroy(): Promise<void> {
		this.rows.clear();
		this.onDestroy();
		return Promise.resolve();
	}
}

class MemoryRows implements Writing {
	constructor(
		private readonly rows: ReadonlyMap<string, Value>,
		private readonly changes: Changes
	) {}

	private find(name: string): Value | undefined {
		const changed = this.changes.get(name);
		return changed === undefined ? this.rows.get(name) : (changed ?? undefined);
	}

	get<T extends Table>(table: T, key: Tables[T]['key']): Promise<Tables[T]['value'] | undefined> {
		return Promise.resolve(this.find(nameOf(table, key)));
	}

	async own<K extends keyof AccountRows>(key: K): Promise<AccountRows[K] | undefined> {
		return (await this.get('account', key)) as AccountRows[K] | undefined;
	}

	all<T extends Table>(table: T): Promise<Tables[T]['value'][]> {
		const prefix = `["${table}",`;
		const names = new Set([...this.rows.keys(), ...this.changes.keys()]);
		const values = [...names]
			.filter((name) => name.startsWith(prefix))
			.map((name) => this.find(name))
			.filter((value) => value !== undefined);
		return Promise.resolve(values);
	}

	lines(space: SpaceId, first: number, last: number): Promise<EventRow[]> {
		const lines: EventRow[] = [];
		for (let seq = first; seq <= last; seq += 1) {
			const line = this.find(nameOf('events', [space, seq]));
			if (line !== undefined) lines.push(line as EventRow);
		}
		return Promise.resolve(lines);
	}

	put<T extends Table>(table: T, key: Tables[T]['key'], value: Tables[T]['value']): void {
		this.changes.set(nameOf(table, key), value);
	}

	putOwn<K extends keyof AccountRows>(key: K, value: AccountRows[K]): void {
		this.put('account', key, value);
	}

	delete<T extends Table>(table: T, key: Tables[T]['key']): void {
		this.changes.set(nameOf(table, key), null);
	}
}
