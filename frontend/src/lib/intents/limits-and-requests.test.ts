/** Limits, requests and drafts as people handle them: what is one person's alone, and what is asked. */
import { afterEach, describe, expect, test } from 'vitest';
import { agreement, draftOf, limit, request, shares } from '../../../tests/agreeing';
import { eventually } from '../../../tests/browser';
import { bothKnow, together, type Couple } from '../../../tests/couple';
import { changeOf } from '../agreements/begin';
import { addDays, dayOf } from '../agreements/days';

const ends: (() => void)[] = [];

async function couple(): Promise<Couple> {
	const pair = await together();
	ends.push(() => {
		pair.close();
	});
	return pair;
}

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

describe('a limit', () => {
	const boundary = draftOf('I do not answer after eleven.', { kind: 'limit' });

	test('needs no consent: it is shared, acknowledged, changed and retired', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await shares(nadia, boundary);
		await bothKnow(pair);
		expect(limit(elias, id)).toMatchObject({ mine: false, acknowledgedMs: null, waiting: true });
		await elias.app.agreements.acknowledge(id, limit(elias, id).now.id);
		await bothKnow(pair);
		expect(limit(nadia, id).acknowledgedMs).not.toBeNull();
		const change = changeOf(limit(nadia, id), dayOf(nadia.browser.nowMs));
		if (change) await shares(nadia, { ...change, what: 'I do not answer after ten.' });
		await bothKnow(pair);
		expect(limit(elias, id)).toMatchObject({ acknowledgedMs: null, waiting: true });
		expect(limit(elias, id).now.words?.what).toBe('I do not answer after ten.');
		await nadia.app.agreements.retireLimit(id);
		await bothKnow(pair);
		expect(limit(elias, id)).toMatchObject({ retired: true, waiting: false });
	});

	test('is its owner’s alone', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await shares(nadia, boundary);
		await bothKnow(pair);
		await expect(elias.app.agreements.retireLimit(id)).rejects.toMatchObject({ code: 'not_now' });
		const { id: own } = limit(nadia, id).now;
		await expect(nadia.app.agreements.acknowledge(id, own)).rejects.toMatchObject({
			code: 'not_now'
		});
		await expect(elias.app.agreements.accept(id, limit(elias, id).now.id)).rejects.toMatchObject({
			code: 'server'
		});
	});
});

describe('a request', () => {
	const wish = draftOf('Could you call when you are late?', { kind: 'request' });

	test('is answered another way, and a later answer takes its place', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await shares(nadia, wish);
		await bothKnow(pair);
		await elias.app.agreements.keepAnswer(id, 'a message');
		expect(request(elias, id).begun).toBe('a message');
		const asked = request(elias, id).asked.id;
		const { answerRequest } = elias.app.agreements;
		await answerRequest(id, asked, 'another_way', 'A message is easier.');
		expect(request(elias, id)).toMatchObject({ begun: '', waiting: false });
		await bothKnow(pair);
		expect(request(nadia, id).answer).toMatchObject({
			reply: 'another_way',
			text: 'A message is easier.',
			mine: false
		});
		await answerRequest(id, asked, 'not_now', '');
		await bothKnow(pair);
		expect(request(nadia, id).answer?.reply).toBe('not_now');
		expect(request(nadia, id).answers).toHaveLength(2);
	});

	test('that ends, or whose space does, leaves the line that was begun', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await shares(nadia, wish);
		await bothKnow(pair);
		await elias.app.agreements.keepAnswer(id, 'a message');
		await nadia.app.agreements.withdrawRequest(id);
		await bothKnow(pair);
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		elias.account.nudge();
		await elias.until(() => {
			expect(request(elias, id)).toMatchObject({ withdrawn: true, closed: true });
		});
		await elias.app.agreements.keepAnswer(id, 'a message is easier');
		expect(request(elias, id).begun).toBe('a message is easier');
	});

	test('an answer to words that were changed meanwhile keeps its text', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await shares(nadia, wish);
		await bothKnow(pair);
		await elias.goOffline();
		await elias.app.agreements.answerRequest(id, request(elias, id).asked.id, 'yes', 'Gladly.');
		const change = changeOf(request(nadia, id), dayOf(nadia.browser.nowMs));
		if (change) await shares(nadia, { ...change, what: 'Could you write when you are late?' });
		await nadia.settled();
		elias.goOnline();
		await eventually(() => {
			expect(elias.app.sync.sync.attention).toMatchObject([
				{ kind: 'refused', code: 'stale', text: 'Gladly.', agreed: true, reply: 'yes' }
			]);
		});
		expect(request(elias, id).answer).toBeNull();
	});
});

