/** What becomes of words between this phone and the server: sent once, in order, whatever is lost. */
import { afterEach, describe, expect, test } from 'vitest';
import { equalBytes } from '#lib/crypto/canonical.js';
import { Browser, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

const MINUTE_MS = 60_000;
const browsers: Browser[] = [];

async function phone(server: Server): Promise<Tab> {
	const browser = new Browser(server);
	browsers.push(browser);
	return browser.openTab();
}

async function signedUp(): Promise<{ server: Server; tab: Tab }> {
	const server = new Server();
	const tab = await phone(server);
	await tab.signUp();
	return { server, tab };
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

/** Versions on the server, without the profile that sign-up wrote. */
const versions = (server: Server) =>
	server.lines('mara').filter(({ parsed: { verb, seq } }) => verb === 'item.put' && seq > 2);

describe('a note', () => {
	test('is on this phone at once, and no longer only here when the log has it', async () => {
		const { tab, server } = await signedUp();
		await tab.write('a quiet evening');
		expect(tab.shown.map(({ text, onlyHere }) => [text, onlyHere])).toEqual([
			['a quiet evening', true]
		]);
		await tab.settled();
		expect(tab.shown.map(({ onlyHere }) => onlyHere)).toEqual([false]);
		expect(versions(server)).toHaveLength(1);
	});

	test.each(['lose_request', 'lose_reply'] as const)(
		'is sent once over a network that can %s',
		async (fault) => {
			const { tab, server } = await signedUp();
			server.failNext(fault);
			await tab.write('once');
			tab.goOnline();
			await tab.settled();
			expect(versions(server)).toHaveLength(1);
			expect(tab.texts).toEqual(['once']);
		}
	);

	test('keeps its bytes for a place until they are answered', async () => {
		const { tab, server } = await signedUp();
		server.failNext('lose_request');
		await tab.goOffline();
		await tab.write('the same bytes');
		tab.goOnline();
		await tab.until(() => {
			expect(tab.account.outbox.entries[0]?.row.signed).not.toBeNull();
		});
		const signed = tab.account.outbox.entries[0]?.row.signed;
		tab.goOnline();
		await tab.settled();
		expect(equalBytes(signed!.event, versions(server)[0]!.event)).toBe(true);
	});

	test('is signed again where another device was first', async () => {
		const { tab, server } = await signedUp();
		const other = await phone(server);
		await other.signIn();
		await other.read();
		await other.goOffline();
		await other.write('from the other');
		await tab.write('from here');
		await tab.settled();
		other.goOnline();
		await other.settled();
		expect(versions(server).map(({ parsed }) => parsed.seq)).toEqual([3, 4]);
		expect(other.texts.toSorted()).toEqual(['from here', 'from the other']);
	});

	test('is sent by one of two tabs that both try', async () => {
		const { tab, server } = await signedUp();
		const second = await tab.browser.openTab();
		second.world.locks = undefined;
		await second.start();
		await tab.write('one of two');
		await second.until(() => {
			expect(second.shown.map(({ text, onlyHere }) => [text, onlyHere])).toEqual([
				['one of two', false]
			]);
		});
		await tab.settled();
		expect(versions(server)).toHaveLength(1);
	});
});

describe('what waits', () => {
	test('goes out in order, at most twenty at once', async () => {
		const { tab, server } = await signedUp();
		await tab.goOffline();
		for (let count = 1; count <= 23; count += 1) await tab.write(`note ${count}`);
		const order = tab.account.outbox.entries.map(({ row }) => row.id);
		tab.goOnline();
		await tab.settled();
		expect(versions(server).map(({ parsed }) => parsed.eventId)).toEqual(order);
		expect(server.appends.at(-2)).toHaveLength(20);
	});

	test('of one note is one version with the last words, if none was posted', async () => {
		const { tab, server } = await signedUp();
		await tab.goOffline();
		const id = await tab.write('first');
		await tab.edit(id, 'second');
		await tab.edit(id, 'third');
		tab.goOnline();
		await tab.settled();
		expect(versions(server)).toHaveLength(1);
		expect(tab.texts).toEqual(['third']);
	});

	test('is not changed any more once it may have arrived', async () => {
		const { tab, server } = await signedUp();
		server.failNext('lose_reply_and_network');
		const id = await tab.write('first');
		await tab.until(() => {
			expect(tab.browser.network.isReachable).toBe(false);
		});
		await tab.edit(id, 'second');
		tab.goOnline();
		await tab.settled();
		expect(versions(server)).toHaveLength(2);
		expect(tab.shown.map(({ text, versions: all }) => [text, all.length])).toEqual([['second', 1]]);
	});

	test('is free again when the log has passed its place without it', async () => {
		const { tab, server } = await signedUp();
		const other = await phone(server);
		await other.signIn();
		server.failNext('lose_request');
		const id = await tab.write('never arrived');
		await tab.until(() => {
			expect(tab.account.outbox.entries[0]?.row.perhapsSent).toBe(true);
		});
		await tab.goOffline();
		await other.write('took its place');
		await other.settled();
		expect(await tab.account.outbox.cancel([tab.account.outbox.entries[0]!.row.id])).toBe(false);
		tab.goOnline();
		await tab.settled();
		expect(tab.app.view.notes.find(id)?.text).toBe('never arrived');
		expect(versions(server)).toHaveLength(2);
	});

	test('and was deleted before it was sent leaves nothing on the server', async () => {
		const { tab, server } = await signedUp();
		await tab.goOffline();
		const id = await tab.write('not for long');
		await tab.app.notes.deleteNote(id);
		expect(tab.shown).toEqual([]);
		tab.goOnline();
		await tab.settled();
		expect(versions(server)).toHaveLength(0);
	});
});

describe('a refusal', () => {
	test('keeps the words under "needs you", and the others still go', async () => {
		const { tab, server } = await signedUp();
		await tab.goOffline();
		await tab.write('refused words');
		await tab.write('other words');
		server.refuseNext({ status: 422, code: 'stale' }, { status: 422, code: 'stale' });
		tab.goOnline();
		await tab.until(() => {
			expect(versions(server)).toHaveLength(1);
		});
		await tab.read();
		const [attention] = tab.app.sync.sync.attention;
		expect(attention).toMatchObject({ kind: 'refused', code: 'stale', text: 'refused words' });
		expect(tab.texts).toEqual(['other words']);
	});

	test('can become a note of its own, or be forgotten', async () => {
		const { tab, server } = await signedUp();
		server.refuseNext({ status: 422, code: 'stale' }, { status: 422, code: 'stale' });
		await tab.write('one');
		await tab.until(() => {
			expect(tab.app.sync.sync.attention).toHaveLength(1);
		});
		const [first] = tab.account.outbox.entries;
		await tab.app.attention.keepInMySide(first!.row.id);
		await tab.until(() => {
			expect(tab.app.sync.sync.attention).toHaveLength(1);
		});
		await tab.app.attention.forget(tab.account.outbox.entries[0]!.row.id);
		await tab.settled();
		expect(tab.app.sync.sync.attention).toEqual([]);
		expect(versions(server)).toHaveLength(0);
	});
});

describe('clocks', () => {
	test('six minutes off are reported, and nothing is lost or dated by the server', async () => {
		const { tab, server } = await signedUp();
		tab.browser.nowMs += 6 * MINUTE_MS;
		await tab.write('from the future');
		await tab.until(() => {
			expect(tab.app.sync.sync.wrongClock).toBe(true);
		});
		expect(versions(server)).toHaveLength(0);
		expect(tab.texts).toEqual(['from the future']);
	});

	test('four minutes off are nobody’s business', async () => {
		const { tab, server } = await signedUp();
		tab.browser.nowMs += 4 * MINUTE_MS;
		await tab.write('a little fast');
		await tab.settled();
		expect(tab.app.sync.sync.wrongClock).toBe(false);
		expect(versions(server)).toHaveLength(1);
	});

	test('a note whose bytes grew old is signed for the same place again, under the same id', async () => {
		const { tab, server } = await signedUp();
		server.failNext('lose_request');
		await tab.write('late');
		await tab.until(() => {
			expect(tab.account.outbox.entries[0]?.row.perhapsSent).toBe(true);
		});
		const before = tab.account.outbox.entries[0]!.row;
		tab.browser.nowMs += 10 * MINUTE_MS;
		server.nowMs += 10 * MINUTE_MS;
		tab.goOnline();
		await tab.settled();
		const [stored] = versions(server);
		expect(stored?.parsed).toMatchObject({ eventId: before.id, seq: before.signed?.seq });
		expect(stored?.parsed.atMs).toBe(tab.browser.nowMs);
	});

	test('behind the last event’s date, the date is that one', async () => {
		const { tab, server } = await signedUp();
		const other = await phone(server);
		other.browser.nowMs += 3 * MINUTE_MS;
		await other.signIn();
		await other.write('from a fast clock');
		await other.settled();
		await tab.read();
		await tab.write('from a slower one');
		await tab.settled();
		const [first, second] = versions(server);
		expect(second?.parsed.atMs).toBe(first?.parsed.atMs);
	});
});
