/** The rules of a shared space, walked through in every order that two people and a liar can act. */
import { describe, expect, test } from 'vitest';
import { u8, type Bytes } from '../../crypto/canonical';
import { uuidV4, uuidV7, type MemberId, type ObjectId, type SpaceId } from '../../crypto/ids';
import { ZERO_HASH } from '../event';
import { apply, judge } from '../judge';
import type { Clear, LogEvent, Member } from '../types';
import type { AppreciationState, Decision, ObjectState, SpaceState } from './rule';

const SPACE = uuidV4<SpaceId>();
const THANKS = uuidV7<ObjectId>(1);
const TH = new Uint8Array(32).fill(7);

const keysOf = (byte: number): Member => ({
	member: uuidV4<MemberId>(),
	edPub: new Uint8Array(32).fill(byte),
	xPub: new Uint8Array(32).fill(byte + 1)
});
const [NADIA, ELIAS] = [keysOf(10), keysOf(20)];
const PEOPLE = [NADIA.member, ELIAS.member];
const hashOf = (rev: number): Bytes => u8(rev);

function event(member: MemberId, clear: Clear, change: Partial<LogEvent> = {}): LogEvent {
	return {
		space: SPACE,
		eventId: uuidV7<never>(1),
		seq: 2,
		prev: ZERO_HASH,
		atMs: 1,
		object: THANKS,
		rev: 1,
		envHash: null,
		member,
		verb: clear.of,
		clear,
		...change
	};
}

const ABOUT_SPACE = { object: SPACE as string as ObjectId, rev: 0 };

function opening(change: Partial<LogEvent> = {}, members = [NADIA, ELIAS]): LogEvent {
	const clear = { of: 'space.opened' as const, kind: 'shared' as const, th: TH, members };
	return event(NADIA.member, clear, { ...ABOUT_SPACE, seq: 1, ...change });
}

const joining = (member: MemberId, th = TH): LogEvent =>
	event(member, { of: 'space.joined', th }, ABOUT_SPACE);
const leaving = (member: MemberId): LogEvent => event(member, { of: 'space.left' }, ABOUT_SPACE);

type Objects = ReadonlyMap<ObjectId, ObjectState>;

function after(...events: LogEvent[]): Map<ObjectId, ObjectState> {
	const objects = new Map<ObjectId, ObjectState>();
	for (const one of events) expect(apply(objects, one)).toBeNull();
	return objects;
}

const TOGETHER = [opening(), joining(ELIAS.member)];

function codeOf(objects: Objects, one: LogEvent): string | null {
	const decision = judge(objects, one);
	return decision.accepted ? null : decision.code;
}

describe('opening', () => {
	const twin = { ...ELIAS, edPub: NADIA.edPub };

	test.each<[string, LogEvent]>([
		['about an object', opening({ object: THANKS })],
		['with a rev', opening({ rev: 1 })],
		['by the invited person', opening({ member: ELIAS.member })],
		[
			'without a th',
			opening({
				clear: { of: 'space.opened', kind: 'shared', th: ZERO_HASH, members: [NADIA, ELIAS] }
			})
		],
		['with one person twice', opening({}, [NADIA, NADIA])],
		['with one signing key for two', opening({}, [NADIA, twin])],
		['with one agreement key for two', opening({}, [NADIA, { ...ELIAS, xPub: NADIA.xPub }])],
		['with one id for two', opening({}, [NADIA, { ...ELIAS, member: NADIA.member }])]
	])('t7: %s is no genesis', (_what, one) => {
		expect(codeOf(new Map(), one)).toBe('genesis');
		expect(codeOf(new Map(), opening())).toBeNull();
	});

	test.each([0, 1])('t6: a weak key of either member is refused (%i)', (at) => {
		const members = [NADIA, ELIAS].map((one, index) =>
			index === at ? { ...one, edPub: ZERO_HASH } : one
		);
		expect(codeOf(new Map(), opening({}, members))).toBe('weak_key');
	});

	test('happens once', () => {
		expect(codeOf(after(opening()), opening())).toBe('already_opened');
		expect(codeOf(new Map(), opening({ seq: 2 }))).toBe('already_opened');
	});
});