describe('words that arrived under the thumb', () => {
	test.each(['limit', 'request'] as const)(
		'are not answered in place of a %s read',
		async (kind) => {
			const pair = await couple();
			const { nadia, elias } = pair;
			const look = kind === 'limit' ? limit : request;
			const newest = () => look(elias, id).versions.at(-1)?.id ?? '';
			const id = await shares(nadia, draftOf('Words that were read.', { kind }));
			await bothKnow(pair);
			const read = newest();
			const change = changeOf(look(nadia, id), dayOf(nadia.browser.nowMs));
			if (change) await shares(nadia, { ...change, what: 'Other words.' });
			await bothKnow(pair);
			const { acknowledge, answerRequest } = elias.app.agreements;
			const say = (version: string) =>
				kind === 'limit' ? acknowledge(id, version) : answerRequest(id, version, 'yes', '');
			await expect(say(read)).rejects.toMatchObject({ code: 'not_now' });
			expect(look(elias, id).waiting).toBe(true);
			await say(newest());
			expect(look(elias, id).waiting).toBe(false);
		}
	);
});

describe('a draft', () => {
	test('is kept as it is typed, becomes an item of My side, and goes when it is shared', async () => {
		const pair = await couple();
		const { nadia, server } = pair;
		const lines = server.shared.lines.length;
		const id = await nadia.app.agreements.startDraft(draftOf(''));
		await nadia.app.agreements.keepDraft(id, draftOf('Phones'));
		expect(nadia.agreements.findDraft(id)).toMatchObject({ what: 'Phones', onlyHere: true });
		await nadia.app.agreements.saveDraft(id, draftOf('Phones rest'));
		await nadia.settled();
		expect(nadia.agreements.findDraft(id)).toMatchObject({ what: 'Phones rest', onlyHere: false });
		expect(server.shared.lines).toHaveLength(lines);
		await nadia.app.agreements.shareDraft(id, draftOf('Phones rest from nine.'));
		await bothKnow(pair);
		expect(nadia.agreements.drafts).toEqual([]);
		expect(nadia.agreements.find(id)).toMatchObject({ kind: 'agreement', status: 'open' });
	});

	test('left by a conversation is a draft here, and becomes an agreement', async () => {
		const pair = await couple();
		const { nadia } = pair;
		const left = draftOf('Phones rest from nine.', { reviewDays: 21, guide: 'talk-rules' });
		await nadia.app.agreements.saveDraft(await nadia.app.agreements.startDraft(left), left);
		const [draft] = nadia.agreements.drafts;
		if (!draft) throw new Error('no draft');
		expect(draft).toMatchObject(left);
		const id = await nadia.app.agreements.shareDraft(draft.id, draft);
		await bothKnow(pair);
		const today = dayOf(nadia.browser.nowMs);
		expect(agreement(nadia, id).suggestions[0]?.words?.review).toBe(addDays(today, 21));
		expect(nadia.agreements.drafts).toEqual([]);
	});

	test('of what is the other person’s cannot be shared, and keeps its words', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await shares(nadia, draftOf('I do not answer after eleven.', { kind: 'limit' }));
		await bothKnow(pair);
		const change = changeOf(limit(nadia, id), dayOf(nadia.browser.nowMs));
		if (!change) throw new Error('nothing to start from');
		await expect(shares(elias, change)).rejects.toMatchObject({ code: 'not_now' });
		expect(elias.agreements.drafts).toMatchObject([{ what: 'I do not answer after eleven.' }]);
	});
});
