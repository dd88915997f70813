import { describe, expect, test } from 'vitest';
import { u8, type Bytes } from '../../crypto/canonical';
import { uuidV4, uuidV7, type MemberId, type ObjectId } from '../../crypto/ids';
import { ZERO_HASH } from '../event';
import type { LogEvent } from '../types';
import { decideErased, decidePut } from './item';
import type { Decision, ItemState, ObjectState } from './rule';

const [ANNA, BEN] = [uuidV4<MemberId>(), uuidV4<MemberId>()];
const REVS = [0, 1, 2, 3];
const hashOf = (rev: number): Bytes => u8(rev);

const BASE = {
	space: uuidV4<never>(),
	eventId: uuidV7<never>(1),
	seq: 2,
	prev: ZERO_HASH,
	atMs: 1,
	object: uuidV7<ObjectId>(1)
};

function put(member: MemberId, rev: number): LogEvent {
	return {
		...BASE,
		member,
		rev,
		verb: 'item.put',
		envHash: hashOf(rev),
		clear: { of: 'item.put' }
	};
}

function erase(member: MemberId, rev: number, of: number): LogEvent {
	const clear = { of: 'item.erased' as const, envHash: hashOf(of) };
	return { ...BASE, member, rev, verb: 'item.erased', envHash: null, clear };
}

/** Everything that anybody could sign about one object with three versions. */
const MOVES: LogEvent[] = [ANNA, BEN].flatMap((member) =>
	REVS.flatMap((rev) => [put(member, rev), ...REVS.map((of) => erase(member, rev, of))])
);

function decide(state: ItemState | null, event: LogEvent): Decision {
	return event.clear.of === 'item.put' ? decidePut(state, event) : decideErased(state, event);
}

function asItem(state: ObjectState): ItemState {
	if (state.kind !== 'item') throw new Error('the rules of items make items');
	return state;
}

/** Every state within so many moves, walked through by accepted moves only. */
function walk(state: ItemState | null, depth: number, visit: Visit): void {
	for (const move of MOVES) {
		const decision = decide(state, move);
		visit(state, move, decision);
		if (decision.accepted && depth > 1) walk(asItem(decision.next), depth - 1, visit);
	}
}
type Visit = (state: ItemState | null, move: LogEvent, decision: Decision) => void;

describe('in every order of four moves of two people', () => {
	test('an object has one author, no gap and no version twice', () => {
		walk(null, 4, (state, move, decision) => {
			if (!decision.accepted) return;
			const { author, rev, versions } = decision.next;
			expect(author).toBe(state?.author ?? move.member);
			expect(move.member).toBe(author);
			expect(versions.map(({ envHash }) => envHash[0])).toEqual(REVS.slice(1, rev + 1));
		});
	});

	test('a version is erased once, by its author, by its own hash', () => {
		walk(null, 4, (state, move, decision) => {
			if (move.clear.of !== 'item.erased') return;
			const version = state?.versions[move.rev - 1];
			const isRight =
				version?.erased === false &&
				move.member === state?.author &&
				move.clear.envHash[0] === move.rev;
			expect(decision.accepted).toBe(isRight);
		});
	});

	test('a decision never changes the state it was given', () => {
		walk(null, 3, (state, move) => {
			const before = structuredClone(state);
			decide(state, move);
			expect(state).toEqual(before);
		});
	});

	test('what was accepted once is not accepted again', () => {
		walk(null, 3, (_state, move, decision) => {
			if (decision.accepted) expect(decide(asItem(decision.next), move).accepted).toBe(false);
		});
	});
});

test('an object whose versions are all erased can be put again under the next rev', () => {
	let state: ItemState | null = null;
	for (const move of [put(ANNA, 1), erase(ANNA, 1, 1), put(ANNA, 2)]) {
		const decision: Decision = decide(state, move);
		state = decision.accepted ? asItem(decision.next) : null;
	}
	expect(state).toMatchObject({ rev: 2, versions: [{ erased: true }, { erased: false }] });
});
