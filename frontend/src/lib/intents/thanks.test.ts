import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bothKnow, together, type Couple } from '../../../tests/couple';

const PARTS = { did: 'made tea', changed: '', shows: 'care', about: 'ordinary' as const };

let couple: Couple;

beforeEach(async () => {
	couple = await together();
});

afterEach(() => {
	couple.close();
});

/** Nadia gives them; the result is the id under which they stand. */
async function give(parts: {
	did: string;
	changed: string;
	shows: string;
	about: 'ordinary' | 'body';
}): Promise<string> {
	const { nadia } = couple;
	const id = nadia.app.thanks.newThanksId();
	await nadia.app.thanks.giveThanks(id, parts);
	await bothKnow(couple);
	return nadia.thanks.find(id)?.id ?? id;
}

describe('thanks', () => {
	test('arrive with their three parts, and the giver sees them as given', async () => {
		const { nadia, elias } = couple;
		const id = await give(PARTS);
		expect(nadia.thanks.all).toMatchObject([{ id, mine: true, onlyHere: false, ...PARTS }]);
		expect(elias.thanks.all).toMatchObject([{ id, mine: false, takenIn: false, ...PARTS }]);
		expect([nadia.thanks.gaveToday, elias.thanks.gaveToday]).toEqual([true, false]);
	});

	test('are taken in and answered, and the giver sees both', async () => {
		const { nadia, elias } = couple;
		const id = await give(PARTS);
		await elias.app.thanks.takeIn(id);
		await elias.app.thanks.answerThanks(id, 'it was nice');
		await bothKnow(couple);
		const answer = { text: 'it was nice', mine: false };
		expect(nadia.thanks.find(id)).toMatchObject({ takenIn: true, answer });
		await elias.app.thanks.takeBackAnswer(id);
		await bothKnow(couple);
		expect(nadia.thanks.find(id)?.answer).toBeNull();
	});

	test('that were taken back are gone from both phones', async () => {
		const { nadia, elias } = couple;
		const id = await give(PARTS);
		await nadia.app.thanks.takeBack(id);
		await bothKnow(couple);
		expect(nadia.thanks.all).toEqual([]);
		expect(elias.thanks.all).toEqual([]);
	});

	test('an answer to thanks that were taken back meanwhile waits with its words', async () => {
		const { nadia, elias } = couple;
		const id = await give(PARTS);
		await elias.goOffline();
		await elias.app.thanks.answerThanks(id, 'kept words');
		await nadia.app.thanks.takeBack(id);
		await nadia.settled();
		elias.goOnline();
		await elias.until(() => {
			expect(elias.app.sync.sync.attention).toMatchObject([
				{ kind: 'refused', code: 'taken_back', text: 'kept words' }
			]);
		});
	});

	test('are given once over a network that loses the answer', async () => {
		const { nadia, elias, server } = couple;
		server.failNext('lose_reply_and_network');
		await nadia.app.thanks.giveThanks(nadia.app.thanks.newThanksId(), PARTS);
		await nadia.until(() => {
			expect(nadia.browser.network.isReachable).toBe(false);
		});
		nadia.goOnline();
		await nadia.settled();
		await bothKnow(couple);
		expect(elias.thanks.all).toHaveLength(1);
	});

	test('r5: about the body stay closed until the recipient switches them on', async () => {
		const { elias } = couple;
		const id = await give({ ...PARTS, about: 'body' });
		expect(elias.thanks.find(id)?.closedToMe).toBe(true);
		await elias.app.pairing.setBodyWords(true);
		await bothKnow(couple);
		expect(elias.thanks.find(id)?.closedToMe).toBe(false);
		expect(couple.nadia.us.together?.them.welcomesBodyWords).toBe(true);
	});
});

describe('a draft', () => {
	test('is kept on the device while typing, in My side once left, and gone once given', async () => {
		const { nadia, server } = couple;
		const id = nadia.app.thanks.newThanksId();
		const lines = server.lines('nadia').length;
		await nadia.app.thanks.keepThanksDraft(id, PARTS);
		expect(nadia.thanks.findDraft(id)).toMatchObject({ ...PARTS, onlyHere: true });
		expect(server.lines('nadia')).toHaveLength(lines);
		await nadia.app.thanks.saveThanksDraft(id, PARTS);
		await nadia.settled();
		expect(server.lines('nadia')).toHaveLength(lines + 1);
		expect(nadia.thanks.findDraft(id)).toMatchObject({ ...PARTS, onlyHere: false });
		await nadia.app.thanks.giveThanks(id, PARTS);
		await bothKnow(couple);
		expect(nadia.thanks.drafts).toEqual([]);
		expect(server.lines('nadia').at(-2)?.body).toBeNull();
	});
});

describe('a line of answer', () => {
	test('that was begun survives a lock with its last letters, and goes once it is sent', async () => {
		const { elias, server } = couple;
		const id = await give(PARTS);
		const lines = [server.lines('elias').length, server.shared.lines.length];
		await elias.app.thanks.keepAnswer(id, 'it was');
		expect(elias.thanks.findBegun(id)).toMatchObject({ line: 'it was' });
		const end = elias.app.exit.registerTyping(() => ({ id, line: 'it was nice' }));
		await elias.lock();
		end();
		expect(elias.thanks.findBegun(id)).toBeNull();
		await elias.unlock();
		expect(elias.thanks.findBegun(id)).toMatchObject({ line: 'it was nice' });
		expect([server.lines('elias').length, server.shared.lines.length]).toEqual(lines);
		await elias.app.thanks.answerThanks(id, 'it was nice');
		expect(elias.thanks.findBegun(id)).toBeNull();
	});

	test('is let go of when it is emptied, and otherwise asked about at signing out', async () => {
		const { elias } = couple;
		const id = await give(PARTS);
		await elias.app.thanks.keepAnswer(id, 'it was');
		const leaving = elias.app.work.signOut(elias.world, false);
		await expect(leaving).rejects.toMatchObject({ code: 'unsent' });
		await elias.app.thanks.keepAnswer(id, ' ');
		expect(elias.thanks.findBegun(id)).toBeNull();
		await elias.app.work.signOut(elias.world, false);
		expect(elias.app.session.session.phase).toBe('signed_out');
	});
});

describe('the jar', () => {
	test('keeps a copy that outlives taking back, and lets go of it', async () => {
		const { nadia, elias } = couple;
		const id = await give(PARTS);
		await elias.app.thanks.keepInJar(id);
		await nadia.app.thanks.takeBack(id);
		await bothKnow(couple);
		expect(elias.thanks.jar).toMatchObject([{ from: 'Nadia', did: 'made tea', shows: 'care' }]);
		await elias.app.thanks.takeOutOfJar(elias.thanks.jar[0]?.id ?? '');
		await bothKnow(couple);
		expect(elias.thanks.jar).toEqual([]);
	});
});
