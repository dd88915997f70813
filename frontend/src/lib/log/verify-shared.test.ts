import { beforeAll, describe, expect, test } from 'vitest';
import {
	Couple,
	makePerson,
	thanksOfWords,
	type Opening,
	type Person
} from '../../../tests/shared-log';
import { uuidV7, type ObjectId } from '../crypto/ids';
import { randomBytes } from '../crypto/primitives';
import { sign } from '../crypto/signing';
import { parseEvent, ZERO_HASH } from './event';
import type { SignedItem } from './types';
import { ChainError, verifyPage, type ChainState } from './verify';

const THANKS = uuidV7<ObjectId>(1);

async function verdict(state: ChainState, page: readonly SignedItem[]): Promise<string> {
	try {
		const { state: next } = await verifyPage(state, page);
		return `verified to ${String(next.seq)}`;
	} catch (error) {
		if (error instanceof ChainError) return `${error.code} at ${String(error.seq)}`;
		throw error;
	}
}

const refusedIn = async (couple: Couple): Promise<(string | null)[]> =>
	(await verifyPage(couple.startFor(couple.inviter), couple.items)).events.map(
		({ refused }) => refused
	);

let couple: Couple;
let mallory: Person;

beforeAll(async () => {
	mallory = await makePerson();
	couple = await Couple.joined();
	const given = await couple.give(couple.inviter, THANKS, thanksOfWords('You made the soup.'));
	await couple.takeIn(couple.invited, given);
	await couple.answer(couple.invited, given, 2, 'It was good to make it.');
});

describe('a whole shared log', () => {
	test('t3: verifies on both phones, from its genesis, in any pages', async () => {
		for (const person of [couple.inviter, couple.invited]) {
			const start = couple.startFor(person);
			const { state: whole } = await verifyPage(start, couple.items);
			expect(whole.seq).toBe(5);
			for (let cut = 0; cut <= couple.items.length; cut += 1) {
				const { state: half } = await verifyPage(start, couple.items.slice(0, cut));
				const { state } = await verifyPage(structuredClone(half), couple.items.slice(cut));
				expect(state).toEqual(whole);
			}
		}
	});
});

describe('the first line, on both phones', () => {
	/** What both phones say of a log that opens otherwise than they agreed. */
	async function opened(change: (other: Couple) => Partial<Opening>): Promise<string[]> {
		const other = await Couple.open(change);
		const people = [other.inviter, other.invited];
		return Promise.all(people.map((person) => verdict(other.startFor(person), other.items)));
	}

	test.each<[string, (other: Couple) => Partial<Opening>]>([
		['another th', () => ({ th: randomBytes(32) })],
		['no th', () => ({ th: ZERO_HASH })],
		['a stranger for the invited', ({ inviter }) => ({ members: [inviter.own, mallory.own] })],
		[
			'another signing key of the invited',
			({ inviter, invited }) => ({
				members: [inviter.own, { ...invited.own, edPub: mallory.own.edPub }]
			})
		],
		[
			'another agreement key of the invited',
			({ inviter, invited }) => ({
				members: [inviter.own, { ...invited.own, xPub: mallory.own.xPub }]
			})
		],
		[
			'another agreement key of the inviter',
			({ inviter, invited }) => ({
				members: [{ ...inviter.own, xPub: mallory.own.xPub }, invited.own]
			})
		],
		[
			'the two the other way round',
			({ inviter, invited }) => ({ members: [invited.own, inviter.own] })
		],
		['one alone', ({ inviter }) => ({ kind: 'personal', th: ZERO_HASH, members: [inviter.own] })]
	])('t7: %s is refused', async (_what, change) => {
		expect(await opened(change)).toEqual(['genesis at 1', 'genesis at 1']);
		expect(await opened(() => ({}))).toEqual(['verified to 1', 'verified to 1']);
	});

	test('t6: a signing key of small order is refused, even one that our vault names', async () => {
		const weak = { ...mallory.own, edPub: ZERO_HASH };
		const other = await Couple.open(({ inviter }) => ({ members: [inviter.own, weak] }));
		const start = other.startFor(other.inviter, { partner: weak });
		expect(await verdict(start, other.items)).toBe('weak_key at 1');
	});

	test("t7: a log that a stranger opens in the inviter's name is refused", async () => {
		const other = await Couple.open(() => ({}), mallory);
		expect(await verdict(other.startFor(other.invited), other.items)).toBe('signature at 1');
	});

	test('t7: our vault of another pairing does not take it', async () => {
		const { invited, items } = couple;
		const start = (change: Parameters<Couple['startFor']>[1]): ChainState =>
			couple.startFor(invited, change);
		expect(await verdict(start({ th: randomBytes(32) }), items)).toBe('genesis at 1');
		expect(await verdict(start({ partner: mallory.own }), items)).toBe('genesis at 1');
		expect(await verdict(start({ role: 'inviter' }), items)).toBe('genesis at 1');
		expect(await verdict(start({}), items)).toBe('verified to 5');
	});
});

