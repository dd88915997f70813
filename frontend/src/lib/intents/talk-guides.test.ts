/** Guides that do not arrive: an old tab after a release, or a first visit without a connection. */
import type { GuideBundle } from '#lib/talk/guide.js';
import { expect, test, vi } from 'vitest';
import { Browser } from '../../../tests/browser';
import { Server } from '../../../tests/server';

const loadGuides = vi.hoisted(() => vi.fn<() => Promise<GuideBundle>>());
vi.mock('#lib/talk/load.js', () => ({ loadGuides }));

test('are said to have failed, until they come', async () => {
	loadGuides.mockRejectedValue(new TypeError('no such file'));
	const browser = new Browser(new Server());
	const tab = await browser.openTab();
	await tab.signUp();
	await tab.until(() => {
		expect(tab.talk).toMatchObject({ ready: false, failed: true });
	});
	loadGuides.mockResolvedValue({ guides: [] });
	await tab.account.loadGuides();
	expect(tab.talk).toMatchObject({ ready: true, failed: false });
	browser.close();
});
