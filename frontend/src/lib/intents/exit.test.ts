/** Leaving fast (R19, R20): the order of things, and which presses of Shift mean it. */
import { afterEach, beforeEach, describe, expect, test, vi, type Mock } from 'vitest';
import { Browser, type Tab } from '../../../tests/browser';
import { Server } from '../../../tests/server';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let browser: Browser;
let tab: Tab;

beforeEach(async () => {
	browser = new Browser(new Server());
	tab = await browser.openTab();
});

afterEach(() => {
	browser.close();
});

/** The page and its address, as tests/browser.ts gives them. */
const root = () =>
	document.documentElement as unknown as { hidden: boolean; replaceChildren: Mock };
const left = () => (location as unknown as { replace: Mock }).replace;

describe('quick exit', () => {
	test('r19: empties the page before anything else, in the same moment', async () => {
		await tab.signUp();
		tab.app.exit.quickExit();
		expect(root().hidden).toBe(true);
		expect(root().replaceChildren).toHaveBeenCalledWith();
		expect(left()).not.toHaveBeenCalled();
		await tab.until(() => {
			expect(left()).toHaveBeenCalledWith('/measures.html');
		});
	});

	test('r19: locks, offline too, and keeps what was being typed', async () => {
		await tab.signUp();
		await tab.goOffline();
		const id = tab.app.notes.newNoteId();
		tab.app.exit.registerTyping(() => ({ id, title: '', text: 'the last half-second' }));
		tab.app.exit.quickExit();
		await tab.until(() => {
			expect(left()).toHaveBeenCalled();
		});
		const next = await browser.openTab();
		await next.start();
		expect(next.app.session.session.phase).toBe('locked');
		await next.unlock();
		expect((await next.app.notes.readDraft(id))?.text).toBe('the last half-second');
	});

	test('r19: locks at the next start even if this page dies before the database hears of it', async () => {
		await tab.signUp();
		browser.local.set('goldseam-left', '1');
		const next = await browser.openTab();
		await next.start();
		expect(next.app.session.session.phase).toBe('locked');
	});

	test('r10: leaves no invitation behind that somebody was about to answer; nor does a lock', async () => {
		const link = `#1.${'A'.repeat(22)}.${'B'.repeat(22)}`;
		browser.session.set('goldseam-join', link);
		const next = await browser.openTab();
		await next.signUp();
		const { inHand, takeInHand } = await import('#lib/view/in-hand.svelte.js');
		expect(inHand.hash).toBe(link);
		await next.lock();
		expect([inHand.hash, browser.session.size]).toEqual([null, 0]);
		takeInHand(link);
		next.app.exit.quickExit();
		expect([inHand.hash, browser.session.size]).toEqual([null, 0]);
	});

	test('takes the other tabs along', async () => {
		await tab.signUp();
		const other = await browser.openTab();
		await other.start();
		tab.app.exit.quickExit();
		await other.until(() => {
			expect(left()).toHaveBeenCalledTimes(2);
		});
	});

	test('leaves at once where nobody is signed in', () => {
		tab.app.exit.quickExit();
		expect(left()).toHaveBeenCalledWith('/measures.html');
		expect([...browser.local.keys()]).toEqual(['goldseam-left']);
	});
});

describe('shift', () => {
	let nowMs = 0;

	function key(type: 'keydown' | 'keyup', name: string, afterMs = 0): void {
		nowMs += afterMs;
		const event = Object.assign(new Event(type), { key: name, repeat: false });
		Object.defineProperty(event, 'timeStamp', { value: nowMs });
		dispatchEvent(event);
	}

	function press(name: string, afterMs = 100): void {
		key('keydown', name, afterMs);
		key('keyup', name, 50);
	}

	beforeEach(() => {
		tab.app.exit.installExitKeys();
	});

	test('r20: three times leaves', () => {
		press('Shift');
		press('Shift', 4900);
		expect(left()).not.toHaveBeenCalled();
		press('Shift', 4900);
		expect(left()).toHaveBeenCalledTimes(1);
	});

	test('more than five seconds apart does not', () => {
		press('Shift');
		press('Shift');
		press('Shift', 5100);
		expect(left()).not.toHaveBeenCalled();
	});

	test('with another key between does not', () => {
		press('Shift');
		press('Shift');
		press('a');
		press('Shift');
		expect(left()).not.toHaveBeenCalled();
	});

	test('that types capitals does not', () => {
		for (let letter = 0; letter < 4; letter += 1) {
			key('keydown', 'Shift');
			press('A');
			key('keyup', 'Shift');
		}
		expect(left()).not.toHaveBeenCalled();
	});
});
