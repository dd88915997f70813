import { afterEach, beforeEach, expect, test } from 'vitest';
import { PASSPHRASE, type Tab } from '../../../tests/browser';
import { bothKnow, together, type Couple } from '../../../tests/couple';

const PARTS = { did: 'made tea', changed: '', shows: '', about: 'ordinary' as const };

let couple: Couple;

beforeEach(async () => {
	couple = await together();
});

afterEach(() => {
	couple.close();
});

async function give(tab: Tab, did: string): Promise<void> {
	await tab.app.thanks.giveThanks(tab.app.thanks.newThanksId(), { ...PARTS, did });
}

/** Nadia's thanks reach both phones, and then the server goes back to before them. */
async function loseThanks(): Promise<string> {
	const backup = couple.server.backup();
	await give(couple.nadia, 'lost');
	await bothKnow(couple);
	couple.server.restore(backup);
	return couple.nadia.us.together?.space ?? '';
}

async function comeBack(tab: Tab, login: string): Promise<void> {
	await tab.signIn(PASSPHRASE, login);
}

const attentionOf = (tab: Tab, kind: string) =>
	tab.app.sync.sync.attention.find((attention) => attention.kind === kind);

async function sees(tab: Tab, kind: string): Promise<void> {
	await tab.until(() => {
		expect(attentionOf(tab, kind)).toBeDefined();
	});
}

test.each(['nadia', 'elias'] as const)(
	't5: a plain loss is put back word for word from the phone of %s, whoever wrote it',
	async (login) => {
		const space = await loseThanks();
		const { server } = couple;
		const tab = couple[login];
		await comeBack(tab, login);
		await sees(tab, 'lost');
		const mine = login === 'nadia';
		expect(attentionOf(tab, 'lost')).toMatchObject({ items: [{ mine }] });
		await tab.app.attention.putBack(space);
		expect(server.shared.lines.at(-1)).toMatchObject({ repaired: true });
		const other = login === 'nadia' ? 'elias' : 'nadia';
		await comeBack(couple[other], other);
		await bothKnow(couple);
		expect(couple.elias.thanks.all).toMatchObject([{ did: 'lost', mine: false }]);
	}
);

test('t5: after a branch only our own become intents, and the partner puts theirs back', async () => {
	const space = await loseThanks();
	const { nadia, elias, server } = couple;
	await nadia.goOffline();
	// Elias has read the lost line; the server goes on with one that he never saw follow it.
	await comeBack(elias, 'elias');
	await sees(elias, 'lost');
	await writeOnServer();
	elias.account.nudge();
	await elias.app.attention.putBack(space).catch(() => undefined);
	await sees(elias, 'branch');
	await elias.app.attention.goOnFromHere(space);
	await sees(elias, 'partner_lost');
	expect(elias.thanks.all.map(({ did }) => did)).toEqual(['on the new branch']);
	expect(attentionOf(elias, 'partner_lost')).toMatchObject({ items: [{ mine: false }] });

	nadia.browser.network.isReachable = true;
	await comeBack(nadia, 'nadia');
	await sees(nadia, 'branch');
	await nadia.app.attention.goOnFromHere(space);
	await nadia.settled();
	await bothKnow(couple);
	expect(elias.thanks.all.map(({ did }) => did).toSorted()).toEqual(['lost', 'on the new branch']);
	await elias.until(() => {
		expect(attentionOf(elias, 'partner_lost')).toBeUndefined();
	});
	expect(server.shared.lines).toHaveLength(6);
});

/** A new phone of Elias knows nothing of what was lost, and writes first. */
async function writeOnServer(): Promise<void> {
	const { Browser } = await import('../../../tests/browser');
	const other = await new Browser(couple.server).openTab();
	await other.signIn(PASSPHRASE, 'elias');
	await other.until(() => {
		expect(other.us.together).not.toBeNull();
	});
	// The vault tells that another phone knew more: a person goes on all the same.
	const space = other.us.together?.space ?? '';
	await other.app.attention.goOnFromHere(space);
	await give(other, 'on the new branch');
	await other.until(() => {
		expect(couple.server.shared.lines).toHaveLength(5);
	});
	other.browser.close();
}
