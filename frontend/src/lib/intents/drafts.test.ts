/** Drafts of either kind: one person's alone, on every phone of theirs, and never lost between two. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { draftOf } from '../../../tests/agreeing';
import type { Tab } from '../../../tests/browser';
import { bothKnow, secondPhone, together, type Couple } from '../../../tests/couple';

interface Kind {
	begin(tab: Tab, text: string): Promise<string>;
	keep(tab: Tab, id: string, text: string): Promise<unknown>;
	save(tab: Tab, id: string, text: string): Promise<void>;
	discard(tab: Tab, id: string): Promise<void>;
	keepBoth(tab: Tab, id: string): Promise<void>;
	handOn(tab: Tab, id: string, text: string): Promise<unknown>;
	/** What every draft says, and what was written apart from it. */
	texts(tab: Tab): (string | string[])[][];
	textOf(tab: Tab, id: string): string | undefined;
	idOf(tab: Tab): string;
	/** What stands on the table. */
	given(tab: Tab): number;
}

const thanks = (did: string) => ({ did, changed: '', shows: '', about: 'ordinary' as const });
const blank = (what: string) => draftOf(what, { title: what });

const kinds: Record<string, Kind> = {
	'of thanks': {
		async begin(tab, text) {
			const id = tab.app.thanks.newThanksId();
			await tab.app.thanks.keepThanksDraft(id, thanks(text));
			return id;
		},
		keep: (tab, id, text) => tab.app.thanks.keepThanksDraft(id, thanks(text)),
		save: (tab, id, text) => tab.app.thanks.saveThanksDraft(id, thanks(text)),
		discard: (tab, id) => tab.app.thanks.discardThanksDraft(id),
		keepBoth: (tab, id) => tab.app.thanks.keepBothThanks(id),
		handOn: (tab, id, text) => tab.app.thanks.giveThanks(id, thanks(text)),
		texts: (tab) => tab.thanks.drafts.map(({ did, others }) => [did, others.map((one) => one.did)]),
		textOf: (tab, id) => tab.thanks.findDraft(id)?.did,
		idOf: (tab) => tab.thanks.drafts[0]?.id ?? '',
		given: (tab) => tab.thanks.all.length
	},
	'of an agreement': {
		begin: (tab, text) => tab.app.agreements.startDraft(blank(text)),
		keep: (tab, id, text) => tab.app.agreements.keepDraft(id, blank(text)),
		save: (tab, id, text) => tab.app.agreements.saveDraft(id, blank(text)),
		discard: (tab, id) => tab.app.agreements.discardDraft(id),
		keepBoth: (tab, id) => tab.app.agreements.keepBothDrafts(id),
		handOn: (tab, id, text) => tab.app.agreements.shareDraft(id, blank(text)),
		texts: (tab) =>
			tab.agreements.drafts.map(({ what, others }) => [what, others.map((one) => one.what)]),
		textOf: (tab, id) => tab.agreements.findDraft(id)?.what,
		idOf: (tab) => tab.agreements.drafts[0]?.id ?? '',
		given: (tab) => tab.agreements.all.length
	}
};

let couple: Couple;
let nadia: Tab;
const ends: (() => void)[] = [];

beforeEach(async () => {
	couple = await together();
	({ nadia } = couple);
	ends.push(() => {
		couple.close();
	});
});

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

async function otherPhone(): Promise<Tab> {
	const tab = await secondPhone(couple, 'nadia');
	ends.push(() => {
		tab.browser.close();
	});
	return tab;
}

/** Kept as `before`, then written on two phones apart: `there` was sent first. Gives the first id. */
async function writtenApart(kind: Kind): Promise<string> {
	const id = await kind.begin(nadia, 'before');
	await kind.save(nadia, id, 'before');
	await nadia.settled();
	const other = await otherPhone();
	await nadia.goOffline();
	await kind.save(nadia, id, 'here');
	await kind.save(other, kind.idOf(other), 'there');
	await other.settled();
	nadia.goOnline();
	await nadia.settled();
	await nadia.read('nadia');
	return id;
}