describe('the second line', () => {
	test('t7: nothing but our own joining stands there for who was invited', async () => {
		const other = await Couple.open();
		await other.give(other.inviter, THANKS, thanksOfWords('Too early.'));
		expect(await verdict(other.startFor(other.invited), other.items)).toBe('genesis at 2');
		// The inviter has not been waiting for it, and sees a line that counts for nothing.
		expect(await refusedIn(other)).toEqual([null, 'not_joined']);
	});

	test('t7: a joining with another th is refused', async () => {
		const other = await Couple.open();
		await other.join({ clear: { of: 'space.joined', th: randomBytes(32) } });
		expect(await verdict(other.startFor(other.invited), other.items)).toBe('genesis at 2');
		expect(await refusedIn(other)).toEqual([null, 'genesis']);
	});

	test("t6: a joining that the inviter signs in the other's name is refused", async () => {
		const other = await Couple.open();
		const twin = await other.join();
		const forged = { ...twin, sig: await sign(other.inviter.key, twin.event) };
		const [first] = other.items;
		for (const person of [other.inviter, other.invited]) {
			const start = other.startFor(person);
			expect(await verdict(start, [first!, forged])).toBe('signature at 2');
			expect(await verdict(start, [first!, twin])).toBe('verified to 2');
		}
	});

	test("t6: the inviter's own joining does not join anybody", async () => {
		const other = await Couple.open();
		await other.join({}, other.inviter);
		expect(await refusedIn(other)).toEqual([null, 'not_author']);
		expect(await verdict(other.startFor(other.invited), other.items)).toBe('genesis at 2');
	});

	test('a leaving of either may stand there, and nothing yet', async () => {
		const other = await Couple.open();
		const start = other.startFor(other.invited);
		expect(await verdict(start, other.items)).toBe('verified to 1');
		await other.leave(other.inviter);
		expect(await verdict(start, other.items)).toBe('verified to 2');
		const declined = await Couple.open();
		await declined.leave(declined.invited);
		expect(await verdict(declined.startFor(declined.invited), declined.items)).toBe(
			'verified to 2'
		);
	});
});

describe('somebody who is not in the space', () => {
	test('t6: writes nothing in it', async () => {
		const other = await Couple.joined();
		await other.give(mallory, THANKS, thanksOfWords('From nobody.'));
		expect(await verdict(other.startFor(other.inviter), other.items)).toBe('author at 3');
	});

	test("t6: and neither person writes in the other's name", async () => {
		const other = await Couple.joined();
		const given = await other.give(other.inviter, THANKS, thanksOfWords('Thank you.'));
		const answer = await other.answer(other.invited, given, 2, 'I said this.');
		const forged = { ...answer, sig: await sign(other.inviter.key, answer.event) };
		const before = other.items.slice(0, -1);
		const start = other.startFor(other.invited);
		expect(await verdict(start, [...before, forged])).toBe('signature at 4');
		expect(await verdict(start, [...before, answer])).toBe('verified to 4');
	});
});

describe('leaving', () => {
	test.each([
		[0, 'verified to 3'],
		[1, 'clock at 3'],
		[-1, 'clock at 3']
	])('r13: repeats the date before it (%i ms later: %s)', async (later, found) => {
		const other = await Couple.joined();
		const { atMs } = parseEvent(other.items.at(-1)!.event);
		await other.leave(other.invited, { atMs: atMs + later });
		expect(await verdict(other.startFor(other.inviter), other.items)).toBe(found);
	});

	test.each(['inviter', 'invited'] as const)(
		'r13: nothing new counts after it (%s)',
		async (who) => {
			const other = await Couple.joined();
			const given = await other.give(other.inviter, THANKS, thanksOfWords('Thank you.'));
			await other.leave(other[who]);
			await other.takeIn(other.invited, given);
			await other.erase(other.inviter, given);
			await other.give(other.invited, uuidV7<ObjectId>(9), thanksOfWords('Come back.'));
			await other.join({ atMs: parseEvent(other.items.at(-1)!.event).atMs });
			await other.leave(other.invited);
			const closed = Array.from({ length: 3 }, () => 'space_closed');
			// Taking one's own words back does (R14).
			const after = ['space_closed', null, ...closed];
			expect(await refusedIn(other)).toEqual([null, null, null, null, ...after]);
		}
	);
});
