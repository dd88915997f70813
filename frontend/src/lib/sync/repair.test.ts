/** A server that went back in time (T5), healed from phones that did not, in whatever order. */
import { afterEach, describe, expect, test } from 'vitest';
import { Browser, PASSPHRASE, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

const browsers: Browser[] = [];

async function phone(server: Server): Promise<Tab> {
	const browser = new Browser(server);
	browsers.push(browser);
	return browser.openTab();
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

/** Attentions of one kind, as the screen shows them. */
function asked(tab: Tab, kind: string) {
	return tab.app.sync.sync.attention.filter((attention) => attention.kind === kind);
}

async function untilAsked(tab: Tab, kind: string) {
	await tab.until(() => {
		expect(asked(tab, kind)).toHaveLength(1);
	});
	return asked(tab, kind)[0]!;
}

/** A restore ends every session, so the phone locks; its person opens it again. */
async function comeBack(tab: Tab): Promise<void> {
	tab.account.nudge();
	await tab.until(() => {
		expect(tab.app.session.session.phase).toBe('locked');
	});
	await tab.unlock();
}

/** Two phones of one person: both know 'old', both then know 'lost', the server only 'old'. */
async function twoPhonesAfterLoss() {
	const server = new Server();
	const one = await phone(server);
	await one.signUp();
	await one.write('old');
	await one.settled();
	const backup = server.backup();
	await one.write('lost');
	await one.settled();
	const two = await phone(server);
	await two.signIn();
	await two.read();
	server.restore(backup);
	return { server, one, two, space: one.account.personal.keys.space };
}

describe('a server restored from an older backup', () => {
	test('is noticed, and nothing is sent before a person decides', async () => {
		const { one, server } = await twoPhonesAfterLoss();
		await comeBack(one);
		const lost = await untilAsked(one, 'lost');
		expect(lost).toMatchObject({ items: [{ label: 'lost' }] });
		await one.write('new');
		await one.until(() => {
			expect(one.app.sync.sync.unsent).toBe(1);
		});
		expect(server.lines('mara')).toHaveLength(3);
	});

	test.each(['the phone that wrote', 'the other phone'])(
		'is healed from %s first',
		async (first) => {
			const { one, two, server, space } = await twoPhonesAfterLoss();
			const [healer, other] = first === 'the phone that wrote' ? [one, two] : [two, one];
			await comeBack(healer);
			await untilAsked(healer, 'lost');
			await healer.app.attention.putBack(space);
			await healer.settled();
			expect(asked(healer, 'lost')).toEqual([]);
			await comeBack(other);
			await other.settled();
			expect(asked(other, 'lost')).toEqual([]);
			expect(server.lines('mara').map(({ repaired }) => repaired)).toEqual([
				false,
				false,
				false,
				true
			]);
			for (const tab of [one, two]) expect(tab.texts.toSorted()).toEqual(['lost', 'old']);
		}
	);

	test('is healed by both at once without doubling a line', async () => {
		const { one, two, server, space } = await twoPhonesAfterLoss();
		await comeBack(one);
		await comeBack(two);
		await Promise.all([untilAsked(one, 'lost'), untilAsked(two, 'lost')]);
		await Promise.all([one.app.attention.putBack(space), two.app.attention.putBack(space)]);
		await Promise.all([one.settled(), two.settled()]);
		expect(server.lines('mara')).toHaveLength(4);
	});

	test('a note that was put back says when it was written and when it came again', async () => {
		const { one, server, space } = await twoPhonesAfterLoss();
		server.nowMs += 60_000;
		one.browser.nowMs += 60_000;
		await comeBack(one);
		await untilAsked(one, 'lost');
		await one.app.attention.putBack(space);
		const three = await phone(server);
		three.browser.nowMs += 60_000;
		await three.signIn();
		await three.read();
		const note = three.shown.find(({ text }) => text === 'lost');
		expect(note?.repaired?.arrived).toBe(note!.repaired!.dated + 60_000);
	});
});

describe('a server that lost changes and went on without them', () => {
	async function branched() {
		const all = await twoPhonesAfterLoss();
		const three = await phone(all.server);
		await three.signIn();
		await three.read();
		// A new phone cannot know what is missing, except from the vault; this one goes on.
		await three.write('meanwhile');
		await three.settled();
		return { ...all, three };
	}

	test('shows both branches, and goes on with ours on top of theirs', async () => {
		const { one, server, space } = await branched();
		await comeBack(one);
		const branch = await untilAsked(one, 'branch');
		expect(branch).toMatchObject({ ours: [{ label: 'lost' }], theirs: [{ label: 'meanwhile' }] });
		await one.app.attention.goOnFromHere(space);
		await one.settled();
		expect(asked(one, 'branch')).toEqual([]);
		expect(one.texts.toSorted()).toEqual(['lost', 'meanwhile', 'old']);
		expect(server.lines('mara')).toHaveLength(5);
	});

	test('takes the same lost lines from two phones once', async () => {
		const { one, two, server, space } = await branched();
		for (const tab of [one, two]) {
			await comeBack(tab);
			await untilAsked(tab, 'branch');
			await tab.app.attention.goOnFromHere(space);
			await tab.settled();
		}
		expect(server.lines('mara')).toHaveLength(5);
		expect(two.texts.toSorted()).toEqual(['lost', 'meanwhile', 'old']);
	});

	test('keeps two versions of a note that both branches revised', async () => {
		const server = new Server();
		const one = await phone(server);
		await one.signUp();
		const id = await one.write('old');
		await one.settled();
		const backup = server.backup();
		await one.edit(id, 'ours');
		await one.settled();
		server.restore(backup);
		const two = await phone(server);
		await two.signIn();
		await two.read();
		await two.edit(id, 'theirs');
		await two.settled();
		await comeBack(one);
		await untilAsked(one, 'branch');
		await one.app.attention.goOnFromHere(one.account.personal.keys.space);
		await one.settled();
		const [note] = one.shown;
		expect(note?.versions.map(({ text }) => text).toSorted()).toEqual(['ours', 'theirs']);
		await untilAsked(one, 'two_versions');
	});
});

describe('the vault', () => {
	test('is written back above the highest revision seen, and the passphrase is asked for anew', async () => {
		const server = new Server();
		const one = await phone(server);
		await one.signUp();
		const backup = server.backup();
		await one.account.keeper.writeCursors('now');
		expect(server.account('mara').vault.revision).toBe(2);
		server.restore(backup);
		await comeBack(one);
		await untilAsked(one, 'set_passphrase_again');
		expect(server.account('mara').vault.revision).toBe(3);
		await one.app.work.changePassphrase(
			one.world,
			PASSPHRASE,
			'another long passphrase',
			() => undefined
		);
		expect(asked(one, 'set_passphrase_again')).toEqual([]);
	});

	test('tells a new phone that another one knew more, until the person goes on', async () => {
		const server = new Server();
		const one = await phone(server);
		await one.signUp();
		await one.write('old');
		await one.settled();
		const backup = server.backup();
		await one.write('only the first phone knows');
		await one.settled();
		await one.account.keeper.writeCursors('now');
		const { vault } = server.account('mara');
		server.restore(backup);
		// The vault can be newer than the log: they are different tables of a torn backup.
		server.account('mara').vault = vault;
		const two = await phone(server);
		await two.signIn();
		await untilAsked(two, 'behind');
		await two.write('held back');
		expect(server.lines('mara')).toHaveLength(3);
		await two.app.attention.goOnFromHere(two.account.personal.keys.space);
		await two.settled();
		expect(asked(two, 'behind')).toEqual([]);
		expect(server.lines('mara')).toHaveLength(4);
	});
});

describe('a server that lies', () => {
	test('about a body is not believed: reading stops at the last good line', async () => {
		const server = new Server();
		const one = await phone(server);
		await one.signUp();
		const two = await phone(server);
		await two.signIn();
		await two.read();
		await two.goOffline();
		await one.write('true words');
		await one.settled();
		server.tamper('mara', 3, (line) => ({
			...line,
			body: line.body!.with(100, line.body![100]! ^ 1)
		}));
		two.goOnline();
		await untilAsked(two, 'invalid');
		expect(two.texts).toEqual([]);
		server.tamper('mara', 3, (line) => ({
			...line,
			body: line.body!.with(100, line.body![100]! ^ 1)
		}));
		await two.read();
		expect(asked(two, 'invalid')).toEqual([]);
		expect(two.texts).toEqual(['true words']);
	});
});