describe('before the invited person joined', () => {
	const opened = after(opening());

	test('nothing but joining and leaving counts', () => {
		const given = event(NADIA.member, { of: 'appreciation.given' }, { envHash: hashOf(1) });
		expect(codeOf(opened, given)).toBe('not_joined');
		expect(codeOf(after(...TOGETHER), given)).toBeNull();
		for (const member of PEOPLE) expect(codeOf(opened, leaving(member))).toBeNull();
	});

	test('t6: only the invited person joins, with the th of both, once', () => {
		expect(codeOf(opened, joining(NADIA.member))).toBe('not_author');
		expect(codeOf(opened, joining(ELIAS.member, new Uint8Array(32).fill(8)))).toBe('genesis');
		expect(codeOf(opened, { ...joining(ELIAS.member), rev: 1 })).toBe('genesis');
		expect(codeOf(opened, { ...joining(ELIAS.member), object: THANKS })).toBe('genesis');
		expect(codeOf(opened, joining(ELIAS.member))).toBeNull();
		expect(codeOf(after(...TOGETHER), joining(ELIAS.member))).toBe('already_joined');
	});
});

describe('leaving', () => {
	test.each(PEOPLE)('r13: either person can, and then nothing new counts', (member) => {
		const objects = after(...TOGETHER, leaving(member));
		const space = objects.get(ABOUT_SPACE.object) as SpaceState;
		expect(space.facts.left).toBe(member);
		const moves = [
			...MOVES.filter(({ verb }) => !verb.endsWith('.erased')),
			...PEOPLE.flatMap((other) => [leaving(other), joining(other)]),
			event(member, { of: 'item.put' }, { envHash: hashOf(1) })
		];
		for (const move of moves) expect(codeOf(objects, move)).toBe('space_closed');
	});

	test('r14: leaves each person to take back their own words, once', () => {
		const given = event(NADIA.member, { of: 'appreciation.given' }, { envHash: hashOf(1) });
		const before = [...TOGETHER, given, leaving(ELIAS.member)];
		const back = (member: MemberId) =>
			event(member, { of: 'appreciation.erased', envHash: hashOf(1) });
		expect(codeOf(after(...before), back(ELIAS.member))).toBe('not_author');
		expect(codeOf(after(...before), back(NADIA.member))).toBeNull();
		const again = after(...before, back(NADIA.member));
		expect(codeOf(again, back(NADIA.member))).toBe('already_erased');
	});

	test('is about the space and nothing else', () => {
		const objects = after(...TOGETHER);
		expect(codeOf(objects, { ...leaving(NADIA.member), rev: 1 })).toBe('genesis');
		expect(codeOf(objects, { ...leaving(NADIA.member), object: THANKS })).toBe('genesis');
		expect(codeOf(objects, leaving(NADIA.member))).toBeNull();
	});
});

describe('which verb may touch what', () => {
	const members = [NADIA];
	const personal = after(
		opening({ clear: { of: 'space.opened', kind: 'personal', th: ZERO_HASH, members } })
	);

	test('a personal space knows items only', () => {
		for (const move of [...MOVES, leaving(NADIA.member), joining(NADIA.member)]) {
			expect(codeOf(personal, move)).toBe('unknown_verb');
		}
		const put = event(NADIA.member, { of: 'item.put' }, { envHash: hashOf(1) });
		expect(codeOf(personal, put)).toBeNull();
	});

	test('a verb of a later version is unknown before anything else is asked', () => {
		const later = event(
			NADIA.member,
			{ of: 'unknown', fields: [] },
			{ verb: 'item.lit', object: ABOUT_SPACE.object }
		);
		for (const objects of [personal, after(opening()), after(...TOGETHER, leaving(PEOPLE[0]!))]) {
			expect(codeOf(objects, later)).toBe('unknown_verb');
		}
	});

	test('an object belongs to the domain that wrote it first', () => {
		const put = event(NADIA.member, { of: 'item.put' }, { envHash: hashOf(1) });
		const given = event(NADIA.member, { of: 'appreciation.given' }, { envHash: hashOf(1) });
		expect(codeOf(after(...TOGETHER, put), given)).toBe('other_kind');
		expect(codeOf(after(...TOGETHER, given), put)).toBe('other_kind');
		expect(codeOf(after(...TOGETHER, put), { ...leaving(NADIA.member), object: THANKS })).toBe(
			'other_kind'
		);
		expect(codeOf(after(...TOGETHER), { ...given, ...ABOUT_SPACE })).toBe('other_kind');
	});
});

