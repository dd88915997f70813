/** A server that answers a sign-in for something else than was asked (T8). */
import { afterEach, describe, expect, test } from 'vitest';
import { Browser, PASSPHRASE, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

const browsers: Browser[] = [];

async function newPhone(server: Server): Promise<Tab> {
	const browser = new Browser(server);
	browsers.push(browser);
	return browser.openTab();
}

async function withAccount(): Promise<{ server: Server; code: string[] }> {
	const server = new Server();
	const code = await (await newPhone(server)).signUp();
	return { server, code };
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

describe('an answer to a sign-in', () => {
	test.each([
		['another login', { login: 'everybody' }],
		['another salt', { salt: 'AAAAAAAAAAAAAAAAAAAAAA' }]
	])('t8: with %s is refused, and nothing is kept', async (_what, change) => {
		const { server } = await withAccount();
		Object.assign(server.account('mara'), change);
		const tab = await newPhone(server);
		await expect(tab.signIn()).rejects.toMatchObject({ code: 'server' });
		const names = (await tab.browser.databases.databases()).map(({ name }) => name);
		expect(names).not.toContain(`goldseam-${server.account('mara').account}`);
	});

	test('t8: with what was asked for is taken', async () => {
		const { server } = await withAccount();
		const tab = await newPhone(server);
		await tab.signIn();
		expect(tab.app.session.session.phase).toBe('open');
	});
});

describe('an answer to a recovery', () => {
	const recover = (tab: Tab, code: readonly string[]) =>
		tab.app.work.recover(tab.world, 'mara', code.join(''), PASSPHRASE, () => undefined);

	test('t8: with another login is refused before anything else is sent', async () => {
		const { server, code } = await withAccount();
		Object.assign(server.account('mara'), { login: 'everybody' });
		const tab = await newPhone(server);
		const before = server.account('mara').ak_pw;
		await expect(recover(tab, code)).rejects.toMatchObject({ code: 'server' });
		expect(server.account('mara').ak_pw).toBe(before);
	});

	test('t8: with what was asked for is taken', async () => {
		const { server, code } = await withAccount();
		const tab = await newPhone(server);
		await recover(tab, code);
		expect(tab.app.session.session.phase).toBe('open');
	});
});
