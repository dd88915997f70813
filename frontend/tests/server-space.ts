/** A space as the server under test keeps it: the bytes that phones sent, judged by the book. */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { fromBase64url, toBase64url, type ObjectId } from '#lib/crypto/ids.js';
import { headOf, parseEvent, ZERO_HASH } from '#lib/log/event.js';
import { apply } from '#lib/log/judge.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import type { LogEvent } from '#lib/log/types.js';
import { refusalOfSealed, type Sealed } from './server-sealed';

export type Json = Record<string, unknown>;

export interface Stored {
	event: Bytes;
	sig: Bytes;
	body: Bytes | null;
	parsed: LogEvent;
	head: Bytes;
	arrivedMs: number;
	repaired: boolean;
}

export interface Membership {
	login: string;
	member: string;
	/** Null until the invited person has joined. */
	skWrap: string | null;
}

export interface Space {
	space: string;
	kind: 1 | 2;
	memberships: Membership[];
	lines: Stored[];
	isClosed: boolean;
	/** Sealed answers, which no page tells of. */
	answers?: Map<string, Sealed>;
}

export interface Refusal {
	status: number;
	code: string;
}

const TOLERANCE_MS = 5 * 60_000;
const MAX_ITEMS = 20;

export function copyOf(space: Space): Space {
	const memberships = space.memberships.map((membership) => ({ ...membership }));
	const answers = new Map(space.answers);
	return { ...space, memberships, lines: [...space.lines], answers };
}

export async function storedOf(item: Json, nowMs: number, repaired: boolean): Promise<Stored> {
	const event = fromBase64url(item.event);
	const sig = fromBase64url(item.sig);
	const parsed = parseEvent(event);
	return {
		event,
		sig,
		body: item.body === null ? null : fromBase64url(item.body),
		parsed,
		head: await headOf(event, sig),
		arrivedMs: nowMs,
		repaired
	};
}

/** All or nothing. Gives the status, or why not. */
export async function append(
	space: Space,
	author: Membership,
	items: readonly Json[],
	{ repair, nowMs }: { repair: boolean; nowMs: number }
): Promise<200 | 201 | Refusal> {
	if (items.length > MAX_ITEMS) return { status: 413, code: 'too_large' };
	const fresh = items.filter((item) => !space.lines.some((line) => isSame(line, item)));
	if (fresh.length === 0) return 200;
	const lines = [...space.lines];
	for (const item of fresh) {
		const line = await storedOf(item, nowMs, repair);
		const refusal = judge(space, lines, line, { author, repair, nowMs });
		if (refusal) return refusal;
		lines.push(tellsNoTime(lines, line) ? { ...line, arrivedMs: line.parsed.atMs } : line);
	}
	const { length } = space.lines;
	space.lines = lines;
	for (const { parsed } of lines.slice(length)) settle(space, parsed);
	return 201;
}

function judge(
	space: Space,
	lines: readonly Stored[],
	line: Stored,
	{ author, repair, nowMs }: { author: Membership; repair: boolean; nowMs: number }
): Refusal | null {
	const { parsed } = line;
	const last = lines.at(-1);
	if (lines.some(({ parsed: { eventId } }) => eventId === parsed.eventId))
		return conflict('id_used');
	const isNext = parsed.seq === lines.length + 1;
	if (!isNext || !equalBytes(parsed.prev, last?.head ?? ZERO_HASH)) return conflict('head_moved');
	if (space.isClosed && !parsed.verb.endsWith('.erased')) return rule('space_closed');
	const isMember = space.memberships.some(({ member }) => member === parsed.member);
	if (repair ? !isMember : parsed.member !== author.member) return rule('not_author');
	const isLeaving = parsed.verb === 'space.left';
	const isTimeless = tellsNoTime(lines, line);
	if (isTimeless && parsed.atMs !== last?.parsed.atMs) return conflict('clock');
	const offMs = parsed.atMs - nowMs;
	const isOff = repair ? offMs > TOLERANCE_MS : Math.abs(offMs) > TOLERANCE_MS;
	if (isOff && !isTimeless) return conflict('clock');
	// Whoever has no wrap yet joins by another door, and can here only leave.
	if (author.skWrap === null && !isLeaving) return rule('not_joined');
	const code = apply(objectsOf(lines), parsed) ?? (repair ? null : refusalOfSealed(space, parsed));
	return code === null ? null : rule(code);
}

/** A leaving, and whatever comes behind one. */
function tellsNoTime(lines: readonly Stored[], { parsed }: Stored): boolean {
	return [...lines.map((line) => line.parsed), parsed].some(({ verb }) => verb === 'space.left');
}

const conflict = (code: string): Refusal => ({ status: 409, code });
const rule = (code: string): Refusal => ({ status: 422, code });

export function objectsOf(lines: readonly Stored[]): Map<ObjectId, ObjectState> {
	const objects = new Map<ObjectId, ObjectState>();
	for (const { parsed } of lines) apply(objects, parsed);
	return objects;
}

function settle(space: Space, { verb, object, rev }: LogEvent): void {
	if (verb === 'space.left') space.isClosed = true;
	if (!verb.endsWith('.erased')) return;
	space.lines = space.lines.map((line) => {
		const { envHash, object: about, rev: of } = line.parsed;
		return envHash !== null && about === object && of === rev ? { ...line, body: null } : line;
	});
}

function isSame(line: Stored, item: Json): boolean {
	return (
		equalBytes(line.event, fromBase64url(item.event)) &&
		equalBytes(line.sig, fromBase64url(item.sig))
	);
}

export function placeOf({ lines }: Space): { seq: number; head: string } {
	return { seq: lines.length, head: toBase64url(lines.at(-1)?.head ?? ZERO_HASH) };
}

export function pageOf(space: Space, after: number): Json {
	const events = space.lines.slice(after, after + 500).map((line) => ({
		event: toBase64url(line.event),
		sig: toBase64url(line.sig),
		body: line.body && toBase64url(line.body),
		arrived_ms: line.arrivedMs,
		repaired: line.repaired
	}));
	return { events, ...placeOf(space) };
}
