/** Conversations as two people handle them: asking, turns, pauses, lines, ends, and their gates. */
import { FIRST_TWO } from '#lib/talk/gates.js';
import type { Guide } from '#lib/talk/guide.js';
import { afterEach, describe, expect, test } from 'vitest';
import { bothKnow, together, type Couple } from '../../../tests/couple';
import {
	anotherPhone,
	conversation,
	opening,
	sees,
	talking,
	untilStage
} from '../../../tests/talking';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ends: (() => void)[] = [];

function closing<Pair extends Couple>(couple: Pair): Pair {
	ends.push(() => {
		couple.close();
	});
	return couple;
}

/** In the turns of "one at a time", both ready. */
async function inTurns() {
	const couple = closing(await talking('one-at-a-time'));
	const { nadia, elias, id } = couple;
	await nadia.app.talk.sayReady(id);
	await elias.app.talk.sayReady(id);
	await bothKnow(couple);
	return couple;
}

function later(couple: Couple, byMs: number): void {
	for (const clock of [couple.nadia.browser, couple.elias.browser, couple.server]) {
		clock.nowMs += byMs;
	}
}

const turns = (tab: Couple['nadia'], id: string) => conversation(tab, id).turns.at(-1);

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

describe('asking', () => {
	test('an invitation brings its note, and a yes begins a run on each side', async () => {
		const couple = closing(await together());
		const { nadia, elias } = couple;
		const made = await nadia.app.talk.inviteTogether('talk-rules', 'on Sunday?');
		await bothKnow(couple);
		const asked = conversation(elias, made.conversation);
		expect(asked).toMatchObject({ stage: 'invited', mine: false, note: 'on Sunday?', known: true });
		expect(elias.app.us.us.together?.space).toBe(asked.space);
		const run = await elias.app.talk.acceptInvitation(made.conversation);
		await bothKnow(couple);
		expect(conversation(nadia, made.conversation)).toMatchObject({
			stage: 'running',
			run: made.run
		});
		expect(conversation(elias, made.conversation)).toMatchObject({ step: 1, run });
		expect(elias.talk.findRun(run)).toMatchObject({ guide: 'talk-rules', step: 'welcome' });
	});

	test('lapses in silence after 14 days, and can no longer be accepted', async () => {
		const couple = closing(await together());
		const { nadia, elias } = couple;
		const { conversation: id } = await nadia.app.talk.inviteTogether('talk-rules', '');
		await bothKnow(couple);
		later(couple, 14 * DAY_MS);
		for (const tab of [nadia, elias]) tab.account.refresh();
		expect([conversation(nadia, id).stage, conversation(elias, id).stage]).toEqual([
			'lapsed',
			'lapsed'
		]);
		await expect(elias.app.talk.acceptInvitation(id)).rejects.toMatchObject({ code: 'not_now' });
	});

	test('r18: closed joint activities keep an invitation away, and tell nobody', async () => {
		const couple = closing(await together());
		const { nadia, elias, server } = couple;
		await elias.app.talk.setClosed({ joint: true, deep: false });
		await elias.settled();
		const lines = server.shared.lines.length;
		const { conversation: id } = await nadia.app.talk.inviteTogether('talk-rules', '');
		await bothKnow(couple);
		expect(elias.talk.conversations).toEqual([]);
		expect(elias.app.talk).toBeDefined();
		expect(server.shared.lines).toHaveLength(lines + 1);
		await expect(elias.app.talk.acceptInvitation(id)).rejects.toMatchObject({ code: 'not_open' });
		await elias.app.talk.setClosed({ joint: false, deep: false });
		expect(elias.talk.conversations).toHaveLength(1);
	});

	test('a run begun alone becomes one’s own of the conversation', async () => {
		const couple = closing(await together());
		const { nadia } = couple;
		const begun = await nadia.app.talk.startRun('what-this-is');
		const { run, conversation: id } = await nadia.app.talk.inviteTogether(
			'what-this-is',
			'',
			begun
		);
		expect(run).toBe(begun);
		await nadia.settled();
		expect(nadia.talk.runs).toHaveLength(1);
		expect(nadia.talk.findRun(run)?.conversation).toBe(id);
	});
});

