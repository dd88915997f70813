import { afterEach, describe, expect, test } from 'vitest';
import { Browser, type Tab } from '../../../tests/browser';
import {
	bothKnow,
	compare,
	hashOf,
	invite,
	together,
	twoPeople,
	type Couple
} from '../../../tests/couple';
import type { Fault } from '../../../tests/server';

let couple: Couple;

afterEach(() => {
	couple.close();
});

test('two people become one space, with names, and the same seam on both phones', async () => {
	couple = await together();
	const { nadia, elias } = couple;
	expect(nadia.us.together).toMatchObject({ me: { name: 'Nadia' }, them: { name: 'Elias' } });
	expect(elias.us.together).toMatchObject({ me: { name: 'Elias' }, them: { name: 'Nadia' } });
	expect(nadia.us.together?.seed).toBe(elias.us.together?.seed);
	expect(nadia.us.invitation).toBeNull();
	expect(elias.us.joining).toBeNull();
	await bothKnow(couple);
});

const STEPS: [string, RegExp][] = [
	['the invitation', /^POST \/api\/invitations$/],
	['the claim', /claim$/],
	['the nonce', /nonce$/],
	['the opening', /space$/],
	['the joining', /join$/]
];

/** One round of what two people with their screens open do; faults of the network are theirs. */
async function round({ nadia, elias }: Couple, hash: string | null): Promise<void> {
	for (const tab of [nadia, elias]) tab.browser.network.isReachable = true;
	await nadia.look().catch(() => undefined);
	if (hash && !elias.us.joining && !elias.us.together) {
		await elias.app.pairing.joinInvitation(hash).catch(() => undefined);
	}
	await elias.look().catch(() => undefined);
	const digits = elias.us.joining?.digits;
	if (nadia.us.invitation?.step === 'typing' && digits) {
		await nadia.app.pairing.typeDigits(digits).catch(() => undefined);
	}
}

const linkOf = ({ us: { invitation } }: Tab): string | null =>
	invitation?.link ? invitation.link.slice(invitation.link.indexOf('#')) : null;

const MAX_ROUNDS = 12;

async function untilTogether(pair: Couple): Promise<void> {
	let hash: string | null = null;
	for (let rounds = 0; rounds < MAX_ROUNDS; rounds += 1) {
		hash = linkOf(pair.nadia) ?? hash;
		await round(pair, hash);
		if (pair.nadia.us.together && pair.elias.us.together) return;
	}
	throw new Error(
		`${pair.nadia.us.invitation?.step ?? '-'}, ${pair.elias.us.joining?.step ?? '-'}`
	);
}

describe('goes on where the cable was pulled', () => {
	const faults: Fault[] = ['lose_request', 'lose_reply_and_network'];
	test.each(STEPS.flatMap(([name, route]) => faults.map((fault) => [name, fault, route] as const)))(
		'at %s: %s',
		async (_name, fault, route) => {
			couple = await twoPeople();
			couple.server.failOn(route, fault);
			await couple.nadia.app.pairing.makeInvitation().catch(() => undefined);
			await untilTogether(couple);
			await bothKnow(couple, 4);
		}
	);
});

describe('goes on where the app was killed', () => {
	test.each(STEPS)('right after %s was carried out', async (_name, route) => {
		couple = await twoPeople();
		const { server } = couple;
		server.failOn(route, 'hang');
		const isOut = (): void => {
			expect(server.changes.some((change) => route.test(change))).toBe(true);
		};
		const going = walk(couple);
		await couple.nadia.until(isOut);
		void going.catch(() => undefined);
		couple = await reopened(couple);
		await untilTogether(couple);
		await bothKnow(couple, 4);
	});
});

/** All of it in order, up to wherever it stops. */
async function walk(pair: Couple): Promise<void> {
	const { nadia, elias } = pair;
	await nadia.app.pairing.typeDigits(await compare(pair));
	await nadia.look();
	await elias.look();
}

/** Both apps are gone from memory, and are started again from what the phones keep. */
async function reopened({ nadia, elias, server }: Couple): Promise<Couple> {
	const again: Tab[] = [];
	for (const { browser } of [nadia, elias]) {
		browser.kill();
		const tab = await browser.openTab();
		await tab.start();
		again.push(tab);
	}
	const close = (): void => {
		nadia.browser.close();
		elias.browser.close();
	};
	return { nadia: again[0]!, elias: again[1]!, server, close };
}

