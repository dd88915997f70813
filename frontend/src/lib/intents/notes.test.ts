/** Notes as a person handles them: drafts, versions, deleting, and taking that back. */
import { afterEach, describe, expect, test } from 'vitest';
import { Browser, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

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

/** One note that two phones revised apart from each other, as the first of them shows it. */
async function withTwoVersions() {
	const { server, tab } = await signedUp();
	const id = await tab.write('before');
	await tab.settled();
	const other = await phone(server);
	await other.signIn();
	await other.read();
	await other.goOffline();
	tab.browser.nowMs += 1000;
	other.browser.nowMs += 2000;
	await other.edit(id, 'from the other');
	await tab.edit(id, 'from this one');
	await tab.settled();
	other.goOnline();
	await other.settled();
	await tab.read();
	return { server, tab, other, id };
}

afterEach(() => {
	for (const browser of browsers.splice(0)) browser.close();
});

const puts = (server: Server) =>
	server.lines('mara').filter(({ parsed }) => parsed.verb === 'item.put');

describe('saving', () => {
	test('nothing new, or nothing at all, writes nothing', async () => {
		const { tab } = await signedUp();
		await tab.goOffline();
		expect(tab.app.sync.sync.unsent).toBe(0);
		await tab.write('   ');
		expect(tab.shown).toEqual([]);
		const id = await tab.write('words');
		expect(tab.app.sync.sync.unsent).toBe(1);
		await tab.edit(id, 'words');
		expect(tab.account.outbox.entries[0]?.row.edition).toBe(1);
	});

	test('a new note leads from the address it was typed under to the one it got', async () => {
		const { tab } = await signedUp();
		const typedUnder = tab.app.notes.newNoteId();
		await tab.app.notes.keepDraft(typedUnder, { title: '', text: 'half' });
		tab.browser.nowMs += 60_000;
		await tab.app.notes.saveNote(typedUnder, { title: '', text: 'whole' });
		const note = tab.app.view.notes.find(typedUnder);
		expect(note?.text).toBe('whole');
		expect(note?.id).not.toBe(typedUnder);
		expect(await tab.app.notes.listDrafts()).toEqual([]);
		await tab.settled();
		const next = await tab.browser.openTab();
		await next.start();
		expect(next.app.view.notes.find(typedUnder)?.text).toBe('whole');
	});

	test('words too long for one item are refused and not kept', async () => {
		const { tab } = await signedUp();
		const id = tab.app.notes.newNoteId();
		const words = { title: '', text: 'x'.repeat(66_000) };
		await expect(tab.app.notes.saveNote(id, words)).rejects.toMatchObject({ code: 'too_long' });
		await expect(tab.app.notes.keepDraft(id, words)).rejects.toMatchObject({ code: 'too_long' });
		expect(tab.shown).toEqual([]);
	});

	test('is refused while locked', async () => {
		const { tab } = await signedUp();
		await tab.lock();
		await expect(tab.write('nobody is here')).rejects.toMatchObject({ code: 'signed_out' });
	});
});

describe('two devices', () => {
	test('that revise the same note apart leave two versions, newest first', async () => {
		const { tab, other } = await withTwoVersions();
		for (const shown of [tab.shown, other.shown]) {
			expect(shown).toHaveLength(1);
			expect(shown[0]?.versions.map(({ text }) => text)).toEqual([
				'from the other',
				'from this one'
			]);
		}
		expect(tab.shown[0]?.versions.map(({ thisDevice }) => thisDevice)).toEqual([false, true]);
	});

	test('agree when one version is chosen', async () => {
		const { tab, other, id } = await withTwoVersions();
		const chosen = tab.shown[0]!.versions[1]!;
		await tab.app.notes.keepOnly(id, chosen.rev);
		await tab.settled();
		await other.read();
		for (const device of [tab, other]) {
			expect(device.shown.map(({ text, versions }) => [text, versions.length])).toEqual([
				['from this one', 1]
			]);
		}
	});

	test('agree when both versions stay, each a note of its own', async () => {
		const { tab, other, id } = await withTwoVersions();
		await tab.app.notes.keepBoth(id);
		await tab.settled();
		await other.read();
		for (const device of [tab, other]) {
			expect(device.texts.toSorted()).toEqual(['from the other', 'from this one']);
			expect(device.shown.every(({ versions }) => versions.length === 1)).toBe(true);
		}
	});

	test('keep what arrived while somebody was typing here', async () => {
		const { server, tab } = await signedUp();
		const id = await tab.write('before');
		await tab.settled();
		const other = await phone(server);
		await other.signIn();
		await other.read();
		await tab.app.notes.readDraft(id);
		const stop = tab.app.exit.registerTyping(() => ({ id, title: '', text: 'typed here' }));
		await other.edit(id, 'arrived meanwhile');
		await other.settled();
		await tab.read();
		stop();
		await tab.app.notes.saveNote(id, { title: '', text: 'typed here' });
		const texts = tab.shown[0]?.versions.map(({ text }) => text);
		expect(texts?.toSorted()).toEqual(['arrived meanwhile', 'typed here']);
	});

	test('revise what arrived before somebody typed here', async () => {
		const { server, tab } = await signedUp();
		const id = await tab.write('before');
		await tab.settled();
		const other = await phone(server);
		await other.signIn();
		await other.read();
		await tab.app.notes.readDraft(id);
		await other.edit(id, 'arrived before');
		await other.settled();
		await tab.read();
		await tab.app.notes.saveNote(id, { title: '', text: 'typed after' });
		expect(tab.shown[0]?.versions.map(({ text }) => text)).toEqual(['typed after']);
	});
});

describe('deleting', () => {
	test('can be undone until it is sent', async () => {
		const { server, tab } = await signedUp();
		const id = await tab.write('stays after all');
		await tab.settled();
		await tab.app.notes.deleteNote(id);
		expect(tab.shown).toEqual([]);
		expect(await tab.app.notes.undoDelete(id)).toBe(true);
		expect(tab.texts).toEqual(['stays after all']);
		await tab.settled();
		expect(server.lines('mara')).toHaveLength(3);
	});

	test('of an unsent note can be undone too', async () => {
		const { tab } = await signedUp();
		await tab.goOffline();
		const id = await tab.write('unsent');
		await tab.app.notes.deleteNote(id);
		expect(await tab.app.notes.undoDelete(id)).toBe(true);
		expect(tab.texts).toEqual(['unsent']);
	});

	test('takes every version’s words off the server, and off the other device', async () => {
		const { server, tab } = await signedUp();
		const id = await tab.write('first');
		await tab.settled();
		await tab.edit(id, 'second');
		await tab.settled();
		const other = await phone(server);
		await other.signIn();
		await other.read();
		await tab.app.notes.deleteNote(id);
		tab.browser.nowMs += 7000;
		tab.account.nudge();
		await tab.settled();
		expect(
			puts(server)
				.slice(1)
				.map(({ body }) => body)
		).toEqual([null, null]);
		await other.read();
		expect(other.shown).toEqual([]);
		const stored = await other.account.personal.lines(3, 4);
		expect(stored.map(({ body }) => body)).toEqual([null, null]);
		expect(await tab.app.notes.undoDelete(id)).toBe(false);
	});

	test('does not take what another device wrote meanwhile', async () => {
		const { server, tab } = await signedUp();
		const id = await tab.write('seen');
		await tab.settled();
		const other = await phone(server);
		await other.signIn();
		await other.read();
		await other.edit(id, 'not seen by the one who deletes');
		await other.settled();
		await tab.goOffline();
		await tab.app.notes.deleteNote(id);
		tab.browser.nowMs += 7000;
		tab.goOnline();
		await tab.settled();
		expect(tab.texts).toEqual(['not seen by the one who deletes']);
	});
});