describe('turns', () => {
	test('go from speaking to mirroring to "yes, that is it", and the floor changes hands', async () => {
		const couple = await inTurns();
		const { nadia, elias, id } = couple;
		expect(turns(nadia, id)).toMatchObject({ phase: 'speak', whose: 'either', rounds: 3 });
		await elias.app.talk.say(id, { move: 'speak', text: 'when doors slam', aloud: false });
		await bothKnow(couple);
		expect(turns(nadia, id)).toMatchObject({ phase: 'mirror', whose: 'mine', speaker: 'theirs' });
		await nadia.app.talk.say(id, { move: 'mirror', text: '', aloud: true });
		await bothKnow(couple);
		await elias.app.talk.sayHeard(id, false);
		await elias.app.talk.say(id, { move: 'speak', text: 'and when nobody comes', aloud: false });
		await bothKnow(couple);
		await nadia.app.talk.say(id, {
			move: 'mirror',
			text: 'you wait, and nobody comes',
			aloud: false
		});
		await bothKnow(couple);
		await elias.app.talk.sayHeard(id, true);
		await bothKnow(couple);
		const hers = turns(nadia, id);
		expect(hers).toMatchObject({ phase: 'speak', whose: 'mine', takenMine: 0, takenTheirs: 1 });
		expect(hers?.pieces.map(({ text, aloud, mine, heard }) => [text, aloud, mine, heard])).toEqual([
			['when doors slam', false, false, null],
			['', true, true, 'more'],
			['and when nobody comes', false, false, null],
			['you wait, and nobody comes', false, true, 'enough']
		]);
	});

	test('a piece that was meant for another move is not said for this one', async () => {
		const couple = await inTurns();
		const { nadia, elias, id } = couple;
		await elias.app.talk.say(id, { move: 'speak', text: 'when doors slam', aloud: false });
		await bothKnow(couple);
		await expect(
			nadia.app.talk.say(id, { move: 'speak', text: '', aloud: true })
		).rejects.toMatchObject({ code: 'not_now' });
		expect(turns(nadia, id)).toMatchObject({ phase: 'mirror', whose: 'mine' });
		expect(turns(nadia, id)?.pieces).toHaveLength(1);
	});

	test('offline a piece is shown at once, and goes out with its words', async () => {
		const couple = await inTurns();
		const { nadia, elias, id } = couple;
		await nadia.goOffline();
		await nadia.app.talk.say(id, { move: 'speak', text: 'a thing', aloud: false });
		expect(turns(nadia, id)).toMatchObject({ phase: 'mirror', whose: 'theirs' });
		expect(turns(nadia, id)?.pieces).toMatchObject([{ text: 'a thing', onlyHere: true }]);
		nadia.goOnline();
		await bothKnow(couple);
		expect(turns(elias, id)?.pieces).toMatchObject([
			{ text: 'a thing', mine: false, onlyHere: false }
		]);
	});

	test('words for a turn that was passed meanwhile wait under "needs you"', async () => {
		const couple = await inTurns();
		const { nadia, elias, id } = couple;
		await nadia.goOffline();
		await nadia.app.talk.say(id, { move: 'speak', text: 'a thing', aloud: false });
		await elias.app.talk.passTurns(id);
		await elias.settled();
		nadia.goOnline();
		await sees(nadia, () => nadia.app.sync.sync.attention.length === 1);
		expect(nadia.app.sync.sync.attention).toMatchObject([
			{ kind: 'refused', code: 'not_now', text: 'a thing' }
		]);
		expect(turns(nadia, id)?.phase).toBe('passed');
	});

	test('a move without words that came too late leaves nothing to decide', async () => {
		const couple = await inTurns();
		const { nadia, elias, id } = couple;
		await nadia.goOffline();
		await nadia.app.talk.passTurns(id);
		await elias.app.talk.passTurns(id);
		await elias.settled();
		nadia.goOnline();
		await nadia.settled();
		expect(nadia.app.sync.sync.attention).toEqual([]);
		expect(conversation(nadia, id).done).toBe(1);
	});

	test('whether the other person is ready shows nowhere', async () => {
		const couple = closing(await talking('one-at-a-time'));
		const { nadia, elias, id } = couple;
		const before = JSON.stringify({ ...conversation(nadia, id), lastMs: 0 });
		await elias.app.talk.sayReady(id);
		await bothKnow(couple);
		expect(JSON.stringify({ ...conversation(nadia, id), lastMs: 0 })).toBe(before);
	});

	test('one’s own words are taken back, and that they were said stays', async () => {
		const couple = await inTurns();
		const { nadia, elias, id } = couple;
		await nadia.app.talk.say(id, { move: 'speak', text: 'a thing', aloud: false });
		await bothKnow(couple);
		const [piece] = turns(nadia, id)?.pieces ?? [];
		await elias.app.talk.takeBackPiece(id, piece?.id ?? '');
		expect(turns(elias, id)?.pieces).toMatchObject([{ takenBack: false }]);
		await nadia.app.talk.takeBackPiece(id, piece?.id ?? '');
		await bothKnow(couple);
		expect(turns(elias, id)?.pieces).toMatchObject([{ takenBack: true, text: '', damaged: false }]);
		expect(
			elias.browser.server.shared.lines.some(
				({ parsed, body }) => parsed.verb === 'conversation.said' && body !== null
			)
		).toBe(false);
	});

	test('a second device takes over in the middle', async () => {
		const couple = await inTurns();
		const { nadia, elias, id, server } = couple;
		await elias.app.talk.say(id, { move: 'speak', text: 'when doors slam', aloud: false });
		await bothKnow(couple);
		const tablet = await anotherPhone(nadia, 'nadia', server);
		ends.push(() => {
			tablet.browser.close();
		});
		await sees(tablet, () => turns(tablet, id)?.phase === 'mirror');
		await tablet.app.talk.say(id, { move: 'mirror', text: 'doors', aloud: false });
		await sees(elias, () => turns(elias, id)?.phase === 'confirm');
		await sees(nadia, () => turns(nadia, id)?.pieces.length === 2);
	});
});

