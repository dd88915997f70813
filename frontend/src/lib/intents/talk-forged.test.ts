/** Sealed answers between two phones and a server that lies about them. */
import { afterEach, describe, expect, test } from 'vitest';
import { parseId, toBase64url, uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { toAct } from '#lib/sync/talk-act.js';
import type { Tab } from '../../../tests/browser';
import type { Server } from '../../../tests/server';
import {
	conversation,
	opening,
	sees,
	talking,
	untilStage,
	type Talking
} from '../../../tests/talking';

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
		// Else she would put the newer one again, as after a restore.
		await nadia.goOffline();
		server.shared.answers = new Map(first);
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'open');
		nadia.goOnline();
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
		// Else she would put the newer one again, as after a restore.
		await nadia.goOffline();
		server.shared.answers = new Map(first);
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(elias, id, 'open');
		nadia.goOnline();
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

	test('an opening that was forged leaves a way out, and one’s own answer can be taken back', async () => {
		const { nadia, elias, id, server } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await nadia.goOffline();
		const before = new Map(server.shared.answers);
		await forgeOpening(elias, id, server);
		server.shared.answers = before;
		nadia.goOnline();
		const hers = await untilStage(nadia, id, 'missing');
		expect(hers).toMatchObject({ mine: { words: { opens: 'a walk' } }, theirs: null });
		await nadia.app.talk.withdrawAnswer(id, 1);
		await sees(nadia, () =>
			[...(server.shared.answers?.values() ?? [])].every(({ answer }) => answer === null)
		);
		expect(opening(nadia, id)).toMatchObject({ stage: 'missing', mine: null });
		await nadia.app.talk.endConversation(id);
		await sees(nadia, () => conversation(nadia, id).stage === 'ended');
	});
});

/** His phone says that records opened which nobody put, and the server takes it. */
async function forgeOpening(elias: Tab, id: string, server: Server): Promise<void> {
	const [inviterHash, invitedHash] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
	const made = { rev: 1, answer: { record: '', sig: '', body: '' }, withdrawnMs: 0, order: 1 };
	const author = elias.account.spaces.shared[0]?.fold.conversations.get(parseId<ObjectId>(id));
	server.shared.answers = new Map(
		server.shared.memberships.map(({ member }) => {
			const hash = member === author?.state.author ? inviterHash : invitedHash;
			return [`${id} 1 ${member}`, { ...made, hash: toBase64url(hash) }];
		})
	);
	const clear = {
		of: 'conversation.opened_together',
		opening: 1,
		inviterHash,
		invitedHash
	} as const;
	const intent = { kind: 'talk', object: parseId<ObjectId>(id), act: toAct(clear) } as const;
	const event = uuidV7<EventId>(elias.browser.nowMs);
	const { space } = server.shared;
	await elias.account.outbox.queue(parseId(space), [{ id: event, intent, holdUntilMs: 0 }]);
	elias.account.outboxChanged();
	await sees(elias, () => {
		const verbs = server.shared.lines.map(({ parsed }) => parsed.verb);
		return verbs.includes('conversation.opened_together');
	});
}
