/** One's own way through a guide: pages that are never lost, and what nobody else ever sees. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Browser, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

let server: Server;
let tab: Tab;
let browsers: Browser[];

beforeEach(async () => {
	server = new Server();
	browsers = [new Browser(server)];
	tab = await browsers[0]!.openTab();
	await tab.signUp();
});

afterEach(() => {
	for (const browser of browsers) browser.close();
});

async function otherPhone(): Promise<Tab> {
	const browser = new Browser(server);
	browsers.push(browser);
	const other = await browser.openTab();
	await other.signIn();
	await other.read();
	return other;
}

const begin = (): Promise<string> => tab.app.talk.startRun('my-limits');
const page = (on: Tab, run: string, step = 'which') => on.talk.findRun(run)?.pages.get(step);
const save = (on: Tab, run: string, text: string, paper = false): Promise<void> =>
	on.app.talk.savePage(run, 'which', { words: { text }, paper });

describe('a run', () => {
	test('moves step by step, and another device goes on where it was left', async () => {
		const run = await begin();
		await tab.app.talk.moveTo(run, 'check');
		await tab.settled();
		const other = await otherPhone();
		expect(other.talk.findRun(run)).toMatchObject({
			guide: 'my-limits',
			step: 'check',
			ended: false
		});
		await other.app.talk.endRun(run);
		await other.settled();
		await tab.read();
		expect(tab.talk.findRun(run)?.ended).toBe(true);
	});

	test('that was moved offline goes out as one version', async () => {
		await tab.goOffline();
		const run = await begin();
		for (const step of ['check', 'which', 'what']) await tab.app.talk.moveTo(run, step);
		const before = server.lines('mara').length;
		tab.goOnline();
		await tab.settled();
		expect(server.lines('mara')).toHaveLength(before + 1);
		expect(tab.talk.findRun(run)?.step).toBe('what');
	});

	test('taken off My side takes its pages with it', async () => {
		const run = await begin();
		await save(tab, run, 'words');
		await tab.settled();
		await tab.app.talk.discardRun(run);
		await tab.settled();
		expect(tab.talk.runs).toEqual([]);
		const bodies = server
			.lines('mara')
			.filter(({ parsed, body }) => parsed.verb === 'item.put' && body);
		const other = await otherPhone();
		expect(other.talk.runs).toEqual([]);
		// The profile, and nothing of the run.
		expect(bodies.length).toBeLessThan(3);
	});

	test('taken off My side brings back no page that is saved after it', async () => {
		const run = await begin();
		await tab.settled();
		await tab.app.talk.keepPage(run, 'which', { text: 'half' });
		await tab.app.talk.discardRun(run);
		await save(tab, run, 'half a sentence');
		await tab.settled();
		expect(tab.account.screens.talk.own.pages).toEqual([]);
		expect(tab.account.pages.all).toEqual([]);
	});
});

describe('a page', () => {
	test('is kept on this phone at each pause, over a lock, and is an item once left', async () => {
		const run = await begin();
		await tab.settled();
		const lines = server.lines('mara').length;
		await tab.app.talk.keepPage(run, 'which', { text: 'half' });
		expect(server.lines('mara')).toHaveLength(lines);
		await tab.lock();
		await tab.unlock();
		expect(page(tab, run)).toMatchObject({ words: { text: 'half' }, onlyHere: true });
		await save(tab, run, 'whole');
		await tab.settled();
		const other = await otherPhone();
		expect(page(other, run)).toMatchObject({
			words: { text: 'whole' },
			onlyHere: false,
			others: []
		});
	});

	test('r19: quick exit keeps the last half-second of it', async () => {
		const run = await begin();
		tab.app.exit.registerTyping(() => ({ id: run, step: 'which', words: { text: 'the last' } }));
		tab.app.exit.quickExit();
		await tab.until(() => {
			expect(
				(location as unknown as { replace: { mock: { calls: unknown[] } } }).replace.mock.calls
			).not.toEqual([]);
		});
		const next = await browsers[0]!.openTab();
		await next.start();
		await next.unlock();
		expect(page(next, run)?.words).toEqual({ text: 'the last' });
	});

	test('done on paper keeps nothing but that', async () => {
		const run = await begin();
		await tab.app.talk.keepPage(run, 'which', { text: 'typed first' });
		await save(tab, run, 'typed first', true);
		await tab.settled();
		const other = await otherPhone();
		expect(page(other, run)).toMatchObject({ paper: true, words: {} });
		expect(tab.account.pages.all).toEqual([]);
	});

	test('written on two devices offline loses no words, and is settled by whoever looks', async () => {
		const run = await begin();
		await save(tab, run, 'before');
		await tab.settled();
		const other = await otherPhone();
		await other.goOffline();
		await save(other, run, 'there');
		await save(tab, run, 'here');
		await tab.settled();
		other.goOnline();
		await other.settled();
		await tab.read();
		expect(page(tab, run)).toMatchObject({ words: { text: 'there' }, others: [{ text: 'here' }] });
		await tab.app.talk.settlePage(run, 'which', { words: { text: 'both' }, paper: false });
		await tab.settled();
		await other.read();
		expect(page(other, run)).toMatchObject({ words: { text: 'both' }, others: [] });
	});

	test('begun on two devices offline loses no words either', async () => {
		const run = await begin();
		await tab.settled();
		const other = await otherPhone();
		await other.goOffline();
		await save(other, run, 'there');
		await save(tab, run, 'here');
		await tab.settled();
		other.goOnline();
		await other.settled();
		await tab.read();
		const { words, others } = page(tab, run) ?? { words: {}, others: [] };
		expect([words, ...others].map(({ text }) => text).sort()).toEqual(['here', 'there']);
		await tab.app.talk.settlePage(run, 'which', { words: { text: 'both' }, paper: false });
		await tab.settled();
		expect(page(tab, run)).toMatchObject({ words: { text: 'both' }, others: [] });
	});

	test('words that were typed before another device wrote do not take their place unseen', async () => {
		const run = await begin();
		await save(tab, run, 'before');
		await tab.settled();
		const other = await otherPhone();
		await tab.app.talk.keepPage(run, 'which', { text: 'typed on top of before' });
		await save(other, run, 'from the other');
		await other.settled();
		await tab.read();
		await save(tab, run, 'typed on top of before');
		await tab.settled();
		expect(page(tab, run)).toMatchObject({
			words: { text: 'typed on top of before' },
			others: [{ text: 'from the other' }]
		});
	});
});

describe('kept for oneself', () => {
	test('lines and closings are on every device', async () => {
		const run = await begin();
		await tab.app.talk.keepLines('my-limits', run, [' I can stop. ', ' ']);
		await tab.app.talk.setClosed({ joint: false, deep: true });
		await tab.settled();
		const other = await otherPhone();
		expect(other.talk.kept).toMatchObject([{ text: 'I can stop.', run }]);
		expect(other.talk.closed).toEqual({ joint: false, deep: true });
		await other.app.talk.letGoOfLine(other.talk.kept[0]?.id ?? '');
		await other.settled();
		await tab.read();
		expect(tab.talk.kept).toEqual([]);
	});
});

describe('a check', () => {
	test('never leaves memory: not to the store, not to the server, and not over a lock', async () => {
		const { talk } = tab;
		const guide = talk.guides.find(({ id }) => id === 'my-limits')!;
		const put: unknown[] = [];
		const { store } = tab.account;
		const write = store.write.bind(store);
		store.write = (tables, work) => {
			put.push(tables);
			return write(tables, work);
		};
		const sent = server.changes.length;
		await tab.app.talk.sayCheck('my-limits', 8);
		expect(talk.situation(guide, 'alone').check).toBe(8);
		expect([put, server.changes.length]).toEqual([[], sent]);
		await tab.lock();
		await tab.unlock();
		expect(talk.situation(guide, 'alone').check).toBeNull();
	});

	test('is about today', async () => {
		const guide = tab.talk.guides.find(({ id }) => id === 'my-limits')!;
		await tab.app.talk.sayCheck('my-limits', 2);
		browsers[0]!.nowMs += 24 * 60 * 60 * 1000;
		expect(tab.talk.situation(guide, 'alone').check).toBeNull();
	});
});
