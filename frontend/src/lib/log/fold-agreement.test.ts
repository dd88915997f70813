/** Agreements folded from a log: the same page by page as at once, and only counted signatures count. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Couple, makePerson, type Person } from '../../../tests/shared-log';
import { blankDraft } from '../agreements/begin';
import { uuidV7, type ObjectId } from '../crypto/ids';
import { sign } from '../crypto/signing';
import { agreedPlaintext } from './content-agreement';
import { parseEvent, ZERO_HASH } from './event';
import { cardsOf, EMPTY_FOLD, foldInto, type Fold } from './fold';
import { sealBody } from './open-body';
import type { Clear, LogEvent, SignedItem } from './types';
import { ChainError, verifyPage } from './verify';

const ONE = uuidV7<ObjectId>(1);
const OTHER = uuidV7<ObjectId>(2);

let couple: Couple;

beforeEach(async () => {
	couple = await Couple.joined();
});

async function act(
	person: Person,
	clear: Clear,
	rev = 0,
	change: Partial<LogEvent> = {}
): Promise<SignedItem> {
	return couple.write(person, { verb: clear.of, object: ONE, rev, clear, ...change });
}

async function propose(
	person: Person,
	rev: number,
	base: SignedItem | null,
	object = ONE
): Promise<SignedItem> {
	const of = 'agreement.proposed';
	const words = { ...blankDraft('agreement'), title: 'Evenings', what: `Version ${String(rev)}` };
	const place = { space: couple.space, object, member: person.own.member, verb: of, rev };
	const body = await sealBody(couple.bodyKey, place, agreedPlaintext('agreement', words));
	const clear = { of, base: base ? hashOf(base) : ZERO_HASH, deep: false } as const;
	return couple.write(person, { verb: of, object, rev, clear }, body);
}

const hashOf = (item: SignedItem) => parseEvent(item.event).envHash ?? ZERO_HASH;

const accepting = (item: SignedItem): Clear => ({
	of: 'agreement.accepted',
	envHash: hashOf(item)
});

function factsIn(fold: Fold, object = ONE) {
	const state = fold.agreed.get(object)?.state;
	if (state?.kind !== 'agreement') throw new Error('no agreement');
	return state.facts;
}

/** Proposed, accepted, countered, paused, resumed, the first words erased after the second hold. */
async function live(): Promise<void> {
	const { inviter, invited } = couple;
	const first = await propose(inviter, 1, null);
	await act(invited, accepting(first), 1);
	const second = await propose(invited, 2, first);
	await act(inviter, { of: 'agreement.paused' });
	await act(inviter, { of: 'agreement.resumed' });
	await act(inviter, accepting(second), 2);
	await act(inviter, { of: 'agreement.erased', envHash: hashOf(first) }, 1);
}

describe('an agreement', () => {
	test('r17: keeps every act in order, with what it named', async () => {
		await live();
		const fold = await couple.fold();
		const { inviter, invited } = couple;
		const folded = fold.agreed.get(ONE);
		expect(folded?.acts.map(({ verb, member, rev }) => [verb.slice(10), member, rev])).toEqual([
			['proposed', inviter.own.member, 1],
			['accepted', invited.own.member, 1],
			['proposed', invited.own.member, 2],
			['paused', inviter.own.member, 0],
			['resumed', inviter.own.member, 0],
			['accepted', inviter.own.member, 2],
			['erased', inviter.own.member, 1]
		]);
		expect(factsIn(fold).inForce?.rev).toBe(2);
		const [first, second] = fold.objects.get(ONE) ?? [];
		expect(first?.content).toEqual({ t: 'erased' });
		expect(second?.content).toMatchObject({ t: 'agreement', what: 'Version 2' });
		expect(cardsOf(fold)).toEqual([]);
	});

	test('folds page by page to the same as at once, wherever a page ends', async () => {
		await live();
		const entries = await couple.entries();
		const whole = foldInto(EMPTY_FOLD, entries);
		for (let cut = 0; cut <= entries.length; cut += 1) {
			const half = foldInto(EMPTY_FOLD, entries.slice(0, cut));
			expect(foldInto(half, entries.slice(cut))).toEqual(whole);
		}
	});
});

describe('t6: signatures are counted, and nobody’s status is believed', () => {
	test('an acceptance by who proposed is a card, and nothing is in force', async () => {
		const first = await propose(couple.inviter, 1, null);
		await act(couple.inviter, accepting(first), 1);
		const fold = await couple.fold();
		expect(factsIn(fold).inForce).toBeNull();
		expect(cardsOf(fold)).toMatchObject([{ reason: 'refused', code: 'not_recipient' }]);
	});

	test('the other person’s is in force', async () => {
		const first = await propose(couple.inviter, 1, null);
		await act(couple.invited, accepting(first), 1);
		expect(factsIn(await couple.fold()).inForce?.rev).toBe(1);
	});

	test('a signature over one version does not count for another', async () => {
		const first = await propose(couple.inviter, 1, null);
		await propose(couple.inviter, 2, first);
		await act(couple.invited, accepting(first), 2);
		const fold = await couple.fold();
		expect(factsIn(fold).inForce).toBeNull();
		expect(cardsOf(fold)).toMatchObject([{ code: 'stale' }]);
	});

	test('a signature over one agreement does not count for another', async () => {
		const first = await propose(couple.inviter, 1, null);
		await propose(couple.inviter, 1, null, OTHER);
		await act(couple.invited, accepting(first), 1, { object: OTHER });
		const fold = await couple.fold();
		expect([factsIn(fold).inForce, factsIn(fold, OTHER).inForce]).toEqual([null, null]);
		expect(cardsOf(fold)).toMatchObject([{ code: 'stale' }]);
	});

	test('one is not replayed after the words were withdrawn', async () => {
		const { inviter, invited } = couple;
		const first = await propose(inviter, 1, null);
		const accepted = await act(invited, accepting(first), 1);
		await act(inviter, { of: 'agreement.withdrawn' });
		const start = couple.startFor(inviter);
		await expect(verifyPage(start, [...couple.items, accepted])).rejects.toThrow(ChainError);
		// Signed anew over the same words it stands in the log, and counts for nothing.
		await act(invited, accepting(first), 1);
		const fold = await couple.fold();
		expect(factsIn(fold).inForce).toBeNull();
		expect(cardsOf(fold)).toMatchObject([{ reason: 'refused', code: 'replaced' }]);
	});

	test('one by another key stops the reading', async () => {
		const first = await propose(couple.inviter, 1, null);
		const accepted = await act(couple.invited, accepting(first), 1);
		const mallory = await makePerson();
		const forged = { ...accepted, sig: await sign(mallory.key, accepted.event) };
		const start = couple.startFor(couple.inviter);
		const page = [...couple.items.slice(0, -1), forged];
		await expect(verifyPage(start, page)).rejects.toThrow(ChainError);
		expect((await verifyPage(start, couple.items)).state.seq).toBe(couple.items.length);
	});
});
