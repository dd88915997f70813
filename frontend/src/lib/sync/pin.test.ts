/** What a PIN opens, how often it may be tried, and what ends it (protocol.md §11, R10). */
import { afterEach, describe, expect, test } from 'vitest';
import { pinWrapContext } from '#lib/crypto/contexts.js';
import { pinBytes, pinKey } from '#lib/crypto/pin.js';
import { openKey } from '#lib/crypto/wraps.js';
import type { PinRow } from '#lib/store/rows.js';
import { Browser, eventually, PASSPHRASE, type Tab } from '../../../tests/browser';
import { holds } from '../../../tests/disk';
import { Server } from '../../../tests/server';

const PIN = '073914';
const WRONG = '073915';
const NEXT = 'a quite new passphrase';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const browsers: Browser[] = [];
const quiet = (): void => undefined;

async function phone(server: Server): Promise<Tab> {
	const browser = new Browser(server);
	browsers.push(browser);
	return browser.openTab();
}

async function withPin(): Promise<{ server: Server; tab: Tab; recoveryCode: string[] }> {
	const server = new Server();
	const tab = await phone(server);
	const recoveryCode = await tab.signUp('mara.k');
	await tab.write('heron over the reservoir');
	await tab.settled();
	await tab.app.work.setPin(tab.world, PASSPHRASE, PIN, quiet);
	return { server, tab, recoveryCode };
}

async function type(tab: Tab, pin: string): Promise<string> {
	tab.browser.enter();
	return tab.app.work.unlockWithPin(tab.world, pin, quiet);
}

async function wait(tab: Tab): Promise<number | null> {
	tab.browser.enter();
	return tab.app.work.pinWait(tab.world);
}

/** Wrong ones, each as soon as it is allowed. */
async function typeWrong(tab: Tab, times: number): Promise<string[]> {
	const outcomes: string[] = [];
	for (let time = 0; time < times; time += 1) {
		tab.browser.nowMs += (await wait(tab)) ?? 0;
		outcomes.push(await type(tab, WRONG));
	}
	return outcomes;
}

