/** What is under way when a lock overwrites the keys neither uses nor replaces them (R10). */
import { afterEach, describe, expect, test } from 'vitest';
import { deviceContext, recoveryWrapContext } from '#lib/crypto/contexts.js';
import { ForgottenKeyError, NO_EPOCH, open, seal } from '#lib/crypto/envelope.js';
import { uuidV4 } from '#lib/crypto/ids.js';
import { randomBytes } from '#lib/crypto/primitives.js';
import { openKey, sealKey } from '#lib/crypto/wraps.js';
import { Browser, PASSPHRASE, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

const CONTEXT = deviceContext(uuidV4(), 'drafts', 'a');
const DRAFT = { t: 'draft', v: 1, text: 'heron over the reservoir' };
const browsers: Browser[] = [];

async function signedUp(): Promise<{ server: Server; tab: Tab }> {
	const server = new Server();
	const browser = new Browser(server);
	browsers.push(browser);
	const tab = await browser.openTab();
	await tab.signUp();
	return { server, tab };
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

describe('sealing', () => {
	test('r10: finishes under the key that it began with', async () => {
		const key = randomBytes(32);
		const shared = key.slice();
		const sealing = seal(shared, CONTEXT, DRAFT, NO_EPOCH);
		shared.fill(0);
		expect(await open(key, CONTEXT, await sealing, NO_EPOCH)).toEqual(DRAFT);
	});

	test('r10: does not begin under a forgotten key', async () => {
		const sealing = seal(new Uint8Array(32), CONTEXT, DRAFT, NO_EPOCH);
		await expect(sealing).rejects.toBeInstanceOf(ForgottenKeyError);
	});

	test('wraps a key, and never a forgotten one', async () => {
		const [key, kek, context] = [randomBytes(32), randomBytes(32), recoveryWrapContext(uuidV4())];
		expect(await openKey('ak', kek, context, await sealKey('ak', kek, context, key))).toEqual(key);
		const sealing = sealKey('ak', kek, context, new Uint8Array(32));
		await expect(sealing).rejects.toBeInstanceOf(ForgottenKeyError);
	});
});

describe('a lock in the middle of', () => {
	const next = 'a quite new passphrase';

	test('changing the passphrase leaves the old one, which still opens the account', async () => {
		const { tab, server } = await signedUp();
		const before = server.account('mara').ak_pw;
		const changing = tab.app.work.changePassphrase(tab.world, PASSPHRASE, next, () => undefined);
		const [changed] = await Promise.allSettled([changing, tab.lock()]);
		expect(changed).toMatchObject({ status: 'rejected', reason: { code: 'signed_out' } });
		expect(server.account('mara').ak_pw).toBe(before);
		await tab.unlock();
		expect(tab.app.session.session.phase).toBe('open');
	});

	test('making a recovery code leaves the old one', async () => {
		const { tab, server } = await signedUp();
		const before = server.account('mara').ak_rc;
		const making = tab.app.work.makeNewRecoveryCode(tab.world, PASSPHRASE, () => undefined);
		const [made] = await Promise.allSettled([making, tab.lock()]);
		expect(made).toMatchObject({ status: 'rejected', reason: { code: 'signed_out' } });
		expect(server.account('mara').ak_rc).toBe(before);
	});

	test('nothing: the passphrase changes', async () => {
		const { tab, server } = await signedUp();
		const before = server.account('mara').ak_pw;
		await tab.app.work.changePassphrase(tab.world, PASSPHRASE, next, () => undefined);
		expect(server.account('mara').ak_pw).not.toBe(before);
	});
});
