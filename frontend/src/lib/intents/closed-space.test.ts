/** What a phone still reads of a space that was closed (R14), and what it no longer waits for. */
import { afterEach, describe, expect, test } from 'vitest';
import { agreed, agreement, draftOf, shares } from '../../../tests/agreeing';
import { bothKnow } from '../../../tests/couple';
import {
	conversation,
	opening,
	sees,
	talking,
	untilStage,
	type Talking
} from '../../../tests/talking';

const MINUTE_MS = 60_000;
const ends: (() => void)[] = [];

async function twoTalking(): Promise<Talking> {
	const couple = await talking();
	ends.push(() => {
		couple.close();
	});
	return couple;
}

/** Elias leaves, and Nadia's phone has met it. */
async function leaves({ nadia, elias }: Talking): Promise<void> {
	await elias.app.leaving.leaveSpace({ removeHere: false });
	nadia.account.nudge();
	await sees(nadia, () => nadia.us.closed.length === 1);
}

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

describe('a conversation in a closed space', () => {
	test('is read with what opened, under the names that stood there', async () => {
		const couple = await twoTalking();
		const { nadia, elias, id } = couple;
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(nadia, id, 'open');
		await bothKnow(couple);
		expect(conversation(nadia, id).stage).toBe('running');
		await leaves(couple);
		expect(conversation(nadia, id).stage).toBe('closed');
		expect(opening(nadia, id)).toMatchObject({
			stage: 'open',
			theirs: { words: { opens: 'tea' } }
		});
		const { space } = conversation(nadia, id);
		expect(nadia.us.pairOf(space)).toMatchObject({
			me: 'Nadia',
			them: 'Elias',
			closed: true
		});
	});

	test('keeps one’s own sealed words, which never opened', async () => {
		const couple = await twoTalking();
		const { nadia, id } = couple;
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await leaves(couple);
		await nadia.settled();
		expect(opening(nadia, id)).toMatchObject({
			mine: { words: { opens: 'a walk' } },
			theirs: null
		});
	});

	test('was asked and lapses with it', async () => {
		const couple = await twoTalking();
		const { nadia } = couple;
		const asked = await nadia.app.talk.inviteTogether('pause-plan', '');
		await bothKnow(couple);
		await leaves(couple);
		expect(conversation(nadia, asked.conversation).stage).toBe('lapsed');
	});

	test('leaves no note to an invitation behind that nobody can send or see', async () => {
		const couple = await twoTalking();
		const { nadia, id } = couple;
		const { space } = conversation(nadia, id);
		await nadia.app.talk.keepPage(space, 'pause-plan', { note: 'After Sunday' });
		await leaves(couple);
		await sees(nadia, () => nadia.account.pages.all.length === 0);
	});

	test('holds up no other guide where it was paused', async () => {
		const couple = await twoTalking();
		const { nadia, id } = couple;
		const [guide] = nadia.talk.guides;
		if (!guide) throw new Error('no guides');
		await nadia.app.talk.pause(id, nadia.browser.nowMs + 30 * MINUTE_MS);
		await bothKnow(couple);
		expect(nadia.talk.situation(guide, 'alone').anyPaused).toBe(true);
		await leaves(couple);
		expect(nadia.talk.situation(guide, 'alone').anyPaused).toBe(false);
	});
});

describe('an agreement in a closed space', () => {
	test('r17: is read and verified, also once the server has deleted the space', async () => {
		const couple = await twoTalking();
		const { nadia, server } = couple;
		const id = await agreed(couple, 'Phones rest from nine.');
		await leaves(couple);
		server.spaces.delete(server.shared.space);
		await sees(nadia, () => nadia.us.closed[0]?.taking === 'over');
		expect(agreement(nadia, id)).toMatchObject({ closed: true, status: 'in_force' });
		const proof = await nadia.app.agreements.verifyAgreement(id);
		expect(proof).toMatchObject({ whole: true });
		expect(proof.signatures.map(({ mine }) => mine)).toEqual([true, false]);
	});

	test('waits for nobody, and nothing more is signed', async () => {
		const couple = await twoTalking();
		const { nadia, elias } = couple;
		const id = await shares(elias, draftOf('Phones rest from nine.'));
		await bothKnow(couple);
		const [open] = agreement(nadia, id).suggestions;
		expect(agreement(nadia, id).waiting).toBe(true);
		await leaves(couple);
		expect(agreement(nadia, id).waiting).toBe(false);
		await expect(nadia.app.agreements.accept(id, open?.id ?? '')).rejects.toMatchObject({
			code: 'space_closed'
		});
	});
});