async function pinRow(tab: Tab): Promise<PinRow | undefined> {
	return tab.account.store.read(['account'], (rows) => rows.own('pin'));
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

describe('a locked phone with a PIN', () => {
	test('opens with it, offline and after a new start, and with the passphrase', async () => {
		const { tab } = await withPin();
		await tab.goOffline();
		await tab.lock();
		const again = await tab.browser.openTab();
		await again.start();
		expect(again.app.session.session.phase).toBe('locked');
		expect(await type(again, PIN)).toBe('open');
		expect(again.texts).toEqual(['heron over the reservoir']);
		await again.lock();
		await again.unlock();
		expect(again.app.session.session.phase).toBe('open');
	});

	test('goes on with its session, and sends what waited', async () => {
		const { tab } = await withPin();
		await tab.goOffline();
		await tab.write('waiting');
		await tab.lock();
		tab.browser.network.isReachable = true;
		await type(tab, PIN);
		await tab.settled();
		expect(await pinRow(tab)).toBeDefined();
	});

	test('r10: holds neither the PIN nor a key, and no wrap that the PIN alone opens', async () => {
		const { tab } = await withPin();
		const { keyring, identity } = tab.account;
		const accountKey = keyring.accountKey.slice();
		const row = (await pinRow(tab))!;
		const { profile, salt } = row;
		const kek = await pinKey(await tab.world.derive({ profile, password: pinBytes(PIN), salt }));
		await tab.lock();
		for (const secret of [PIN, accountKey, kek, 'an extractable key']) {
			expect(await holds(tab.browser, secret)).toBe(false);
		}
		const context = pinWrapContext(identity.account, profile, salt);
		await expect(openKey('ak', kek, context, row.wrap.ciphertext)).rejects.toThrow();
	});

	test('does not open with the row of another device', async () => {
		const { server, tab } = await withPin();
		const row = (await pinRow(tab))!;
		const other = await phone(server);
		await other.signIn(PASSPHRASE, 'mara.k');
		await other.account.store.write(['account'], (rows) => {
			rows.putOwn('pin', row);
			return Promise.resolve();
		});
		await other.lock();
		expect(await type(other, PIN)).toBe('gone');
		await tab.lock();
		expect(await type(tab, PIN)).toBe('open');
	});
});

describe('wrong tries', () => {
	test('wait longer and longer; at the tenth the PIN is gone, and the passphrase opens', async () => {
		const { tab } = await withPin();
		await tab.lock();
		const waits: (number | null)[] = [];
		for (let time = 0; time < 9; time += 1) {
			expect(await typeWrong(tab, 1)).toEqual(['wrong']);
			waits.push(await wait(tab));
			if (waits.at(-1) !== 0) expect(await type(tab, PIN)).toBe('waiting');
		}
		const minutes = [0, 0, 0.5, 2, 10, 60, 60, 60, 60];
		expect(waits).toEqual(minutes.map((count) => count * MINUTE_MS));
		expect(await typeWrong(tab, 1)).toEqual(['gone']);
		expect(await wait(tab)).toBeNull();
		tab.browser.nowMs += HOUR_MS;
		expect(await type(tab, PIN)).toBe('gone');
		await tab.unlock();
		expect(tab.app.session.session.phase).toBe('open');
	});

	test('are counted before they are made: killing the app takes none back', async () => {
		const { tab } = await withPin();
		await tab.lock();
		const hangs = { ...tab.world, derive: () => new Promise<never>(quiet) };
		for (let time = 0; time < 3; time += 1) {
			const before = await wait(tab);
			expect(before).toBe(0);
			void tab.app.work.unlockWithPin(hangs, PIN, quiet);
			await tab.until(() => undefined);
		}
		await eventually(async () => {
			expect(await wait(tab)).toBe(MINUTE_MS / 2);
		});
		tab.browser.kill();
		const again = await tab.browser.openTab();
		await again.start();
		expect(await wait(again)).toBe(MINUTE_MS / 2);
		expect(await type(again, PIN)).toBe('waiting');
	});

	test('of two tabs count together', async () => {
		const { tab } = await withPin();
		await tab.lock();
		const other = await tab.browser.openTab();
		await other.start();
		const both = [tab, other, tab, other, other];
		const outcomes = await Promise.all(both.map((each) => type(each, WRONG)));
		expect(outcomes.toSorted()).toEqual(['waiting', 'waiting', 'wrong', 'wrong', 'wrong']);
	});

	test('in the middle of which the app was killed the tenth time leave no PIN', async () => {
		const { tab } = await withPin();
		await tab.lock();
		await typeWrong(tab, 9);
		tab.browser.nowMs += HOUR_MS;
		const hangs = { ...tab.world, derive: () => new Promise<never>(quiet) };
		void tab.app.work.unlockWithPin(hangs, PIN, quiet);
		await eventually(async () => {
			expect(await wait(tab)).toBeNull();
		});
		tab.browser.nowMs += HOUR_MS;
		expect(await type(tab, PIN)).toBe('gone');
	});

	test('are forgotten once it opens, with the PIN or with the passphrase', async () => {
		const { tab } = await withPin();
		for (const open of [() => type(tab, PIN), () => tab.unlock()]) {
			await tab.lock();
			await typeWrong(tab, 2);
			await open();
			expect(await pinRow(tab)).toMatchObject({ tries: 0, triedMs: 0 });
		}
	});

	test('are not forgiven by a clock that is set back', async () => {
		const { tab } = await withPin();
		await tab.lock();
		await typeWrong(tab, 4);
		tab.browser.nowMs -= 24 * HOUR_MS;
		expect(await wait(tab)).toBe(2 * MINUTE_MS);
		expect(await type(tab, PIN)).toBe('waiting');
		tab.browser.nowMs += 2 * MINUTE_MS;
		expect(await type(tab, PIN)).toBe('open');
	});
});

describe('a PIN is set', () => {
	test('only after the passphrase, and not to the first digits that somebody tries', async () => {
		const { tab } = await withPin();
		for (const [passphrase, pin, code] of [
			['not the passphrase', '508261', 'no_match'],
			[PASSPHRASE, '12345', 'bad_pin'],
			[PASSPHRASE, '123456', 'easy_pin']
		] as const) {
			const set = tab.app.work.setPin(tab.world, passphrase, pin, quiet);
			await expect(set).rejects.toMatchObject({ code });
		}
		await tab.lock();
		expect(await type(tab, PIN)).toBe('open');
	});

	test('anew, and then the earlier one opens nothing', async () => {
		const { tab } = await withPin();
		await tab.app.work.setPin(tab.world, PASSPHRASE, '508261', quiet);
		await tab.lock();
		expect(await type(tab, PIN)).toBe('wrong');
		expect(await type(tab, '508261')).toBe('open');
	});
});

describe('a PIN ends', () => {
	test('when it is taken off', async () => {
		const { tab } = await withPin();
		await tab.app.work.removePin();
		await tab.lock();
		expect(await type(tab, PIN)).toBe('gone');
	});

	test('when the passphrase is changed here; twin: a new recovery code leaves it', async () => {
		const { tab } = await withPin();
		await tab.app.work.makeNewRecoveryCode(tab.world, PASSPHRASE, quiet);
		expect(await pinRow(tab)).toBeDefined();
		await tab.app.work.changePassphrase(tab.world, PASSPHRASE, NEXT, quiet);
		expect(await pinRow(tab)).toBeUndefined();
	});

	test('when this phone learns that the passphrase was changed elsewhere', async () => {
		const { server, tab } = await withPin();
		await tab.goOffline();
		const other = await phone(server);
		await other.signIn(PASSPHRASE, 'mara.k');
		await other.app.work.changePassphrase(other.world, PASSPHRASE, NEXT, quiet);
		await tab.lock();
		expect(await type(tab, PIN)).toBe('open');
		tab.goOnline();
		await tab.until(() => {
			expect(tab.app.session.session.phase).toBe('locked');
		});
		expect(await type(tab, PIN)).toBe('gone');
		await tab.unlock(NEXT);
		expect(tab.texts).toEqual(['heron over the reservoir']);
	});

	test('when the passphrase that opened this phone is no longer the server’s', async () => {
		const { server, tab } = await withPin();
		await tab.goOffline();
		const other = await phone(server);
		await other.signIn(PASSPHRASE, 'mara.k');
		await other.app.work.changePassphrase(other.world, PASSPHRASE, NEXT, quiet);
		await tab.lock();
		await tab.unlock();
		tab.goOnline();
		await eventually(async () => {
			expect(await pinRow(tab)).toBeUndefined();
		});
	});

	test('when the account is recovered on this phone', async () => {
		const { tab, recoveryCode } = await withPin();
		const code = recoveryCode.join(' ');
		tab.browser.enter();
		await tab.app.work.recover(tab.world, 'mara.k', code, NEXT, quiet);
		expect(await pinRow(tab)).toBeUndefined();
	});

	test('with the account on this phone, at sign-out', async () => {
		const { tab } = await withPin();
		await tab.app.work.signOut(tab.world, false);
		expect(await wait(tab)).toBeNull();
		expect(await holds(tab.browser, 'pin')).toBe(false);
	});
});

test('isPassphrase says yes or no, offline, and changes nothing', async () => {
	const { tab } = await withPin();
	await tab.goOffline();
	expect(await tab.app.work.isPassphrase(tab.world, PASSPHRASE, quiet)).toBe(true);
	expect(await tab.app.work.isPassphrase(tab.world, 'not the passphrase', quiet)).toBe(false);
	expect(await tab.app.work.isPassphrase(tab.world, 'short', quiet)).toBe(false);
	expect(tab.app.session.session.phase).toBe('open');
});
