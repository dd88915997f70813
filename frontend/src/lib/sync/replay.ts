/**
 * The state of a log from lines that this phone verified before. Signatures are not checked again:
 * the store holds nothing that was not verified, and later starts do none of that work twice.
 */
import { parseEvent } from '#lib/log/event.js';
import { judge } from '#lib/log/judge.js';
import type { LogEvent, Member } from '#lib/log/types.js';
import type { ChainState } from '#lib/log/verify.js';
import type { MemberId, ObjectId } from '#lib/crypto/ids.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import type { Bytes } from '#lib/crypto/canonical.js';
import type { EventRow } from '#lib/store/rows.js';

export interface ReplayedEvent {
	event: LogEvent;
	refused: string | null;
}

export interface Replay {
	state: ChainState;
	events: ReplayedEvent[];
}

/**
 * @param lines from seq 1 on, or from right behind `from`
 * @param head after the last of the lines
 */
export function replay(from: ChainState, lines: readonly EventRow[], head: Bytes): Replay {
	const objects = new Map(from.objects);
	const events = lines.map((line) => {
		const event = parseEvent(line.event);
		return { event, refused: apply(objects, event) };
	});
	const members = from.seq === 0 ? openedMembers(events[0]?.event) : from.members;
	const last = events.at(-1)?.event;
	const { seq, atMs } = last ?? from;
	return { state: { ...from, seq, atMs, head, members, objects }, events };
}

/** The head right before this line, which the line itself names and its author signed. */
export function headBefore(line: EventRow): Bytes {
	return parseEvent(line.event).prev;
}

function openedMembers(first: LogEvent | undefined): ReadonlyMap<MemberId, Member> {
	if (first?.clear.of !== 'space.opened') return new Map();
	return new Map(first.clear.members.map((member) => [member.member, member]));
}

function apply(objects: Map<ObjectId, ObjectState>, event: LogEvent): string | null {
	if (event.seq === 1) {
		objects.set(event.object, { kind: 'space', author: event.member, rev: 0, versions: [] });
		return null;
	}
	const decision = judge(objects.get(event.object) ?? null, event);
	if (!decision.accepted) return decision.code;
	objects.set(event.object, decision.next);
	return null;
}
