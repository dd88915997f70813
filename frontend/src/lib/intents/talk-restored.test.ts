/** Answers that opened, and a server that went back to before the log said so. */
import { afterEach, expect, test } from 'vitest';
import type { Tab } from '../../../tests/browser';
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

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

/** Open on both phones under Nadia's second record, unsaid in the log, and lost by the server. */
async function lostUnsaid(): Promise<Talking> {
	const couple = await talking();
	ends.push(() => {
		couple.close();
	});
	const { nadia, elias, id, server } = couple;
	await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
	await untilStage(nadia, id, 'sealed');
	await nadia.app.talk.putAnswer(id, { opens: 'a longer walk' });
	await sees(nadia, () => nadia.account.sealed.rows.waiting.length === 0);
	server.failOn(/^POST .*events/, 'lose_request');
	await elias.app.talk.putAnswer(id, { opens: 'tea' });
	await untilStage(elias, id, 'open');
	elias.browser.network.isReachable = false;
	await untilStage(nadia, id, 'open');
	expect(conversation(nadia, id).done).toBe(0);
	server.shared.answers = new Map();
	return couple;
}

async function looksAgain(tab: Tab, times: number): Promise<void> {
	for (let time = 0; time < times; time += 1) {
		tab.account.nudge();
		await tab.settled();
	}
}

const said = ({ shared }: Server) =>
	shared.lines.filter(({ parsed }) => parsed.clear.of === 'conversation.opened_together');

const puts = ({ server }: Talking): number =>
	server.changes.filter((route) => route === 'PUT /api/spaces/#/conversations/#/answers/#').length;

test('t5: the same words go in again, and the log says what opened', async () => {
	const couple = await lostUnsaid();
	const { nadia, elias, id, server } = couple;
	elias.browser.network.isReachable = true;
	// He meant to say it of the records that are lost: at his next contact he says it of these.
	await sees(elias, () => {
		nadia.account.nudge();
		return said(server).length === 1 && conversation(nadia, id).done === 1;
	});
	await elias.settled();
	for (const tab of [nadia, elias]) {
		await sees(tab, () => opening(tab, id).problem === null);
		expect(tab.app.sync.sync.attention).toEqual([]);
	}
	const words = {
		mine: { words: { opens: 'tea' } },
		theirs: { words: { opens: 'a longer walk' } }
	};
	expect(opening(elias, id)).toMatchObject({ stage: 'open', ...words });
	expect(said(server)).toHaveLength(1);
});

test('t5: until both are in again nothing is said, and each puts once', async () => {
	const couple = await lostUnsaid();
	const { nadia, elias, id, server } = couple;
	await nadia.goOffline();
	elias.browser.network.isReachable = true;
	await sees(elias, () => server.shared.answers?.size === 1);
	const before = { puts: puts(couple), appends: server.appends.length };
	await looksAgain(elias, 5);
	expect(puts(couple)).toBe(before.puts);
	expect(server.appends.length - before.appends).toBeLessThanOrEqual(1);
	expect(opening(elias, id).stage).toBe('open');
});

test('t6: other words of theirs do not take the place of those that opened', async () => {
	const couple = await lostUnsaid();
	const { nadia, id, server } = couple;
	await sees(nadia, () => server.shared.answers?.size === 1);
	// His other phone does not know what opened, and whoever holds it has read hers.
	const tablet = await anotherPhone(nadia, 'elias', server);
	ends.push(() => {
		tablet.browser.close();
	});
	await tablet.app.talk.putAnswer(id, { opens: 'not tea' });
	await sees(nadia, () => conversation(nadia, id).done === 1);
	expect(opening(nadia, id)).toMatchObject({
		problem: 'damaged',
		theirs: { words: { opens: 'tea' } }
	});
});
