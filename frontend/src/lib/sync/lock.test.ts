/** What a phone holds while locked, and who opens it (protocol.md §11, R10). */
import { afterEach, describe, expect, test } from 'vitest';
import { toBase64url } from '#lib/crypto/ids.js';
import { Browser, PASSPHRASE, type Tab } from '../../../tests/browser';
import { holds } from '../../../tests/disk';
import { Server } from '../../../tests/server';

const MINUTE_MS = 60_000;
const WORDS = 'heron over the reservoir';
const browsers: Browser[] = [];

async function phone(server: Server): Promise<Tab> {
	const browser = new Browser(server);
	browsers.push(browser);
	return browser.openTab();
}

/** Somebody with a note, a draft and words that wait, on a disk that keeps things. */
async function withWords(): Promise<{ server: Server; tab: Tab }> {
	const server = new Server();
	const tab = await phone(server);
	await tab.signUp('mara.k');
	await tab.write(`${WORDS} sent`);
	await tab.settled();
	await tab.goOffline();
	await tab.write(`${WORDS} waiting`);
	await tab.app.notes.keepDraft(tab.app.notes.newNoteId(), { title: '', text: `${WORDS} draft` });
	expect(tab.account.store.lasting).toBe(true);
	return { server, tab };
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

describe('storage', () => {
	test('holds no word, name, login, passphrase or key, open or locked', async () => {
		const { tab } = await withWords();
		const { keyring } = tab.account;
		const secrets = [
			keyring.accountKey,
			keyring.keys.device,
			keyring.keys.vault,
			keyring.keys.spaceKeys,
			keyring.vault.memberships[0]!.edSeed,
			keyring.spaces[0]!.body
		].map((secret) => secret.slice());
		const plain = [WORDS, 'Mara', 'mara.k', PASSPHRASE, 'an extractable key'];
		for (const state of ['open', 'locked']) {
			if (state === 'locked') await tab.lock();
			for (const secret of [...secrets, ...plain]) {
				expect(await holds(tab.browser, secret), `${state}: ${String(secret)}`).toBe(false);
			}
		}
	});

	test('is read by this test at all: a planted word is found in every place', async () => {
		const { tab } = await withWords();
		const { store, identity } = tab.account;
		await store.write(['account', 'drafts'], (rows) => {
			rows.putOwn('login', {
				iv: new Uint8Array(12),
				ciphertext: new TextEncoder().encode('planted one')
			});
			rows.put('drafts', identity.account as never, {
				note: 'planted two' as never,
				sealed: new Uint8Array()
			});
			return Promise.resolve();
		});
		tab.browser.local.set('key', 'planted three');
		for (const word of ['planted one', 'planted two', 'planted three']) {
			expect(await holds(tab.browser, word)).toBe(true);
		}
	});

	test('keeps the sealed account key while open and drops it at lock', async () => {
		const { tab } = await withWords();
		const { store } = tab.account;
		expect(await store.read(['account'], (rows) => rows.own('ak'))).toBeDefined();
		await tab.lock();
		const reread = await tab.browser.openTab();
		await reread.start();
		expect(reread.app.session.session.phase).toBe('locked');
	});
});

describe('a locked phone', () => {
	test('shows nothing and names nobody', async () => {
		const { tab } = await withWords();
		const { keyring } = tab.account;
		await tab.lock();
		expect(tab.app.session.session).toMatchObject({ phase: 'locked', login: null });
		expect(tab.shown).toEqual([]);
		expect(tab.app.sync.sync).toMatchObject({ unsent: 0, attention: [] });
		expect(keyring.accountKey.every((byte) => byte === 0)).toBe(true);
	});

	test('opens offline with the passphrase, with everything that waited', async () => {
		const { tab } = await withWords();
		await tab.lock();
		await tab.unlock();
		expect(tab.texts.toSorted()).toEqual([`${WORDS} sent`, `${WORDS} waiting`]);
		const [draft] = await tab.app.notes.listDrafts();
		expect(draft?.text).toBe(`${WORDS} draft`);
	});

	test('does not open with another passphrase', async () => {
		const { tab } = await withWords();
		await tab.lock();
		await expect(tab.unlock('not the passphrase')).rejects.toMatchObject({ code: 'no_match' });
		expect(tab.app.session.session.phase).toBe('locked');
	});

	test('opens with the passphrase that another device has set meanwhile', async () => {
		const { tab, server } = await withWords();
		const other = await phone(server);
		await other.signIn(PASSPHRASE, 'mara.k');
		const next = 'a quite new passphrase';
		await other.app.work.changePassphrase(other.world, PASSPHRASE, next, () => undefined);
		tab.browser.network.isReachable = true;
		tab.account.nudge();
		await tab.until(() => {
			expect(tab.app.session.session.phase).toBe('locked');
		});
		await tab.unlock(next);
		await tab.settled();
		expect(tab.texts.toSorted()).toEqual([`${WORDS} sent`, `${WORDS} waiting`]);
	});
});

describe('the wraps of an answer to a living session', () => {
	async function afterAnswerWith(change: (server: Server) => void): Promise<Tab> {
		const { tab, server } = await withWords();
		change(server);
		tab.goOnline();
		await tab.settled();
		await tab.goOffline();
		return tab;
	}

	test('t8: a passphrase wrap that nobody opened does not lock the person out', async () => {
		const tab = await afterAnswerWith((server) => {
			server.account('mara.k').ak_pw = server.account('mara.k').ak_rc;
		});
		await tab.lock();
		await tab.unlock();
		expect(tab.app.session.session.phase).toBe('open');
	});

	test('bring the recovery code that another device has made', async () => {
		let made = '';
		const tab = await afterAnswerWith((server) => {
			made = server.account('mara.k').ak_pw;
			server.account('mara.k').ak_rc = made;
		});
		const wraps = await tab.account.store.read(['account'], (rows) => rows.own('wraps'));
		expect(toBase64url(wraps?.akRecovery ?? new Uint8Array())).toBe(made);
	});
});

describe('time', () => {
	test('locks at the next start after five minutes without a touch', async () => {
		const { tab } = await withWords();
		tab.browser.nowMs += 5 * MINUTE_MS;
		const next = await tab.browser.openTab();
		await next.start();
		expect(next.app.session.session.phase).toBe('locked');
	});

	test('does not lock at a reload within five minutes', async () => {
		const { tab } = await withWords();
		tab.browser.nowMs += 4 * MINUTE_MS;
		const next = await tab.browser.openTab();
		await next.start();
		expect(next.app.session.session.phase).toBe('open');
		expect(next.texts.toSorted()).toEqual([`${WORDS} sent`, `${WORDS} waiting`]);
	});
});

describe('two tabs', () => {
	async function twoTabs() {
		const server = new Server();
		const one = await phone(server);
		await one.signUp();
		const two = await one.browser.openTab();
		await two.start();
		return { server, one, two };
	}

	test('show each other’s notes, whichever of them talks to the server', async () => {
		const { one, two } = await twoTabs();
		await one.write('from one');
		await two.write('from two');
		for (const tab of [one, two]) {
			await tab.until(() => {
				expect(tab.texts.toSorted()).toEqual(['from one', 'from two']);
				expect(tab.shown.some(({ onlyHere }) => onlyHere)).toBe(false);
			});
		}
	});

	test('lock together, and one opening opens the other', async () => {
		const { one, two } = await twoTabs();
		await two.lock();
		await one.until(() => {
			expect(one.app.session.session.phase).toBe('locked');
		});
		await one.unlock();
		await two.until(() => {
			expect(two.app.session.session.phase).toBe('open');
		});
	});

	test('sign out together', async () => {
		const { one, two } = await twoTabs();
		await two.app.work.signOut(two.world, false);
		await one.until(() => {
			expect(one.app.session.session).toMatchObject({ phase: 'signed_out', notice: null });
		});
	});
});
