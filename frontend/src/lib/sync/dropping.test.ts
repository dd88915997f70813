/** Typed words that are let go of: first from the phone, then from memory. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseId, uuidV4, type ObjectId } from '#lib/crypto/ids.js';
import { Browser, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

let browser: Browser;
let tab: Tab;

beforeEach(async () => {
	browser = new Browser(new Server());
	tab = await browser.openTab();
	await tab.signUp();
});

afterEach(() => {
	browser.close();
});

test('words of every kind stay where the phone cannot let go of them', async () => {
	const { answers, drafts, pages, store } = tab.account;
	const id = parseId<ObjectId>(uuidV4());
	await drafts.keep(id, { title: '', text: 'a note' }, null);
	await answers.keep(parseId<ObjectId>(uuidV4()), 'a line');
	await pages.keep(id, 'step', { text: 'a page' }, null);
	const [[answered] = []] = answers.all;
	store.write = () => Promise.reject(new DOMException('full'));
	const letGo = [drafts.drop(id), answers.drop(answered ?? id), pages.drop(id, 'step')];
	const outcomes = await Promise.allSettled(letGo);
	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
	expect(drafts.find(id)?.text).toBe('a note');
	expect(answers.all.size).toBe(1);
	expect(pages.find(id, 'step')?.words).toEqual({ text: 'a page' });
});
