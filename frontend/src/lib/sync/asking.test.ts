/** The passphrase is asked for after 3, 14 and 45 days, once each, on all devices together. */
import { afterEach, describe, expect, test } from 'vitest';
import { composeAsking, dueAsk } from '#lib/view/asking.js';
import { Browser, PASSPHRASE, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

const DAY_MS = 24 * 60 * 60 * 1000;
const NEXT = 'a quite new passphrase';
const browsers: Browser[] = [];
const quiet = (): void => undefined;

async function phone(server: Server): Promise<Tab> {
	const browser = new Browser(server);
	browsers.push(browser);
	return browser.openTab();
}

function due(tab: Tab): number | null {
	const asking = composeAsking(tab.account.screens.ownPlace);
	return asking && dueAsk(asking, tab.browser.nowMs);
}

/** Open since the beginning, and so never asked at a lock. */
async function afterDays(days: number): Promise<{ server: Server; tab: Tab }> {
	const server = new Server();
	const tab = await phone(server);
	await tab.signUp('mara.k');
	tab.browser.nowMs += days * DAY_MS;
	server.nowMs = tab.browser.nowMs;
	return { server, tab };
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

describe('an asking that is due', () => {
	test('is over once the passphrase was typed, and comes back on its next day', async () => {
		const { tab } = await afterDays(3);
		expect(due(tab)).toBe(3);
		expect(await tab.app.work.isPassphrase(tab.world, 'not the passphrase', quiet)).toBe(false);
		expect(due(tab)).toBe(3);
		expect(await tab.app.work.isPassphrase(tab.world, PASSPHRASE, quiet)).toBe(true);
		expect(due(tab)).toBeNull();
		tab.browser.nowMs += 11 * DAY_MS;
		expect(due(tab)).toBe(14);
	});

	test('is over on every device once it was put away on one, offline too', async () => {
		const { server, tab } = await afterDays(0);
		const other = await phone(server);
		await other.signIn(PASSPHRASE, 'mara.k');
		await other.settled();
		server.nowMs += 3 * DAY_MS;
		tab.browser.nowMs = other.browser.nowMs = server.nowMs;
		expect(due(other)).toBe(3);
		await tab.goOffline();
		const { markAsked } = await import('./asking');
		await markAsked(tab.account);
		expect(due(tab)).toBeNull();
		tab.goOnline();
		await tab.settled();
		await other.read('mara.k');
		expect(due(other)).toBeNull();
	});

	test('is over on a phone that has just been signed in on with the passphrase', async () => {
		const { server, tab } = await afterDays(3);
		const other = await phone(server);
		other.browser.nowMs = server.nowMs;
		await other.signIn(PASSPHRASE, 'mara.k');
		await other.until(() => {
			expect(other.account.outbox.size + other.account.personal.chain.seq).toBeGreaterThan(2);
		});
		await other.settled();
		await tab.read('mara.k');
		expect(due(tab)).toBeNull();
	});

	test('is over when the passphrase opened the lock; twin: with a PIN it stays', async () => {
		const { tab } = await afterDays(2);
		await tab.app.work.setPin(tab.world, PASSPHRASE, '073914', quiet);
		tab.browser.nowMs += DAY_MS;
		await tab.lock();
		tab.browser.enter();
		await tab.app.work.unlockWithPin(tab.world, '073914', quiet);
		expect(due(tab)).toBe(3);
		await tab.lock();
		await tab.unlock();
		expect(due(tab)).toBeNull();
	});
});

test('a new passphrase begins its days anew', async () => {
	const { tab } = await afterDays(100);
	expect(due(tab)).toBe(45);
	await tab.app.work.changePassphrase(tab.world, PASSPHRASE, NEXT, quiet);
	expect(due(tab)).toBeNull();
	tab.browser.nowMs += 3 * DAY_MS;
	expect(due(tab)).toBe(3);
});