describe.each(Object.entries(kinds))('a draft %s', (_name, kind) => {
	test('that two devices changed shows what each of them wrote', async () => {
		const id = await writtenApart(kind);
		expect(kind.texts(nadia)).toEqual([['here', ['there']]]);
		expect(kind.textOf(nadia, id)).toBe('here');
	});

	test('that another device changed while it was typed stays one, with both words', async () => {
		const id = await kind.begin(nadia, 'before');
		await kind.save(nadia, id, 'before');
		await nadia.settled();
		const kept = kind.idOf(nadia);
		const other = await otherPhone();
		await kind.keep(nadia, id, 'here');
		await kind.save(other, kept, 'there');
		await other.settled();
		await nadia.read('nadia');
		expect(kind.texts(nadia)).toEqual([['here', ['there']]]);
		await kind.save(nadia, id, 'here');
		await nadia.settled();
		expect(kind.texts(nadia)).toEqual([['here', ['there']]]);
		expect(kind.textOf(nadia, kept)).toBe('here');
	});

	test('takes over what another device wrote, and nothing is apart any more', async () => {
		const id = await writtenApart(kind);
		await kind.save(nadia, id, 'there');
		await nadia.settled();
		expect(kind.texts(nadia)).toEqual([['there', []]]);
	});

	test('is kept beside what another device wrote, each as a draft of its own', async () => {
		const id = await writtenApart(kind);
		await kind.keep(nadia, id, 'here and more');
		await kind.keepBoth(nadia, id);
		await nadia.settled();
		const other = await otherPhone();
		for (const tab of [nadia, other]) {
			expect(kind.texts(tab)).toHaveLength(2);
			expect(kind.texts(tab)).toContainEqual(['here and more', []]);
			expect(kind.texts(tab)).toContainEqual(['there', []]);
		}
		expect(kind.textOf(nadia, id)).toBe('here and more');
	});

	test('leaves what another device wrote as a draft of its own when it is handed on', async () => {
		const id = await writtenApart(kind);
		await kind.handOn(nadia, id, 'here');
		await bothKnow(couple);
		expect(kind.texts(nadia)).toEqual([['there', []]]);
		expect(kind.given(couple.elias)).toBe(1);
	});

	test('leaves nothing where it is handed on in the words of the other device', async () => {
		const id = await writtenApart(kind);
		await kind.keep(nadia, id, 'there');
		await kind.handOn(nadia, id, 'there');
		await bothKnow(couple);
		expect(kind.texts(nadia)).toEqual([]);
	});

	test('leaves what another device wrote while it was typed, too', async () => {
		const id = await kind.begin(nadia, 'before');
		await kind.save(nadia, id, 'before');
		await nadia.settled();
		const other = await otherPhone();
		await kind.keep(nadia, id, 'here');
		await kind.save(other, kind.idOf(other), 'there');
		await other.settled();
		await nadia.read('nadia');
		await kind.handOn(nadia, id, 'here');
		await bothKnow(couple);
		expect(kind.texts(nadia)).toEqual([['there', []]]);
	});

	test('leaves what another device wrote as a draft of its own when it is deleted', async () => {
		const id = await writtenApart(kind);
		await kind.discard(nadia, id);
		await nadia.settled();
		expect(kind.texts(nadia)).toEqual([['there', []]]);
	});

	test('that was emptied is let go of, on every phone', async () => {
		const id = await kind.begin(nadia, 'before');
		await kind.save(nadia, id, 'before');
		await nadia.settled();
		await kind.save(nadia, id, '');
		await nadia.settled();
		expect(kind.texts(nadia)).toEqual([]);
		const other = await otherPhone();
		expect(kind.texts(other)).toEqual([]);
	});

	test('that was never sent leaves nothing behind when it is handed on', async () => {
		const lines = couple.server.lines('nadia').length;
		await nadia.goOffline();
		const id = await kind.begin(nadia, 'here');
		await kind.save(nadia, id, 'here');
		await kind.handOn(nadia, id, 'here');
		nadia.goOnline();
		await bothKnow(couple);
		expect(couple.server.lines('nadia')).toHaveLength(lines);
		expect(kind.given(couple.elias)).toBe(1);
	});

	test('is handed on with its draft or not at all', async () => {
		const id = await kind.begin(nadia, 'here');
		const { store } = nadia.account;
		const write = store.write.bind(store);
		store.write = (tables, work) => {
			if (tables.includes('drafts')) return Promise.reject(new DOMException('full'));
			return write(tables, work);
		};
		await expect(kind.handOn(nadia, id, 'here')).rejects.toMatchObject({ code: 'storage' });
		expect([nadia.account.outbox.size, kind.texts(nadia)]).toEqual([0, [['here', []]]]);
		store.write = write;
		await kind.handOn(nadia, id, 'here');
		await bothKnow(couple);
		expect([kind.given(couple.elias), kind.texts(nadia)]).toEqual([1, []]);
	});

	test('shows in another tab what was typed last', async () => {
		const id = await kind.begin(nadia, 'first');
		const tab = await nadia.browser.openTab();
		await tab.start();
		await kind.keep(nadia, id, 'second');
		await tab.until(() => {
			expect(kind.textOf(tab, id)).toBe('second');
		});
		await kind.discard(nadia, id);
		await tab.until(() => {
			expect(kind.texts(tab)).toEqual([]);
		});
	});
});
