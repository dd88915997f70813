/** One tab talks to the server, and another takes over where the first is gone or frozen. */
import { describe, expect, test } from 'vitest';
import { eventually } from '../../../tests/browser';
import { Leadership } from './tabs';

interface Request {
	options: { steal?: boolean; signal?: AbortSignal };
	grant: () => void;
	/** Ends a lock that is held, or a wait for it, as the browser does. */
	break: () => void;
}

/** Web Locks by the book, for one name. */
function locksOf(): { locks: LockManager; waiting: Request[] } {
	const waiting: Request[] = [];
	let holder: Request | null = null;
	const next = (): void => {
		if (holder === null && waiting.length > 0) {
			holder = waiting.shift() ?? null;
			holder?.grant();
		}
	};
	const request = (
		_name: string,
		options: Request['options'],
		work: () => Promise<void>
	): Promise<void> =>
		new Promise((resolve, reject) => {
			const abort = (): void => {
				reject(new DOMException('not yours any more', 'AbortError'));
			};
			const asked: Request = {
				options,
				break: abort,
				grant: () => {
					void work().then(() => {
						if (holder === asked) holder = null;
						resolve();
						next();
					}, reject);
				}
			};
			options.signal?.addEventListener('abort', () => {
				const place = waiting.indexOf(asked);
				if (place < 0) return;
				waiting.splice(place, 1);
				abort();
			});
			if (options.steal) {
				holder?.break();
				holder = asked;
				asked.grant();
			} else {
				waiting.push(asked);
				next();
			}
		});
	return { locks: { request } as unknown as LockManager, waiting };
}

/** A tab that notes when it leads. */
function tabOn(locks: LockManager | undefined) {
	const stop = new AbortController();
	const tab = { isLeading: false, stop, leadership: null as unknown as Leadership };
	tab.leadership = new Leadership(locks, 'goldseam-sync', async (signal) => {
		tab.isLeading = true;
		await new Promise<void>((resolve) => {
			signal.addEventListener('abort', () => {
				resolve();
			});
		});
		tab.isLeading = false;
	});
	void tab.leadership.run(stop.signal);
	return tab;
}

describe('of two tabs', () => {
	test('one leads, and the other when the first closes', async () => {
		const { locks } = locksOf();
		const [one, two] = [tabOn(locks), tabOn(locks)];
		await eventually(() => {
			expect([one.isLeading, two.isLeading]).toEqual([true, false]);
		});
		one.stop.abort();
		await eventually(() => {
			expect([one.isLeading, two.isLeading]).toEqual([false, true]);
		});
	});

	test('one that is frozen loses the lead to one in front, and waits for it again', async () => {
		const { locks, waiting } = locksOf();
		const [one, two] = [tabOn(locks), tabOn(locks)];
		await eventually(() => {
			expect(one.isLeading).toBe(true);
		});
		two.leadership.steal();
		await eventually(() => {
			expect([one.isLeading, two.isLeading]).toEqual([false, true]);
		});
		await eventually(() => {
			expect(waiting).toHaveLength(1);
		});
		two.stop.abort();
		await eventually(() => {
			expect([one.isLeading, two.isLeading]).toEqual([true, false]);
		});
	});

	test('both lead where the browser has no locks', () => {
		const [one, two] = [tabOn(undefined), tabOn(undefined)];
		expect([one.isLeading, two.isLeading]).toEqual([true, true]);
	});

	test('one that closes while it waits leads no more', async () => {
		const { locks, waiting } = locksOf();
		const [one, two] = [tabOn(locks), tabOn(locks)];
		await eventually(() => {
			expect(waiting).toHaveLength(1);
		});
		two.stop.abort();
		one.stop.abort();
		await eventually(() => {
			expect(waiting).toEqual([]);
		});
		expect([one.isLeading, two.isLeading]).toEqual([false, false]);
	});
});
