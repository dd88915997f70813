/** What is typed for the two: no word of it goes before it stands elsewhere, or somebody lets it go. */
import { areWordsHere } from '#lib/sync/keep-typing.js';
import { afterEach, describe, expect, test } from 'vitest';
import type { Tab } from '../../../tests/browser';
import { bothKnow, together } from '../../../tests/couple';
import {
	anotherPhone,
	conversation,
	talking,
	untilStage,
	type Talking
} from '../../../tests/talking';

const QUESTION = 'opens-closes-shared';
const ROUNDS = 'rounds';
const ends: (() => void)[] = [];

async function twoTalking(guide?: string): Promise<Talking> {
	const couple = await talking(guide);
	ends.push(() => {
		couple.close();
	});
	return couple;
}

/** Nadia, and a second phone of hers. */
async function withTablet() {
	const { nadia, id, server } = await twoTalking();
	await nadia.settled();
	const tablet = await anotherPhone(nadia, 'nadia', server);
	ends.push(() => {
		tablet.browser.close();
	});
	return { nadia, tablet, id, run: conversation(nadia, id).run ?? '' };
}

const page = (tab: Tab, id: string, step = QUESTION) =>
	tab.talk.findRun(conversation(tab, id).run ?? '')?.pages.get(step);

const save = (tab: Tab, run: string, opens: string): Promise<void> =>
	tab.app.talk.savePage(run, QUESTION, { words: { opens }, paper: false });

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

describe('an answer', () => {
	test('takes its draft with it when it is sealed', async () => {
		const { nadia, id } = await twoTalking();
		await save(nadia, conversation(nadia, id).run ?? '', 'a walk');
		await nadia.app.talk.keepPage(conversation(nadia, id).run ?? '', QUESTION, { opens: 'tea' });
		await nadia.app.talk.putAnswer(id, { opens: 'tea' });
		expect(page(nadia, id)).toBeUndefined();
	});

	test('that is passed leaves what was typed with who typed it', async () => {
		const { nadia, elias, id } = await twoTalking();
		await save(nadia, conversation(nadia, id).run ?? '', 'half a sentence');
		await nadia.app.talk.passAnswer(id);
		await untilStage(nadia, id, 'sealed');
		expect(page(nadia, id)?.words).toEqual({ opens: 'half a sentence' });
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(nadia, id, 'open');
		expect(page(nadia, id)?.words).toEqual({ opens: 'half a sentence' });
		const his = await untilStage(elias, id, 'open');
		expect(his.theirs).toEqual({ pass: true, words: {} });
	});

	test('taken back gives its words back as a draft, on every device', async () => {
		const { nadia, tablet, id } = await withTablet();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await nadia.app.talk.withdrawAnswer(id);
		expect(page(nadia, id)?.words).toEqual({ opens: 'a walk' });
		await untilStage(nadia, id, 'answer');
		await nadia.settled();
		await tablet.settled();
		await tablet.read('nadia');
		expect(page(tablet, id)?.words).toEqual({ opens: 'a walk' });
	});

	test('taken back stands beside what is being written already', async () => {
		const { nadia, id } = await twoTalking();
		const run = conversation(nadia, id).run ?? '';
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await nadia.app.talk.keepPage(run, QUESTION, { opens: 'a longer walk' });
		await nadia.app.talk.withdrawAnswer(id);
		expect(page(nadia, id)?.words).toEqual({ opens: 'a longer walk' });
		await save(nadia, run, 'a longer walk');
		await nadia.settled();
		expect(page(nadia, id)).toMatchObject({
			words: { opens: 'a longer walk' },
			others: [{ opens: 'a walk' }]
		});
	});

	test('taken back stands beside what is kept already', async () => {
		const { nadia, id } = await twoTalking();
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await save(nadia, conversation(nadia, id).run ?? '', 'a longer walk');
		await nadia.app.talk.withdrawAnswer(id);
		await untilStage(nadia, id, 'answer');
		await nadia.settled();
		const { words, others } = page(nadia, id) ?? { words: {}, others: [] };
		expect([words, ...others].map(({ opens }) => opens).sort()).toEqual([
			'a longer walk',
			'a walk'
		]);
	});

	test('sealed on one device leaves what another one wrote meanwhile', async () => {
		const { nadia, tablet, id, run } = await withTablet();
		await nadia.app.talk.keepPage(run, QUESTION, { opens: 'of the phone' });
		await save(tablet, run, 'of the tablet');
		await tablet.settled();
		await nadia.read('nadia');
		await nadia.app.talk.putAnswer(id, { opens: 'of the phone' });
		await nadia.settled();
		expect(page(nadia, id)?.words).toEqual({ opens: 'of the tablet' });
	});

	test('sealed leaves what was written apart on another device', async () => {
		const { nadia, tablet, id, run } = await withTablet();
		await save(nadia, run, 'before');
		await nadia.settled();
		await tablet.read('nadia');
		await nadia.app.talk.keepPage(run, QUESTION, { opens: 'of the phone' });
		await save(tablet, run, 'of the tablet');
		await tablet.settled();
		await nadia.read('nadia');
		await save(nadia, run, 'of the phone');
		await nadia.settled();
		await nadia.app.talk.putAnswer(id, { opens: 'of the phone' });
		await nadia.settled();
		await tablet.read('nadia');
		for (const tab of [nadia, tablet]) {
			expect(page(tab, id)).toMatchObject({ words: { opens: 'of the tablet' }, others: [] });
		}
	});
});

