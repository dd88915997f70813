/** Sealed answers between two phones: kept until they are in, open together, and never before. */
import { afterEach, describe, expect, test } from 'vitest';
import { bothKnow } from '../../../tests/couple';
import type { Server } from '../../../tests/server';
import {
	anotherPhone,
	conversation,
	opening,
	sees,
	talking,
	untilStage,
	type Talking
} from '../../../tests/talking';

const ends: (() => void)[] = [];

async function twoTalking(guide?: string): Promise<Talking> {
	const couple = await talking(guide);
	ends.push(() => {
		couple.close();
	});
	return couple;
}

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

const requests = (couple: Talking): string[] =>
	couple.server.changes.filter((route) => route.endsWith('/answers/#'));

/** What the server has of each, null where it was withdrawn. */
const kept = (server: Server) =>
	[...(server.shared.answers?.values() ?? [])].map(({ answer }) => answer);

describe('opening together', () => {
	test('both are open once the second is in, and the second says so in the log', async () => {
		const couple = await twoTalking();
		const { nadia, elias, id } = couple;
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		expect(opening(nadia, id).theirs).toBeNull();
		await elias.app.talk.putAnswer(id, { opens: 'tea 🌿 وهدوء' });
		const his = await untilStage(elias, id, 'open');
		expect(his).toMatchObject({
			mine: { pass: false, words: { opens: 'tea 🌿 وهدوء' } },
			theirs: { pass: false, words: { opens: 'a walk' } },
			problem: null,
			seen: false
		});
		const hers = await untilStage(nadia, id, 'open');
		expect(hers.theirs?.words).toEqual({ opens: 'tea 🌿 وهدوء' });
		await bothKnow(couple);
		const said = couple.server.shared.lines.filter(
			({ parsed }) => parsed.verb === 'conversation.opened_together'
		);
		expect(said).toHaveLength(1);
		expect(conversation(nadia, id).done).toBe(1);
		await nadia.app.talk.markOpenedSeen(id, 1);
		expect(opening(nadia, id).seen).toBe(true);
		expect(opening(elias, id).seen).toBe(false);
	});

	test('passing is a sealed answer too', async () => {
		const { nadia, elias, id } = await twoTalking();
		await nadia.app.talk.passAnswer(id);
		await untilStage(nadia, id, 'sealed');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		const his = await untilStage(elias, id, 'open');
		expect(his.theirs).toEqual({ pass: true, words: {} });
	});

	test('r6: nothing that is shown differs while the other answer waits', async () => {
		const { nadia, elias, id } = await twoTalking();
		const before = JSON.stringify(conversation(elias, id));
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		const sent = elias.browser.server.changes.length;
		elias.account.nudge();
		await elias.settled();
		expect(JSON.stringify(conversation(elias, id))).toBe(before);
		expect(elias.browser.server.changes).toHaveLength(sent);
		// Without the rule: once told, it shows.
		await nadia.app.talk.tellAnswered(id);
		await sees(elias, () => opening(elias, id).toldByThem);
	});

	test('r14: after a leaving the words go from both phones, and the record stays', async () => {
		const couple = await twoTalking();
		const { nadia, elias, id, server } = couple;
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'open');
		await untilStage(nadia, id, 'open');
		await bothKnow(couple);
		await elias.app.leaving.leaveSpace({ removeHere: false });
		nadia.account.nudge();
		await sees(nadia, () => nadia.us.closed.length === 1);
		await nadia.goOffline();
		await nadia.app.leaving.takeBackShared(nadia.us.closed[0]?.space ?? '');
		expect(nadia.us.closed[0]?.taking).toBe('waiting');
		nadia.goOnline();
		await sees(nadia, () => nadia.us.closed[0]?.taking === 'done');
		const stored = [...(server.shared.answers?.values() ?? [])].map(({ answer }) => answer?.body);
		expect(stored.filter((body) => body === null)).toHaveLength(1);
		elias.account.nudge();
		const [pair] = elias.account.sealed.rows.opened;
		expect(pair?.mine?.words).toEqual({ opens: 'tea' });
		await sees(elias, () => elias.account.sealed.rows.opened[0]?.row.theirs.body === null);
		const [after] = elias.account.sealed.rows.opened;
		expect(after).toMatchObject({ theirs: null, mine: { words: { opens: 'tea' } } });
		expect(after?.row.fault).toBeNull();
	});

	test('what opened reads offline, after a lock and a reload', async () => {
		const { nadia, elias, id } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'open');
		await elias.goOffline();
		await elias.lock();
		await elias.unlock();
		expect(opening(elias, id)).toMatchObject({
			stage: 'open',
			theirs: { words: { opens: 'a walk' } }
		});
	});

	test('the first reads what opened, where the second one ended it right behind', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await nadia.goOffline();
		server.failOn(/^POST .*events/, 'lose_request');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'open');
		await elias.account.outbox.remove(elias.account.outbox.entries.map(({ row }) => row.id));
		await elias.app.talk.endConversation(id);
		await sees(elias, () => elias.account.outbox.entries.length === 0);
		nadia.goOnline();
		await sees(nadia, () => conversation(nadia, id).stage === 'ended');
		const hers = await untilStage(nadia, id, 'open');
		expect(hers).toMatchObject({ theirs: { words: { opens: 'tea' } }, problem: null });
	});

	test('a day later the first says it, where the second one never did', async () => {
		const couple = await twoTalking();
		const { nadia, elias, id, server } = couple;
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		server.failOn(/^POST .*events/, 'lose_request');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await sees(nadia, () => opening(nadia, id).stage === 'open');
		elias.browser.network.isReachable = false;
		expect(conversation(nadia, id).done).toBe(0);
		for (const tab of [nadia, elias]) tab.browser.nowMs += 24 * 60 * 60 * 1000;
		server.nowMs += 24 * 60 * 60 * 1000;
		await sees(nadia, () => conversation(nadia, id).done === 1);
	});
});

