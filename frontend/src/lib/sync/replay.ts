/**
 * The state of a log from lines that this phone verified before. Signatures are not checked again:
 * the store holds nothing that was not verified, and later starts do none of that work twice.
 */
import { parseEvent } from '#lib/log/event.js';
import { apply, openedMembers } from '#lib/log/judge.js';
import type { LogEvent } from '#lib/log/types.js';
import type { ChainState } from '#lib/log/verify.js';
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
