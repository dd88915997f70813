/** Sealed answers between two phones and a server that lies about them. */
import { afterEach, describe, expect, test } from 'vitest';
import { opening, sees, talking, untilStage, type Talking } from '../../../tests/talking';

const ends: (() => void)[] = [];

async function twoTalking(): Promise<Talking> {
	const couple = await talking();
	ends.push(() => {
		couple.close();
	});
	return couple;
}

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

describe('t6: a server or a partner that forges', () => {
	test('an earlier version of ours that opens is an alarm', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'first' });
		await untilStage(nadia, id, 'sealed');
		const first = [...(server.shared.answers ?? [])];
		await nadia.app.talk.putAnswer(id, { opens: 'second' });
		await sees(nadia, () => nadia.account.sealed.rows.waiting.length === 0);
		server.shared.answers = new Map(first);
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		const hers = await untilStage(nadia, id, 'open');
		expect(hers.problem).toBe('not_ours');
		expect(nadia.app.sync.sync.attention).toContainEqual({
			kind: 'answer_changed',
			conversation: id,
			opening: 1
		});
	});

	test('one that the server kept back, and that was replaced since, is an alarm', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'before' });
		await untilStage(nadia, id, 'sealed');
		const held = [...(server.shared.answers ?? [])];
		// It says that much was put since, takes the next version, and does not answer.
		server.shared.answers = new Map(held.map(([key, one]) => [key, { ...one, rev: 5 }]));
		server.failOn(/^PUT .*answers/, 'lose_reply_and_network');
		await nadia.app.talk.putAnswer(id, { opens: 'first' });
		await nadia.until(() => {
			expect(nadia.browser.network.isReachable).toBe(false);
		});
		const first = [...(server.shared.answers ?? [])];
		server.shared.answers = new Map(held);
		await nadia.app.talk.putAnswer(id, { opens: 'second' });
		nadia.goOnline();
		await sees(nadia, () => nadia.account.sealed.rows.waiting.length === 0);
		server.shared.answers = new Map(first);
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		const hers = await untilStage(nadia, id, 'open');
		expect(hers).toMatchObject({ mine: { words: { opens: 'first' } }, problem: 'not_ours' });
	});

	test('a withdrawn one that opens, while another waits to be sent, is an alarm', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		const before = [...(server.shared.answers ?? [])];
		await nadia.app.talk.withdrawAnswer(id);
		await untilStage(nadia, id, 'answer');
		for (const clock of [nadia.browser, elias.browser, server]) clock.nowMs += 24 * 60 * 60 * 1000;
		nadia.account.refresh();
		await nadia.goOffline();
		await nadia.app.talk.putAnswer(id, { opens: 'another' });
		expect(opening(nadia, id).stage).toBe('unsent');
		server.shared.answers = new Map(before);
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'open');
		nadia.goOnline();
		expect(await untilStage(nadia, id, 'open')).toMatchObject({ problem: 'not_ours' });
	});

	test('an answer with another body is not shown', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'first' });
		await untilStage(nadia, id, 'sealed');
		for (const sealed of server.shared.answers?.values() ?? []) {
			if (sealed.answer?.body) sealed.answer.body = 'AQ' + sealed.answer.body.slice(2, -4) + 'AAAA';
		}
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		const his = await untilStage(elias, id, 'open');
		expect(his).toMatchObject({ problem: 'damaged', theirs: null });
	});
});