describe('kept until it is in', () => {
	test('offline, over a lock and a reload, and sent once', async () => {
		const couple = await twoTalking();
		const { nadia, id } = couple;
		await nadia.goOffline();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		expect(opening(nadia, id)).toMatchObject({
			stage: 'unsent',
			mine: { words: { opens: 'a walk' } }
		});
		await nadia.lock();
		const again = await nadia.browser.openTab();
		await again.unlock();
		expect(opening(again, id).mine?.words).toEqual({ opens: 'a walk' });
		expect(again.app.sync.sync.unsent).toBe(1);
		again.goOnline();
		await untilStage(again, id, 'sealed');
		expect(requests(couple)).toEqual(['PUT /api/spaces/#/conversations/#/answers/#']);
		expect(again.app.sync.sync.unsent).toBe(0);
	});

	test('a lost answer sends the same bytes again', async () => {
		const couple = await twoTalking();
		const { nadia, id, server } = couple;
		server.failOn(/^PUT .*answers/, 'lose_reply');
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		const [sealed] = [...(server.shared.answers?.values() ?? [])];
		expect(sealed?.rev).toBe(1);
		expect(requests(couple)).toHaveLength(2);
	});

	test('a server that was set back gets it again', async () => {
		const { nadia, id, server } = await twoTalking();
		const backup = server.backup();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		server.restore(backup);
		expect(server.shared.answers?.size).toBe(0);
		await nadia.signIn(undefined, 'nadia');
		await sees(nadia, () => server.shared.answers?.size === 1);
	});

	test('a second phone shows what is in, and replaces it', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		const tablet = await anotherPhone(nadia, 'nadia', server);
		ends.push(() => {
			tablet.browser.close();
		});
		await untilStage(tablet, id, 'sealed');
		expect(opening(tablet, id).mine?.words).toEqual({ opens: 'a walk' });
		await tablet.app.talk.putAnswer(id, { opens: 'two walks' });
		await sees(nadia, () => opening(nadia, id).mine?.words.opens === 'two walks');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		const his = await untilStage(elias, id, 'open');
		expect(his.theirs?.words).toEqual({ opens: 'two walks' });
		const hers = await untilStage(nadia, id, 'open');
		expect(hers.problem).toBeNull();
	});

	test('replaced while the other arrives: the one that opened stands, the newer words are kept', async () => {
		const { nadia, elias, id } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await nadia.goOffline();
		await nadia.app.talk.putAnswer(id, { opens: 'a longer walk' });
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'open');
		nadia.goOnline();
		const hers = await untilStage(nadia, id, 'open');
		expect(hers).toMatchObject({ mine: { words: { opens: 'a walk' } }, problem: null });
		const [refused] = nadia.app.sync.sync.attention;
		expect(refused).toMatchObject({ kind: 'refused', code: 'frozen', text: 'a longer walk' });
		if (refused?.kind !== 'refused') return;
		await nadia.app.attention.keepInMySide(refused.intent);
		expect(nadia.texts).toEqual(['a longer walk']);
		expect(nadia.app.sync.sync.attention).toEqual([]);
	});
});