describe('r27: a pause', () => {
	test('needs nobody, holds for 20 minutes, and either resumes', async () => {
		const couple = await inTurns();
		const { nadia, elias, id } = couple;
		const now = nadia.browser.nowMs;
		await nadia.app.talk.pause(id, now + MINUTE_MS);
		await bothKnow(couple);
		const { pause } = conversation(elias, id);
		expect(pause).toMatchObject({ mine: false, returnMs: now + 20 * MINUTE_MS });
		expect(turns(elias, id)?.whose).toBeNull();
		await expect(
			elias.app.talk.say(id, { move: 'speak', text: 'x', aloud: false })
		).rejects.toMatchObject({ code: 'not_now' });
		await expect(elias.app.talk.resume(id)).rejects.toMatchObject({ code: 'not_now' });
		later(couple, 20 * MINUTE_MS);
		await elias.app.talk.resume(id);
		await bothKnow(couple);
		expect(conversation(nadia, id).pause).toBeNull();
	});

	test('that was made offline still lasts its 20 minutes once it is sent', async () => {
		const couple = await inTurns();
		const { nadia, elias, id } = couple;
		await nadia.goOffline();
		await nadia.app.talk.pause(id, nadia.browser.nowMs + 25 * MINUTE_MS);
		later(couple, 10 * MINUTE_MS);
		nadia.goOnline();
		await bothKnow(couple);
		expect(conversation(elias, id).pause?.returnMs).toBe(elias.browser.nowMs + 20 * MINUTE_MS);
	});
});

describe('lines and ends', () => {
	test('chosen lines are copied, and nothing else; each takes back their own', async () => {
		const couple = closing(await talking());
		const { nadia, elias, id } = couple;
		await nadia.app.talk.shareLines(id, 'keep', ['one line', '  ']);
		await bothKnow(couple);
		const [line] = conversation(elias, id).lines;
		expect(line).toMatchObject({ text: 'one line', mine: false, step: 'keep' });
		await elias.app.talk.takeBackLine(line?.id ?? '');
		await nadia.app.talk.takeBackLine(line?.id ?? '');
		await bothKnow(couple);
		expect(conversation(elias, id).lines).toEqual([]);
	});

	test('either ends it, and what was opened stays', async () => {
		const couple = closing(await talking());
		const { nadia, elias, id } = couple;
		await nadia.app.talk.putAnswer(id, { opens: 'a walk' });
		await untilStage(nadia, id, 'sealed');
		await elias.app.talk.putAnswer(id, { opens: 'tea' });
		await untilStage(nadia, id, 'open');
		await bothKnow(couple);
		await elias.app.talk.endConversation(id);
		await bothKnow(couple);
		expect(conversation(nadia, id)).toMatchObject({ stage: 'ended', endedByMe: false });
		expect(opening(nadia, id).theirs?.words).toEqual({ opens: 'tea' });
	});
});

