/** Words on this phone that a lock, a lie, a frozen tab or somebody else's session might take away. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Browser, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';
import { isIdleTooLong } from './activity';

const MINUTE_MS = 60_000;
const browsers: Browser[] = [];

async function signedUp(login = 'mara'): Promise<{ server: Server; tab: Tab }> {
	const server = new Server();
	const browser = new Browser(server);
	browsers.push(browser);
	const tab = await browser.openTab();
	await tab.signUp(login);
	return { server, tab };
}

/** Locked, with words that are only here. */
async function lockedWithWords(): Promise<{ server: Server; tab: Tab }> {
	const { server, tab } = await signedUp();
	await tab.goOffline();
	await tab.write('only here');
	await tab.lock();
	tab.browser.network.isReachable = true;
	return { server, tab };
}

/** The next opening of an account's database fails, as browsers do under memory pressure. */
function failNextOpening({ databases }: Browser): void {
	const open = databases.open.bind(databases);
	const opening = vi.spyOn(databases, 'open').mockImplementation((name, version) => {
		if (name === 'goldseam-device') return open(name, version);
		opening.mockRestore();
		throw new DOMException('cannot be read', 'UnknownError');
	});
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

describe('a lock', () => {
	test('keeps what was typed since the last pause', async () => {
		const { tab } = await signedUp();
		const id = tab.app.notes.newNoteId();
		const end = tab.app.exit.registerTyping(() => ({ id, title: '', text: 'half a senten' }));
		await tab.lock();
		end();
		await tab.unlock();
		expect(await tab.app.notes.readDraft(id)).toMatchObject({ text: 'half a senten' });
	});
});

describe('signing in', () => {
	test('on a phone whose storage cannot be read for a moment deletes nothing', async () => {
		const { tab } = await lockedWithWords();
		failNextOpening(tab.browser);
		const other = await tab.browser.openTab();
		await other.signIn();
		expect(other.account.store.lasting).toBe(false);
		const later = await tab.browser.openTab();
		await later.unlock();
		expect(later.texts).toEqual(['only here']);
	});

	test('on a phone whose storage can be read finds the words', async () => {
		const { tab } = await lockedWithWords();
		const other = await tab.browser.openTab();
		await other.signIn();
		expect(other.texts).toEqual(['only here']);
	});
});

describe('signing out', () => {
	test('r10: empties the storage also while a frozen tab holds it open', async () => {
		const { tab } = await signedUp();
		await tab.write('gone after this');
		await tab.settled();
		const { databases } = tab.browser;
		const name = `goldseam-${tab.account.identity.account}`;
		const held = await new Promise<IDBDatabase>((resolve) => {
			const request = databases.open(name);
			request.onsuccess = () => {
				resolve(request.result);
			};
		});
		const counts = () =>
			Promise.all(
				[...held.objectStoreNames].map(
					(table) =>
						new Promise<number>((resolve) => {
							const request = held.transaction(table).objectStore(table).count();
							request.onsuccess = () => {
								resolve(request.result);
							};
						})
				)
			);
		expect(Math.max(...(await counts()))).toBeGreaterThan(0);
		await tab.app.work.signOut(tab.world, false);
		expect(Math.max(...(await counts()))).toBe(0);
		held.close();
	});

	test('asks first where only this phone has what the server lost, and goes once it is put back', async () => {
		const { server, tab } = await signedUp();
		const backup = server.backup();
		await tab.write('lost there');
		await tab.settled();
		server.restore(backup);
		tab.account.nudge();
		await tab.until(() => {
			expect(tab.app.session.session.phase).toBe('locked');
		});
		await tab.unlock();
		await tab.until(() => {
			expect(tab.app.sync.sync.attention.map(({ kind }) => kind)).toContain('lost');
		});
		await expect(tab.app.work.signOut(tab.world, false)).rejects.toMatchObject({ code: 'unsent' });
		expect(tab.texts).toEqual(['lost there']);
		await tab.app.attention.putBack(tab.account.personal.keys.space);
		await tab.settled();
		await tab.app.work.signOut(tab.world, false);
		expect(tab.app.session.session.phase).toBe('signed_out');
	});
});

describe('a session in the browser that is another account’s', () => {
	test('locks this one, and its passphrase brings a session of its own', async () => {
		const { server, tab } = await signedUp();
		const browser = new Browser(server);
		browsers.push(browser);
		await (await browser.openTab()).signUp('sam');
		const { cookie } = browser.network;
		tab.browser.network.cookie = cookie;
		tab.account.nudge();
		await tab.until(() => {
			expect(tab.app.session.session.phase).toBe('locked');
		});
		await tab.unlock();
		await tab.settled();
		expect(tab.app.session.session.phase).toBe('open');
		expect(tab.browser.network.cookie).not.toBe(cookie);
	});
});

describe('a revoked session', () => {
	test('of somebody else in the same browser locks this account and deletes nothing', async () => {
		const { server, tab } = await signedUp();
		await tab.goOffline();
		await tab.write('only here');
		tab.browser.network.isReachable = true;
		const other = await tab.browser.openTab();
		await other.signUp('sam');
		server.revokeAll();
		// On a busy machine it has found out by itself by now.
		if (tab.app.session.session.phase === 'open') tab.account.nudge();
		await tab.until(() => {
			expect(tab.app.session.session.phase).toBe('locked');
		});
		await tab.browser.openTab().then(async (next) => {
			await next.signIn();
			expect(next.texts).toEqual(['only here']);
		});
	});

	test('of its own empties this phone', async () => {
		const { server, tab } = await signedUp();
		server.revokeAll();
		tab.account.nudge();
		await tab.until(() => {
			expect(tab.app.session.session).toMatchObject({ phase: 'signed_out', notice: 'ended' });
		});
	});
});

describe('the clock', () => {
	test.each([
		['five minutes on', 5 * MINUTE_MS, true],
		['four minutes on', 4 * MINUTE_MS, false],
		['set right by some seconds', -10_000, false],
		['set back by an hour', -60 * MINUTE_MS, true]
	])('%s: locks %#', (_what, movedMs, expected) => {
		expect(isIdleTooLong(1e12, 1e12 + movedMs, 5)).toBe(expected);
	});

	test('does not lock a phone that is not to lock by itself', () => {
		expect(isIdleTooLong(1e12, 0, 0)).toBe(false);
	});
});

describe('a tab that comes back to the front', () => {
	/** Another tab locked while this one was frozen, and its message came to nobody. */
	test('is locked if the account was locked meanwhile', async () => {
		const { tab } = await signedUp();
		await tab.account.forgetKeyOnDisk();
		document.dispatchEvent(new Event('visibilitychange'));
		await tab.until(() => {
			expect(tab.app.session.session.phase).toBe('locked');
		});
	});

	test('stays open otherwise', async () => {
		const { tab } = await signedUp();
		document.dispatchEvent(new Event('visibilitychange'));
		await tab.write('still open');
		await tab.settled();
		expect(tab.app.session.session.phase).toBe('open');
	});
});

describe('quick exit', () => {
	test('r19: locks an account that was only about to open', async () => {
		const { tab } = await signedUp();
		const next = await tab.browser.openTab();
		tab.close();
		next.app.exit.quickExit();
		const later = await tab.browser.openTab();
		await later.start();
		expect(later.app.session.session.phase).toBe('locked');
	});
});
