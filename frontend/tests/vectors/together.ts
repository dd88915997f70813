/** Logs of two people in one space, from its genesis on. */
import type { ObjectId } from '#lib/crypto/ids.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { Clear, LogEvent } from '#lib/log/types.js';
import { fieldsOf, type Json } from './fields';
import { fixedBytes, OWN, SPACE, STRANGER, type FixedMember } from './fixed';
import { OPENED, PUT } from './sample-events';

const TH = await fixedBytes('th', 32);
const ABOUT_SPACE = { object: SPACE as string as ObjectId, rev: 0, envHash: null };
const OPENING: LogEvent = {
	...OPENED,
	clear: { of: 'space.opened', kind: 'shared', th: TH, members: [OWN.entry, STRANGER.entry] }
};
const JOINING: LogEvent = {
	...PUT,
	...ABOUT_SPACE,
	member: STRANGER.entry.member,
	verb: 'space.joined',
	clear: { of: 'space.joined', th: TH }
};

/** An event without a body or a rev, unless `change` says so. */
export function by(author: FixedMember, clear: Clear, change: Partial<LogEvent> = {}): LogEvent {
	const { member } = author.entry;
	return { ...PUT, member, verb: clear.of, rev: 0, envHash: null, clear, ...change };
}

/** A space that both are in, and what is then said there. */
export function together(...events: LogEvent[]): Json {
	const all = [OPENING, JOINING, ...events];
	return {
		events: all.map((event, index) =>
			fieldsOf({ ...event, seq: index + 1, prev: index === 0 ? ZERO_HASH : PUT.prev })
		)
	};
}