describe('the digits', () => {
	test('t7: nothing is posted for a wrong entry, and the third ends the invitation', async () => {
		couple = await twoPeople();
		const { nadia, elias, server } = couple;
		const digits = await compare(couple);
		const wrong = digits === '000000' ? '000001' : '000000';
		const before = server.changes.length;
		expect(await nadia.app.pairing.typeDigits(wrong)).toBe('wrong');
		expect(await nadia.app.pairing.typeDigits(wrong)).toBe('wrong');
		expect(nadia.us.invitation?.triesLeft).toBe(1);
		expect(server.changes).toHaveLength(before);
		expect(await nadia.app.pairing.typeDigits(wrong)).toBe('ended');
		expect(await nadia.app.pairing.typeDigits(digits)).toBe('ended');
		expect(nadia.us.invitation).toMatchObject({ step: 'ended', ended: 'wrong_digits', link: null });
		expect(server.invitations.size).toBe(0);
		await elias.look();
		expect(elias.us.joining?.ended).toBe('gone');
	});

	test('a killed app gives no try back', async () => {
		couple = await twoPeople();
		const digits = await compare(couple);
		await couple.nadia.app.pairing.typeDigits(digits === '000000' ? '000001' : '000000');
		couple = await reopened(couple);
		expect(couple.nadia.us.invitation).toMatchObject({ step: 'typing', triesLeft: 2 });
	});

	test('t7: another answer than the one N was shown for is never taken', async () => {
		couple = await twoPeople();
		const { nadia, server } = couple;
		await compare(couple);
		const [invitation] = server.invitations.values();
		const [other] = [...server.invitations.values()];
		invitation!.m2 = other!.m1;
		await nadia.look();
		expect(nadia.us.invitation).toMatchObject({ step: 'ended', ended: 'refused' });
	});

	test('"that is not my partner" ends it for whoever answered', async () => {
		couple = await twoPeople();
		const { nadia, elias } = couple;
		await compare(couple);
		await nadia.app.pairing.refuseClaim();
		await elias.look();
		expect(nadia.us.invitation?.ended).toBe('refused');
		expect(elias.us.joining?.ended).toBe('gone');
	});
});

describe('an invitation', () => {
	test('t7: a stranger who claims first locks the partner out, and is told from them', async () => {
		couple = await twoPeople();
		const { nadia, elias, server } = couple;
		const stranger = await new Browser(server).openTab();
		await stranger.signUp('rita', 'Rita');
		const hash = await invite(nadia);
		await stranger.app.pairing.joinInvitation(hash);
		await elias.app.pairing.joinInvitation(hash);
		await nadia.look();
		expect(elias.us.joining?.ended).toBe('used');
		expect(nadia.us.invitation?.name).toBe('Rita');
		stranger.browser.close();
	});

	test('t7: with another first message than the link names is not genuine', async () => {
		couple = await twoPeople();
		const { nadia, elias, server } = couple;
		const hash = await invite(nadia);
		const [id] = [...server.invitations.keys()];
		await elias.app.pairing.makeInvitation();
		const other = [...server.invitations.values()].find((invitation) => invitation.id !== id);
		server.invitations.get(id!)!.m1 = other!.m1;
		await elias.app.pairing.joinInvitation(hash);
		expect(elias.us.joining?.ended).toBe('not_genuine');
		expect(server.invitations.get(id!)?.m2).toBeNull();
	});

	test('that was cancelled is gone, like one that ran out', async () => {
		couple = await twoPeople();
		const { nadia, elias, server } = couple;
		const cancelled = await invite(nadia);
		await nadia.app.pairing.cancelInvitation();
		await elias.app.pairing.joinInvitation(cancelled);
		expect(elias.us.joining?.ended).toBe('gone');
		const late = await invite(nadia);
		server.nowMs += 8 * 24 * 60 * 60_000;
		await elias.app.pairing.joinInvitation(late);
		expect(elias.us.joining?.ended).toBe('gone');
	});

	test('of our own cannot be joined', async () => {
		couple = await twoPeople();
		const { nadia } = couple;
		await nadia.app.pairing.joinInvitation(await invite(nadia));
		expect(nadia.us.joining?.ended).toBe('own');
	});

	test('is made anew in the place of an older one', async () => {
		couple = await twoPeople();
		const { nadia, server } = couple;
		const first = await invite(nadia);
		await nadia.app.pairing.makeInvitation();
		expect(hashOf(nadia)).not.toBe(first);
		expect(server.invitations.size).toBe(1);
	});
});

test('another device of the invited person goes on with the same answer', async () => {
	couple = await twoPeople();
	const { nadia, elias, server } = couple;
	await elias.app.pairing.joinInvitation(await invite(nadia));
	elias.browser.close();
	const other = await new Browser(server).openTab();
	await other.signIn(undefined, 'elias');
	await other.settled();
	await nadia.look();
	await other.look();
	await nadia.app.pairing.typeDigits(other.us.joining?.digits ?? '');
	await nadia.look();
	await other.look();
	await bothKnow({ ...couple, elias: other }, 4);
	expect(other.us.together?.them.name).toBe('Nadia');
	other.browser.close();
});
