/** Conversations folded from a log: the same page by page as at once, and no event without a trace. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Couple, type Person } from '../../../tests/shared-log';
import type { Plaintext } from '../crypto/envelope';
import { uuidV7, type ObjectId } from '../crypto/ids';
import { sha256 } from '../crypto/primitives';
import { invitationPlaintext, linePlaintext, turnPlaintext } from './content-talk';
import { ZERO_HASH } from './event';
import { cardsOf, EMPTY_FOLD, foldInto } from './fold';
import { conversationsOf, openingAt, stepOfOpening, wordsAt } from './fold-conversation';
import { sealBody } from './open-body';
import type { PlanStep, SignedItem, TalkClear } from './types';

const TALK = uuidV7<ObjectId>(1);
const PLAN: PlanStep[] = [
	{ kind: 'reveal', rounds: 0 },
	{ kind: 'turns', rounds: 1 }
];

let couple: Couple;

beforeEach(async () => {
	couple = await Couple.joined();
});

async function act(
	person: Person,
	clear: TalkClear,
	words: Plaintext | null = null,
	rev = 0
): Promise<SignedItem> {
	const verb = clear.of;
	const place = { space: couple.space, object: TALK, member: person.own.member, verb, rev };
	const body = words && (await sealBody(couple.bodyKey, place, words));
	return couple.write(person, { verb, object: TALK, rev, clear }, body);
}

async function invite(): Promise<SignedItem> {
	const words = invitationPlaintext({ guide: 'one', version: 2, note: 'on Sunday?' });
	return act(couple.inviter, { of: 'conversation.invited', plan: PLAN }, words, 1);
}

/** One opening, then turns up to the first "yes, that is it". */
async function converse(): Promise<SignedItem[]> {
	const { inviter, invited } = couple;
	const items = [await invite()];
	const add = async (...given: Parameters<typeof act>) => items.push(await act(...given));
	await add(invited, { of: 'conversation.accepted' });
	const hashes = { inviterHash: ZERO_HASH, invitedHash: ZERO_HASH };
	await add(invited, { of: 'conversation.opened_together', opening: 1, ...hashes });
	for (const person of [inviter, invited]) await add(person, { of: 'conversation.ready', step: 2 });
	const said = turnPlaintext({ text: 'when doors slam', aloud: false });
	await add(invited, { of: 'conversation.said', step: 2, move: 'speak' }, said, 2);
	const aloud = turnPlaintext({ text: '', aloud: true });
	await add(inviter, { of: 'conversation.said', step: 2, move: 'mirror' }, aloud, 3);
	await add(invited, { of: 'conversation.heard', step: 2, enough: true });
	return items;
}

describe('a conversation', () => {
	test('is read with what was said, and what the speaker said to it', async () => {
		await converse();
		const fold = await couple.fold();
		const [folded] = conversationsOf(fold);
		expect(folded?.state.facts).toMatchObject({ accepted: true, done: 1, ended: false });
		expect(folded?.pieces).toMatchObject([
			{ step: 2, move: 'speak', rev: 2, heard: null, member: couple.invited.own.member },
			{ step: 2, move: 'mirror', rev: 3, heard: 'enough', member: couple.inviter.own.member }
		]);
		expect(folded?.openings).toMatchObject([{ step: 1 }]);
		expect(wordsAt(fold, TALK, 1)).toMatchObject({ t: 'conversation', guide: 'one', version: 2 });
		expect(wordsAt(fold, TALK, 2)).toMatchObject({ t: 'turn', text: 'when doors slam' });
		expect(cardsOf(fold)).toEqual([]);
	});

	test('folds page by page to the same as at once, wherever a page ends', async () => {
		await converse();
		const entries = await couple.entries();
		const whole = foldInto(EMPTY_FOLD, entries);
		for (let cut = 0; cut <= entries.length; cut += 1) {
			const first = foldInto(EMPTY_FOLD, entries.slice(0, cut));
			expect(foldInto(first, entries.slice(cut))).toEqual(whole);
		}
		const one = entries.reduce((fold, entry) => foldInto(fold, [entry]), EMPTY_FOLD);
		expect(one).toEqual(whole);
	});

	test('a move against the rules is a card and changes nothing', async () => {
		await converse();
		const before = conversationsOf(await couple.fold());
		const words = turnPlaintext({ text: 'again', aloud: false });
		await act(couple.invited, { of: 'conversation.said', step: 2, move: 'speak' }, words, 4);
		const fold = await couple.fold();
		expect(conversationsOf(fold)).toEqual(before);
		expect(cardsOf(fold)).toMatchObject([{ reason: 'refused', code: 'not_your_turn' }]);
	});

	test('words that were taken back are gone, and that they were said stays', async () => {
		const items = await converse();
		const said = items[5]!;
		const envHash = await sha256(said.body!);
		const clear = { of: 'conversation.erased', envHash } as const;
		await couple.write(couple.invited, { verb: clear.of, object: TALK, rev: 2, clear });
		const fold = await couple.fold();
		expect(wordsAt(fold, TALK, 2)).toEqual({ t: 'erased' });
		expect(conversationsOf(fold)[0]?.pieces).toHaveLength(2);
		expect(cardsOf(fold)).toEqual([]);
	});

	test('t2: words that are withheld or say something else are cards', async () => {
		const items = await converse();
		const without = couple.items.map((item) =>
			item === items[5] ? { ...item, body: null } : item
		);
		expect(cardsOf(await couple.fold(without))).toMatchObject([{ reason: 'missing' }]);
		const line = linePlaintext({ conversation: TALK, step: 'keep', text: 'a line' });
		await act(couple.inviter, { of: 'conversation.said', step: 2, move: 'speak' }, line, 4);
		expect(cardsOf(await couple.fold())).toMatchObject([{ reason: 'unknown' }]);
	});

	test('who paused, resumed and ended it is told', async () => {
		await converse();
		const { inviter, invited } = couple;
		const returnMs = couple.items.length + 1_780_000_000_000 + 1 + 20 * 60_000;
		await act(invited, { of: 'conversation.paused', returnMs });
		expect(conversationsOf(await couple.fold())[0]?.pausedBy).toBe(invited.own.member);
		await act(inviter, { of: 'conversation.ended' });
		expect(conversationsOf(await couple.fold())[0]?.endedBy).toBe(inviter.own.member);
	});
});

test('a line on the table fits a shared space, and no other words of a guide do', async () => {
	const object = uuidV7<ObjectId>(2);
	await couple.put(
		couple.inviter,
		object,
		1,
		linePlaintext({ conversation: TALK, step: 'x', text: 'y' })
	);
	expect(cardsOf(await couple.fold())).toEqual([]);
	await couple.put(couple.inviter, uuidV7<ObjectId>(3), 1, { t: 'page', v: 1 });
	expect(cardsOf(await couple.fold())).toMatchObject([{ reason: 'body' }]);
});

test('openings count the reveals of a plan', () => {
	const plan: PlanStep[] = [PLAN[1]!, PLAN[0]!, PLAN[1]!, PLAN[0]!];
	expect([1, 2, 3, 4].map((step) => openingAt({ plan }, step))).toEqual([null, 1, null, 2]);
	expect([1, 2, 3].map((opening) => stepOfOpening({ plan }, opening))).toEqual([2, 4, null]);
});