describe('two of one person', () => {
	test('tabs that seal in the same moment lose neither', async () => {
		const { nadia, id } = await twoTalking();
		const beside = await nadia.browser.openTab();
		await beside.unlock();
		await nadia.goOffline();
		const tabs = [nadia, beside] as const;
		await Promise.all(tabs.map((tab, at) => tab.app.talk.putAnswer(id, { opens: `tab ${at}` })));
		for (const tab of tabs) {
			await tab.until(() => {
				expect(opening(tab, id).mine?.words.opens).toBe('tab 1');
			});
		}
	});

	test('what was refused here is kept beside what another phone has in', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		const tablet = await anotherPhone(nadia, 'nadia', server);
		ends.push(() => {
			tablet.browser.close();
		});
		await nadia.goOffline();
		await nadia.app.talk.putAnswer(id, { opens: 'of the phone' });
		await tablet.app.talk.putAnswer(id, { opens: 'of the tablet' });
		await untilStage(tablet, id, 'sealed');
		await elias.app.talk.endConversation(id);
		await sees(tablet, () => conversation(tablet, id).stage === 'ended');
		nadia.goOnline();
		await sees(nadia, () => nadia.app.sync.sync.attention.length === 1);
		await sees(nadia, () => nadia.account.sealed.rows.all[0]?.row.confirmed?.rev === 1);
		const [refused] = nadia.app.sync.sync.attention;
		expect(refused).toMatchObject({ kind: 'refused', code: 'ended', text: 'of the phone' });
	});
});

describe('taking back', () => {
	test('before the other one is in; then a day passes before another', async () => {
		const { nadia, elias, id } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await nadia.app.talk.withdrawAnswer(id);
		const hers = await untilStage(nadia, id, 'answer');
		expect(hers.mine).toBeNull();
		expect(hers.againMs).toBe(nadia.browser.nowMs + 24 * 60 * 60 * 1000);
		await expect(nadia.app.talk.putAnswer(id, { opens: 'x' })).rejects.toMatchObject({
			code: 'wait'
		});
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'sealed');
		const { server } = nadia.browser;
		for (const clock of [nadia.browser, elias.browser, server]) clock.nowMs += 24 * 60 * 60 * 1000;
		nadia.account.refresh();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk again' });
		const opened = await untilStage(nadia, id, 'open');
		expect(opened.mine?.words).toEqual({ opens: 'a walk again' });
	});

	test('one that was never sent is let go of without a trace or a wait', async () => {
		const couple = await twoTalking();
		const { nadia, id } = couple;
		await nadia.goOffline();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await nadia.app.talk.withdrawAnswer(id);
		expect(opening(nadia, id)).toMatchObject({ stage: 'answer', mine: null, againMs: null });
		nadia.goOnline();
		await nadia.settled();
		expect(requests(couple)).toEqual([]);
	});

	test('one whose reply was lost is taken out of the server, whatever was written meanwhile', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		server.failOn(/^PUT .*answers/, 'lose_reply');
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await nadia.until(() => {
			expect(server.shared.answers?.size).toBe(1);
		});
		await nadia.goOffline();
		await nadia.app.talk.putAnswer(id, { opens: 'a longer walk' });
		await nadia.app.talk.withdrawAnswer(id);
		nadia.goOnline();
		await sees(nadia, () => nadia.account.sealed.rows.waiting.length === 0);
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'sealed');
		expect(opening(nadia, id)).toMatchObject({ stage: 'answer', mine: null });
	});

	test('is tried again where the server failed', async () => {
		const { nadia, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		server.failOn(/^DELETE .*answers/, 'fail');
		await nadia.app.talk.withdrawAnswer(id);
		const hers = await untilStage(nadia, id, 'answer');
		expect(hers.mine).toBeNull();
		expect(kept(server)).toEqual([null]);
	});

	test('t5: one that a restored server has again is taken back again', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		const before = [...(server.shared.answers ?? [])];
		await nadia.app.talk.withdrawAnswer(id);
		await untilStage(nadia, id, 'answer');
		server.shared.answers = new Map(before);
		await sees(nadia, () => kept(server).every((answer) => answer === null));
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'sealed');
	});

	test('not after telling', async () => {
		const { nadia, id } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await nadia.app.talk.tellAnswered(id);
		await nadia.settled();
		await expect(nadia.app.talk.withdrawAnswer(id)).rejects.toMatchObject({ code: 'told' });
	});

	test('too late: it opened meanwhile, and stays', async () => {
		const { nadia, elias, id } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await nadia.goOffline();
		await nadia.app.talk.withdrawAnswer(id);
		expect(opening(nadia, id).stage).toBe('withdrawing');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'open');
		nadia.goOnline();
		const hers = await untilStage(nadia, id, 'open');
		expect(hers).toMatchObject({ mine: { words: { opens: 'a walk' } }, problem: null });
	});
});