const REVS = [0, 1, 2, 3];

/** Everything that either could sign about one appreciation. */
const MOVES: LogEvent[] = PEOPLE.flatMap((member) =>
	REVS.flatMap((rev) => {
		const naming = (of: number): { envHash: Bytes } => ({ envHash: hashOf(of) });
		return [
			event(member, { of: 'appreciation.given' }, { rev, envHash: hashOf(rev) }),
			...[1, 2].flatMap((named) => [
				event(member, { of: 'appreciation.taken_in', ...naming(named) }, { rev }),
				event(
					member,
					{ of: 'appreciation.answered', ...naming(named) },
					{ rev, envHash: hashOf(rev) }
				),
				event(member, { of: 'appreciation.erased', ...naming(named) }, { rev })
			])
		];
	})
);

type Visit = (before: AppreciationState | null, move: LogEvent, decision: Decision) => void;

/** Every state within so many moves, reached by accepted moves only. */
function walk(objects: Objects, depth: number, visit: Visit): void {
	for (const move of MOVES) {
		const decision = judge(objects, move);
		visit(thanksIn(objects), move, decision);
		if (!decision.accepted || depth === 1) continue;
		walk(new Map(objects).set(THANKS, decision.next), depth - 1, visit);
	}
}

function thanksIn(objects: Objects): AppreciationState | null {
	const state = objects.get(THANKS);
	if (state !== undefined && state.kind !== 'appreciation') throw new Error('another kind');
	return state ?? null;
}

function nextOf(decision: Decision): AppreciationState | null {
	return decision.accepted ? thanksIn(new Map([[THANKS, decision.next]])) : null;
}

describe('in every order of five acts of two people around one appreciation', () => {
	const DEPTH = 5;
	const walkAll = (visit: Visit): void => {
		walk(after(...TOGETHER), DEPTH, visit);
	};
	const erasedRevs = (state: AppreciationState): number[] =>
		state.versions.flatMap(({ erased }, index) => (erased ? [index + 1] : []));

	test('nothing is answered in the name of the giver, or given in the name of the other', () => {
		walkAll((before, _move, decision) => {
			const next = nextOf(decision);
			if (next === null) return;
			expect(next.author).toBe(before?.author ?? next.author);
			expect(next.versions[0]?.author).toBe(next.author);
			for (const { author } of next.versions.slice(1)) expect(author).not.toBe(next.author);
		});
	});

	test('who says something signs it, and nobody erases what another said', () => {
		walkAll((before, move, decision) => {
			const next = nextOf(decision);
			if (next === null) return;
			const isNew = next.versions.length > (before?.versions.length ?? 0);
			if (isNew) expect(next.versions.at(-1)?.author).toBe(move.member);
			const erased = erasedRevs(next).filter(
				(rev) => before === null || !erasedRevs(before).includes(rev)
			);
			if (move.clear.of !== 'appreciation.erased') expect(erased).toEqual([]);
			else expect(erased.map((rev) => next.versions[rev - 1]?.author)).toEqual([move.member]);
		});
	});

	test('it is taken in once, by its recipient, while it stands', () => {
		walkAll((before, move, decision) => {
			if (move.clear.of !== 'appreciation.taken_in') return;
			const isRight =
				before !== null &&
				!before.takenIn &&
				before.versions[0]?.erased === false &&
				move.member !== before.author &&
				move.rev === 1 &&
				move.clear.envHash[0] === 1;
			expect(decision.accepted).toBe(isRight);
			if (decision.accepted) expect(nextOf(decision)?.takenIn).toBe(true);
		});
	});

	test('one answer stands at a time, and none comes after the words were taken back', () => {
		walkAll((before, move, decision) => {
			if (move.clear.of !== 'appreciation.answered') return;
			const isRight =
				before?.versions[0]?.erased === false &&
				before.versions.slice(1).every(({ erased }) => erased) &&
				move.member !== before.author &&
				move.rev === before.rev + 1 &&
				move.clear.envHash[0] === 1;
			expect(decision.accepted).toBe(isRight);
		});
	});

	test('taking the words back leaves an answer as it is', () => {
		walkAll((before, move, decision) => {
			if (move.clear.of !== 'appreciation.erased' || move.rev !== 1) return;
			if (!decision.accepted) return;
			expect(nextOf(decision)?.versions.slice(1)).toEqual(before?.versions.slice(1));
		});
	});

	test('a decision never changes the state it was given, and counts once', () => {
		walk(after(...TOGETHER), 3, (before, move, decision) => {
			const objects = after(...TOGETHER);
			if (before !== null) objects.set(THANKS, before);
			const copy = structuredClone(objects);
			judge(objects, move);
			expect(objects).toEqual(copy);
			if (decision.accepted) {
				expect(judge(objects.set(THANKS, decision.next), move).accepted).toBe(false);
			}
		});
	});
});

