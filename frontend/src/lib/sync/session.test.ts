/** Coming in, being sent away, and what stays on the phone then (protocol.md §8, §11). */
import { afterEach, describe, expect, test } from 'vitest';
import { Browser, eventually, PASSPHRASE, type Tab } from '../../../tests/browser';
import { holds } from '../../../tests/disk';
import { Server } from '../../../tests/server';

const browsers: Browser[] = [];
const quiet = () => undefined;

async function phone(server: Server): Promise<Tab> {
	const browser = new Browser(server);
	browsers.push(browser);
	return browser.openTab();
}

async function signedUp(): Promise<{ server: Server; tab: Tab; code: string[] }> {
	const server = new Server();
	const tab = await phone(server);
	const code = await tab.signUp();
	return { server, tab, code };
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

const phase = (tab: Tab) => tab.app.session.session.phase;

describe('signing up', () => {
	test('whose answer was lost is finished by trying again, with one account', async () => {
		const server = new Server();
		const tab = await phone(server);
		const answers = tab.world.api.createAccount.bind(tab.world.api);
		let isLost = false;
		tab.world.api.createAccount = async (request) => {
			const state = await answers(request);
			if (isLost) return state;
			isLost = true;
			const { AppError } = await import('./app-error');
			throw new AppError('offline');
		};
		await expect(tab.signUp()).rejects.toMatchObject({ code: 'offline' });
		await tab.signUp();
		expect(phase(tab)).toBe('open');
		await tab.write('the first note');
		await tab.settled();
		expect(server.lines('mara')).toHaveLength(3);
	});

	test('with a login that somebody has is refused', async () => {
		const { server } = await signedUp();
		const other = await phone(server);
		await expect(other.signUp()).rejects.toMatchObject({ code: 'login_taken' });
	});

	test.each([
		['bad_login', { login: 'no spaces' }],
		['bad_name', { name: '\u202e' }],
		['bad_passphrase_length', { passphrase: 'short' }]
	])('is refused for %s before anything is sent', async (code, change) => {
		const tab = await phone(new Server());
		tab.browser.network.isReachable = false;
		const input = { name: 'Mara', glaze: 'moss', login: 'mara', passphrase: PASSPHRASE } as const;
		const trying = tab.app.work.signUp(tab.world, { ...input, invitation: null, ...change }, quiet);
		await expect(trying).rejects.toMatchObject({ code });
	});
});

describe('a session', () => {
	test('that merely ended locks the phone, and the passphrase renews it', async () => {
		const { server, tab } = await signedUp();
		await tab.write('still here');
		await tab.settled();
		server.expireAll();
		tab.account.nudge();
		await tab.until(() => {
			expect(phase(tab)).toBe('locked');
		});
		await tab.unlock();
		await tab.settled();
		expect(tab.texts).toEqual(['still here']);
	});

	test('that was revoked empties the phone', async () => {
		const { server, tab } = await signedUp();
		await tab.write('gone with the rest');
		await tab.settled();
		server.revokeAll();
		tab.account.nudge();
		await tab.until(() => {
			expect(tab.app.session.session).toMatchObject({ phase: 'signed_out', notice: 'ended' });
		});
		await eventually(async () => {
			const names = (await tab.browser.databases.databases()).map(({ name }) => name);
			expect(names).toEqual(['goldseam-device']);
		});
	});

	test('of a server that takes an earlier passphrase is renewed with that one', async () => {
		const { server, tab } = await signedUp();
		const backup = server.backup();
		const next = 'a quite new passphrase';
		await tab.app.work.changePassphrase(tab.world, PASSPHRASE, next, quiet);
		server.restore(backup);
		await tab.lock();
		await tab.unlock(next);
		await tab.until(() => {
			expect(tab.app.sync.sync.attention).toEqual([{ kind: 'sign_in_again' }]);
		});
		expect(phase(tab)).toBe('open');
		await tab.app.work.signInAgain(tab.world, PASSPHRASE, quiet);
		await tab.settled();
		expect(tab.app.sync.sync.attention).toEqual([]);
	});
});

describe('signing in', () => {
	test('on a phone that still has the account keeps what waits there', async () => {
		const { tab } = await signedUp();
		await tab.goOffline();
		await tab.write('written before');
		await tab.lock();
		await tab.app.work.leaveAccountHere();
		expect(phase(tab)).toBe('signed_out');
		tab.browser.network.isReachable = true;
		await tab.signIn();
		await tab.settled();
		expect(tab.texts).toEqual(['written before']);
		expect(tab.browser.server.lines('mara')).toHaveLength(3);
	});

	test('offline opens an account that is on this phone, and none that is not', async () => {
		const { tab } = await signedUp();
		await tab.goOffline();
		await tab.lock();
		await tab.app.work.leaveAccountHere();
		await expect(tab.signIn(PASSPHRASE, 'somebody')).rejects.toMatchObject({ code: 'offline' });
		await tab.signIn();
		expect(phase(tab)).toBe('open');
	});

	test('t8: with a profile that this app does not know stops before anything is sent', async () => {
		const { server } = await signedUp();
		const other = await phone(server);
		const asked: string[] = [];
		const salts = other.world.api.salts.bind(other.world.api);
		other.world.api.salts = async (login) => ({ ...(await salts(login)), profile: 2 });
		other.world.api.signIn = (login) => {
			asked.push(login);
			return Promise.reject(new Error('must not be asked'));
		};
		await expect(other.signIn()).rejects.toMatchObject({ code: 'unknown_profile' });
		expect(asked).toEqual([]);
	});
});

describe('the recovery code', () => {
	test('opens the account with a new passphrase and gives way to a new code', async () => {
		const { server, tab, code } = await signedUp();
		await tab.write('found again');
		await tab.settled();
		const other = await phone(server);
		const next = 'a quite new passphrase';
		const made = await other.app.work.recover(other.world, 'mara', code.join('-'), next, quiet);
		await other.settled();
		await other.read();
		expect(other.texts).toEqual(['found again']);
		const again = other.app.work.recover(other.world, 'mara', code.join(' '), next, quiet);
		await expect(again).rejects.toMatchObject({ code: 'no_match' });
		const last = await phone(server);
		await last.app.work.recover(last.world, 'mara', made.recoveryCode.join(''), next, quiet);
		expect(phase(last)).toBe('open');
	});

	test('with a slip of the pen is not sent', async () => {
		const { tab, code } = await signedUp();
		await tab.goOffline();
		const slipped = [
			...code.slice(0, 8),
			code[8]!.slice(0, 3) + (code[8]!.endsWith('0') ? '1' : '0')
		];
		const trying = tab.app.work.recover(tab.world, 'mara', slipped.join(''), PASSPHRASE, quiet);
		await expect(trying).rejects.toMatchObject({ code: 'bad_code' });
	});

	test('typed back in part is known in this visit and forgotten at lock', async () => {
		const { tab, code } = await signedUp();
		const typed = [0, 4, 8].map((index) => ({ index, text: ` ${code[index]!.toLowerCase()} ` }));
		expect(tab.app.work.matchesCode(typed)).toBe(true);
		expect(tab.app.work.matchesCode([{ index: 1, text: code[0]! }])).toBe(false);
		await tab.lock();
		expect(tab.app.work.matchesCode(typed)).toBe(false);
	});
});

describe('leaving', () => {
	test('with unsent words asks first, and giving them up empties the phone', async () => {
		const { tab } = await signedUp();
		await tab.goOffline();
		Object.assign(navigator, { onLine: false });
		await tab.write('unsent words');
		await expect(tab.app.work.signOut(tab.world, false)).rejects.toMatchObject({ code: 'unsent' });
		expect(phase(tab)).toBe('open');
		await tab.app.work.signOut(tab.world, true);
		expect(phase(tab)).toBe('signed_out');
		expect(await holds(tab.browser, tab.browser.server.account('mara').account)).toBe(false);
	});

	test('with a draft asks first', async () => {
		const { tab } = await signedUp();
		await tab.app.notes.keepDraft(tab.app.notes.newNoteId(), { title: '', text: 'half a thought' });
		await expect(tab.app.work.signOut(tab.world, false)).rejects.toMatchObject({ code: 'unsent' });
	});

	test('r15: deleting the account needs the passphrase and leaves nothing here', async () => {
		const { tab, server } = await signedUp();
		const wrong = tab.app.work.deleteAccount(tab.world, 'not the passphrase', quiet);
		await expect(wrong).rejects.toMatchObject({ code: 'no_match' });
		const remains = await tab.app.work.deleteAccount(tab.world, PASSPHRASE, quiet);
		expect(remains).toEqual({ backupDays: 30, markDays: 90 });
		expect(server.backup().accounts).toEqual([]);
		expect(phase(tab)).toBe('signed_out');
	});
});