describe('a piece of a turn', () => {
	test('is said for its own move, and what was typed for another stays', async () => {
		const couple = await twoTalking('one-at-a-time');
		const { nadia, elias, id } = couple;
		const run = conversation(nadia, id).run ?? '';
		for (const tab of [nadia, elias]) await tab.app.talk.sayReady(id);
		await bothKnow(couple);
		await nadia.app.talk.keepPage(run, ROUNDS, { speak: 'I went quiet.' });
		await elias.app.talk.say(id, { move: 'speak', text: 'The doors.', aloud: false });
		await bothKnow(couple);
		const typed = { speak: 'I went quiet.', mirror: 'Doors.' };
		await nadia.app.talk.keepPage(run, ROUNDS, typed);
		await nadia.app.talk.say(id, { move: 'mirror', text: 'Doors.', aloud: false });
		expect(page(nadia, id, ROUNDS)?.words).toEqual({ speak: 'I went quiet.' });
		await bothKnow(couple);
		await elias.app.talk.sayHeard(id, true);
		await bothKnow(couple);
		await nadia.app.talk.say(id, { move: 'speak', text: 'I went quiet.', aloud: false });
		expect(page(nadia, id, ROUNDS)).toBeUndefined();
	});
});

describe('a note to an invitation', () => {
	test('is kept on this phone over a lock, and is gone from it once sent', async () => {
		const couple = await together();
		ends.push(() => {
			couple.close();
		});
		const { nadia } = couple;
		const space = nadia.us.together?.space ?? '';
		await nadia.app.talk.keepPage(space, 'talk-rules', { note: 'After Sun' });
		await nadia.lock();
		await nadia.unlock();
		expect(nadia.talk.noteOf('talk-rules')).toBe('After Sun');
		expect(nadia.talk.noteOf('pause-plan')).toBe('');
		await nadia.app.talk.inviteTogether('talk-rules', 'After Sunday');
		expect(nadia.talk.noteOf('talk-rules')).toBe('');
		expect(nadia.account.pages.all).toEqual([]);
	});

	test('that was emptied again is nothing that only this phone holds', async () => {
		const couple = await together();
		ends.push(() => {
			couple.close();
		});
		const { nadia } = couple;
		const space = nadia.us.together?.space ?? '';
		await nadia.app.talk.keepPage(space, 'talk-rules', { note: 'After Sunday' });
		expect(await areWordsHere(nadia.account)).toBe(true);
		await nadia.app.talk.keepPage(space, 'talk-rules', { note: '' });
		expect(await areWordsHere(nadia.account)).toBe(false);
	});
});

describe('r28: what was said of today', () => {
	test('before a guide is forgotten once its run has ended', async () => {
		const couple = await together();
		ends.push(() => {
			couple.close();
		});
		const { nadia } = couple;
		const guide = nadia.talk.guides.find(({ id }) => id === 'my-limits')!;
		for (const over of [nadia.app.talk.endRun, nadia.app.talk.discardRun]) {
			const run = await nadia.app.talk.startRun('my-limits');
			await nadia.app.talk.sayCheck('my-limits', 3);
			await nadia.app.talk.optIn('my-limits', { therapist: true });
			expect(nadia.talk.situation(guide, 'alone')).toMatchObject({ check: 3, optIn: true });
			await over(run);
			const said = { check: null, optIn: false, therapist: false };
			expect(nadia.talk.situation(guide, 'alone')).toMatchObject(said);
		}
	});
});