describe('each refusal has its name', () => {
	const { member: nadia } = NADIA;
	const { member: elias } = ELIAS;
	const given = event(nadia, { of: 'appreciation.given' }, { envHash: hashOf(1) });
	const takenIn = (member: MemberId, named = 1, rev = 1): LogEvent =>
		event(member, { of: 'appreciation.taken_in', envHash: hashOf(named) }, { rev });
	const answered = (member: MemberId, rev: number, named = 1): LogEvent =>
		event(
			member,
			{ of: 'appreciation.answered', envHash: hashOf(named) },
			{ rev, envHash: hashOf(rev) }
		);
	const erased = (member: MemberId, rev: number, named = rev): LogEvent =>
		event(member, { of: 'appreciation.erased', envHash: hashOf(named) }, { rev });

	test.each<[string, string, LogEvent[], LogEvent]>([
		['already_given', 'given twice', [given], given],
		['stale', 'given as a later version', [], { ...given, rev: 2 }],
		['unknown_version', 'taken in before it was given', [], takenIn(elias)],
		['not_recipient', 'taken in by the giver', [given], takenIn(nadia)],
		['stale', 'taken in by another hash', [given], takenIn(elias, 2)],
		['stale', 'taken in as another version', [given], takenIn(elias, 1, 2)],
		['taken_back', 'taken in after it was taken back', [given, erased(nadia, 1)], takenIn(elias)],
		['already_taken_in', 'taken in twice', [given, takenIn(elias)], takenIn(elias)],
		['unknown_version', 'answered before it was given', [], answered(elias, 2)],
		['not_recipient', 'answered by the giver', [given], answered(nadia, 2)],
		['stale', 'answered by another hash', [given], answered(elias, 2, 3)],
		['stale', 'answered in the place of the words', [given], answered(elias, 1)],
		['stale', 'answered with a rev left out', [given], answered(elias, 3)],
		['taken_back', 'answered too late', [given, erased(nadia, 1)], answered(elias, 2)],
		['already_answered', 'answered twice', [given, answered(elias, 2)], answered(elias, 3)],
		['unknown_version', 'erased before it was given', [], erased(nadia, 1)],
		['unknown_version', 'an answer erased that is not there', [given], erased(elias, 2)],
		['not_author', "the giver's words erased by the other", [given], erased(elias, 1)],
		['not_author', 'the answer erased by the giver', [given, answered(elias, 2)], erased(nadia, 2)],
		['stale', 'erased by another hash', [given], erased(nadia, 1, 2)],
		['already_erased', 'erased twice', [given, erased(nadia, 1)], erased(nadia, 1)]
	])('%s: %s', (code, _what, before, move) => {
		expect(codeOf(after(...TOGETHER, ...before), move)).toBe(code);
	});

	test('its twins without the fault count', () => {
		const whole = [
			given,
			takenIn(elias),
			answered(elias, 2),
			erased(elias, 2),
			answered(elias, 3),
			erased(nadia, 1),
			erased(elias, 3)
		];
		expect(thanksIn(after(...TOGETHER, ...whole))).toMatchObject({ rev: 3, takenIn: true });
	});
});