test('a running conversation keeps the version it began with', async () => {
	const couple = closing(await talking());
	const { nadia, id } = couple;
	const { screens } = nadia.account;
	const [began] = nadia.talk.guides.filter((guide) => guide.id === 'talk-rules');
	if (!began || !screens.talk.guides) throw new Error('no guides');
	const [intro, check] = began.steps;
	const newer = { ...began, version: 2, title: 'Newer', steps: [intro!, check!] };
	screens.talk.guides = { guides: [...screens.talk.guides.guides, newer] };
	nadia.account.refresh();
	expect(nadia.talk.guides).toContain(newer);
	const run = nadia.talk.runs.find(({ conversation: of }) => of === id)!;
	expect(nadia.talk.guideOf(run)).toBe(began);
	expect(nadia.talk.guideOf(conversation(nadia, id))).toBe(began);
	expect(nadia.talk.guideOf({ ...run, version: 3 })).toBeNull();
});

const SHUT_BY_FIRST_TWO = { open: false, reason: 'first_two' };

function moderate({ talk }: Couple['nadia']): Guide {
	const [gentle] = talk.guides;
	if (!gentle) throw new Error('no guides');
	return { ...gentle, intensity: 'moderate' };
}

describe('r26: each phone keeps its own person’s gate', () => {
	test('moderate is shut until the first two guides are behind both', async () => {
		const { nadia } = closing(await together());
		expect(nadia.talk.gate(moderate(nadia), 'together')).toEqual(SHUT_BY_FIRST_TWO);
		expect(nadia.talk.gate(moderate(nadia), 'alone')).toEqual({ open: true });
	});

	test('what was ended, or taken back, is behind nobody', async () => {
		const couple = closing(await together());
		const { nadia, elias } = couple;
		for (const guide of FIRST_TWO) {
			const { conversation: id, run } = await nadia.app.talk.inviteTogether(guide, '');
			await bothKnow(couple);
			if (guide === 'talk-rules') await elias.app.talk.acceptInvitation(id);
			await bothKnow(couple);
			await nadia.app.talk.endConversation(id);
			await nadia.app.talk.endRun(run);
		}
		await bothKnow(couple);
		for (const tab of [nadia, elias]) {
			expect(tab.talk.gate(moderate(tab), 'together')).toEqual(SHUT_BY_FIRST_TWO);
		}
	});

	test('it opens for both once every step for two of both guides is behind them', async () => {
		const couple = closing(await together());
		const { nadia, elias } = couple;
		for (const guide of FIRST_TWO) {
			expect(nadia.talk.gate(moderate(nadia), 'together')).toEqual(SHUT_BY_FIRST_TWO);
			const { conversation: id } = await nadia.app.talk.inviteTogether(guide, '');
			await bothKnow(couple);
			await elias.app.talk.acceptInvitation(id);
			await bothKnow(couple);
			for (let number = 1; conversation(nadia, id).stage !== 'done'; number += 1) {
				for (const tab of [nadia, elias]) await tab.app.talk.passAnswer(id);
				for (const tab of [nadia, elias])
					await sees(tab, () => conversation(tab, id).done === number);
			}
		}
		for (const tab of [nadia, elias]) {
			expect(tab.talk.gate(moderate(tab), 'together')).toEqual({ open: true });
		}
	});

	test('nothing is signed while it is shut', async () => {
		const couple = closing(await together());
		const { nadia, server } = couple;
		const before = server.changes.length;
		await nadia.app.talk.setClosed({ joint: true, deep: false });
		await nadia.settled();
		await expect(nadia.app.talk.inviteTogether('talk-rules', '')).rejects.toMatchObject({
			code: 'not_open'
		});
		expect(server.changes.slice(before).filter((route) => route.includes('answers'))).toEqual([]);
		expect(nadia.talk.runs).toEqual([]);
	});
});

test('what came from a conversation is on the list of what came', async () => {
	const couple = closing(await together());
	const { nadia, elias } = couple;
	const { conversation: id } = await nadia.app.talk.inviteTogether('talk-rules', 'on Sunday?');
	await bothKnow(couple);
	const { inbox } = elias.account.screens;
	expect(inbox?.newest).toBeGreaterThan(0);
	expect(nadia.account.screens.inbox?.newest).toBe(0);
	expect(conversation(elias, id).note).toBe('on Sunday?');
});
