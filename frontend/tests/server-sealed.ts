/**
 * Sealed answers on the server under test (protocol.md §7): they wait outside the log, both are
 * frozen by the second one, and nothing that one person is answered depends on the other's.
 */
import { parseAnswer } from '#lib/crypto/answer.js';
import { equalBytes } from '#lib/crypto/canonical.js';
import { fromBase64url, parseId, toBase64url, type ObjectId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import type { ConversationState } from '#lib/log/rules/rule.js';
import type { LogEvent } from '#lib/log/types.js';
import { objectsOf, type Json, type Membership, type Space } from './server-space';

export interface Sealed {
	rev: number;
	/** Null after a withdrawal. */
	answer: { record: string; sig: string; body: string | null } | null;
	/** SHA-256 of the record. */
	hash: string;
	withdrawnMs: number;
	/** Which of the two was first. */
	order: number;
}

export interface Answered {
	status: number;
	body: Json | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const refuse = (status: number, code: string): Answered => ({ status, body: { code } });
const keyOf = (conversation: string, opening: number, member: string): string =>
	`${conversation} ${opening} ${member}`;

interface Door {
	space: Space;
	membership: Membership;
	conversation: string;
	opening: number;
	nowMs: number;
}

export async function answerDoor(
	{ method = 'GET' }: RequestInit,
	path: string,
	place: Omit<Door, 'conversation' | 'opening'>,
	body: Json
): Promise<Answered> {
	const [, , , , , conversation = '', , opening = ''] = path.split('/');
	const door = { ...place, conversation, opening: Number(opening) };
	const { space } = door;
	const state = objectsOf(space.lines).get(parseId<ObjectId>(conversation));
	if (state?.kind !== 'conversation') return refuse(404, 'not_found');
	space.answers ??= new Map();
	if (method === 'GET') return { status: 200, body: read(door) };
	return method === 'PUT' ? put(door, state, body) : withdraw(door, state);
}

function sides({ space, membership, conversation, opening }: Door) {
	const other = space.memberships.find((one) => one !== membership)?.member ?? '';
	const key = keyOf(conversation, opening, membership.member);
	const mine = space.answers?.get(key);
	const theirs = space.answers?.get(keyOf(conversation, opening, other));
	return { key, mine, theirs, isFrozen: Boolean(mine?.answer && theirs?.answer) };
}

function read(door: Door): Json {
	const { mine, theirs, isFrozen } = sides(door);
	const waitMs = mine && !mine.answer ? mine.withdrawnMs + DAY_MS - door.nowMs : 0;
	return {
		mine: mine?.answer ?? null,
		theirs: isFrozen ? (theirs?.answer ?? null) : null,
		rev: mine?.rev ?? 0,
		second: isFrozen && (mine?.order ?? 0) > (theirs?.order ?? 0),
		wait_ms: Math.max(0, waitMs)
	};
}

async function put(door: Door, state: ConversationState, body: Json): Promise<Answered> {
	const { space, opening, nowMs } = door;
	const { key, mine, isFrozen } = sides(door);
	const record = fromBase64url(body.record);
	const { rev } = parseAnswer(record);
	const hash = toBase64url(await sha256(record));
	const reply = (status: number): Answered => {
		const { mine: now, theirs, isFrozen: open } = sides(door);
		const second = open && (now?.order ?? 0) > (theirs?.order ?? 0);
		return { status, body: { rev, open, second } };
	};
	if (mine?.answer && mine.answer.record === body.record) return reply(200);
	if (space.isClosed) return refuse(422, 'space_closed');
	const { facts, author } = state;
	const isDone = facts.opened.length >= opening;
	if (!isDone && facts.ended) return refuse(422, 'ended');
	if (!facts.accepted) return refuse(422, 'not_accepted');
	if (!isDone && facts.paused) return refuse(422, 'paused');
	if (isFrozen) return refuse(409, 'frozen');
	const { record: text, sig, body: envelope } = body as Record<string, string>;
	const answer = { record: text ?? '', sig: sig ?? '', body: envelope ?? '' };
	const stored = { rev, answer, hash, withdrawnMs: 0, order: (space.answers?.size ?? 0) + 1 };
	if (isDone) {
		const said = facts.opened[opening - 1];
		const own = author === door.membership.member ? said?.inviterHash : said?.invitedHash;
		if (!own || !equalBytes(own, fromBase64url(hash))) return refuse(409, 'frozen');
	} else {
		const isCurrent = facts.plan[facts.done]?.kind === 'reveal';
		if (!isCurrent || facts.opened.length + 1 !== opening) return refuse(422, 'not_now');
		const isTooSoon = mine && !mine.answer && nowMs < mine.withdrawnMs + DAY_MS;
		if (isTooSoon) return refuse(422, 'too_soon');
		if (rev !== (mine?.rev ?? 0) + 1) return refuse(422, 'stale');
	}
	space.answers?.set(key, { ...stored, order: mine?.answer ? mine.order : nextOrder(space) });
	return reply(201);
}

function nextOrder({ answers }: Space): number {
	return 1 + Math.max(0, ...[...(answers?.values() ?? [])].map(({ order }) => order));
}

function withdraw(door: Door, { facts }: ConversationState): Answered {
	const { key, mine, isFrozen } = sides(door);
	if (door.space.isClosed) {
		// What waited went with the leaving; of what opened the words go, and the record stays.
		if (mine?.answer) {
			const answer = { ...mine.answer, body: null };
			door.space.answers?.set(key, { ...mine, answer });
		}
		return { status: 204, body: null };
	}
	if (isFrozen) return refuse(409, 'frozen');
	if (facts.told.some((member) => member === door.membership.member)) return refuse(409, 'told');
	if (mine?.answer) {
		door.space.answers?.set(key, { ...mine, answer: null, withdrawnMs: door.nowMs });
	}
	return { status: 204, body: null };
}

/** What the server alone can know of an event; null where nothing is against it. */
export function refusalOfSealed(space: Space, event: LogEvent): string | null {
	const { clear, object, member } = event;
	const answers = space.answers ?? new Map<string, Sealed>();
	if (clear.of === 'conversation.told') {
		return answers.get(keyOf(object, clear.opening, member))?.answer ? null : 'not_answered';
	}
	if (clear.of !== 'conversation.opened_together') return null;
	const state = objectsOf(space.lines).get(object);
	const hashes = space.memberships.map((one) => {
		const sealed = answers.get(keyOf(object, clear.opening, one.member));
		const expected = one.member === state?.author ? clear.inviterHash : clear.invitedHash;
		return sealed?.answer !== null && sealed?.hash === toBase64url(expected);
	});
	return hashes.length === 2 && hashes.every(Boolean) ? null : 'not_open';
}
