/** One event of each verb, in its plainest form. */
import { utf8 } from '#lib/crypto/canonical.js';
import type { ObjectId } from '#lib/crypto/ids.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { LogEvent } from '#lib/log/types.js';
import { AT_MS, EVENT, fixedBytes, MEMBER, OBJECT, OWN, SPACE, STRANGER } from './fixed';

export const PREV = await fixedBytes('a head', 32);
export const HASH = await fixedBytes('an envelope hash', 32);

export const PUT: LogEvent = {
	space: SPACE,
	eventId: EVENT,
	seq: 2,
	prev: PREV,
	member: MEMBER,
	atMs: AT_MS,
	verb: 'item.put',
	object: OBJECT,
	rev: 1,
	envHash: HASH,
	clear: { of: 'item.put' }
};
export const ERASED: LogEvent = {
	...PUT,
	verb: 'item.erased',
	envHash: null,
	clear: { of: 'item.erased', envHash: HASH }
};
export const OPENED: LogEvent = {
	...PUT,
	seq: 1,
	prev: ZERO_HASH,
	verb: 'space.opened',
	object: SPACE as string as ObjectId,
	rev: 0,
	envHash: null,
	clear: { of: 'space.opened', kind: 'personal', th: ZERO_HASH, members: [OWN.entry] }
};
export const SHARED: LogEvent = {
	...OPENED,
	clear: { of: 'space.opened', kind: 'shared', th: PREV, members: [OWN.entry, STRANGER.entry] }
};
const SECOND = { seq: 2, prev: PREV };
/** The verbs of membership and of appreciations, each in its plainest form. */
export const JOINT: LogEvent[] = [
	{ ...OPENED, ...SECOND, verb: 'space.joined', clear: { of: 'space.joined', th: PREV } },
	{ ...OPENED, ...SECOND, verb: 'space.left', clear: { of: 'space.left' } },
	{ ...PUT, verb: 'appreciation.given', clear: { of: 'appreciation.given' } },
	{
		...ERASED,
		verb: 'appreciation.taken_in',
		clear: { of: 'appreciation.taken_in', envHash: HASH }
	},
	{
		...PUT,
		rev: 2,
		verb: 'appreciation.answered',
		clear: { of: 'appreciation.answered', envHash: PREV }
	},
	{ ...ERASED, verb: 'appreciation.erased', clear: { of: 'appreciation.erased', envHash: HASH } }
];
const ACT: LogEvent = { ...PUT, seq: 3, rev: 0, envHash: null };
const WORDS: LogEvent = { ...PUT, seq: 3 };
/** The verbs of conversations. */
export const TALK: LogEvent[] = [
	talk(WORDS, {
		of: 'conversation.invited',
		plan: [
			{ kind: 'reveal', rounds: 0 },
			{ kind: 'turns', rounds: 9 },
			{ kind: 'deeper', rounds: 1 }
		]
	}),
	talk(ACT, { of: 'conversation.accepted' }),
	talk(ACT, { of: 'conversation.ready', step: 2 }),
	talk(WORDS, { of: 'conversation.said', step: 2, move: 'imagine' }),
	talk(ACT, { of: 'conversation.heard', step: 2, enough: true }),
	talk(ACT, { of: 'conversation.heard', step: 65_535, enough: false }),
	talk(ACT, { of: 'conversation.passed', step: 16 }),
	talk(ACT, { of: 'conversation.paused', returnMs: AT_MS + 1_200_000 }),
	talk(ACT, { of: 'conversation.resumed' }),
	talk(ACT, { of: 'conversation.told', opening: 1 }),
	talk(ACT, {
		of: 'conversation.opened_together',
		opening: 1,
		inviterHash: HASH,
		invitedHash: PREV
	}),
	talk(ACT, { of: 'conversation.ended' }),
	talk({ ...ERASED, seq: 3 }, { of: 'conversation.erased', envHash: HASH })
];

/** The verbs of limits, requests and agreements. */
export const AGREEING: LogEvent[] = [
	talk(WORDS, { of: 'limit.shared' }),
	talk({ ...ERASED, seq: 3 }, { of: 'limit.acknowledged', envHash: HASH }),
	talk(ACT, { of: 'limit.retired' }),
	talk({ ...ERASED, seq: 3 }, { of: 'limit.erased', envHash: HASH }),
	talk(WORDS, { of: 'request.asked' }),
	talk({ ...WORDS, rev: 2 }, { of: 'request.answered', envHash: PREV }),
	talk(ACT, { of: 'request.withdrawn' }),
	talk({ ...ERASED, seq: 3 }, { of: 'request.erased', envHash: HASH }),
	talk(WORDS, { of: 'agreement.proposed', base: ZERO_HASH, deep: false }),
	talk({ ...WORDS, rev: 2 }, { of: 'agreement.proposed', base: PREV, deep: true }),
	talk({ ...ERASED, seq: 3 }, { of: 'agreement.accepted', envHash: HASH }),
	talk(ACT, { of: 'agreement.paused' }),
	talk(ACT, { of: 'agreement.resumed' }),
	talk(ACT, { of: 'agreement.withdrawn' }),
	talk(
		{ ...ERASED, seq: 3 },
		{ of: 'agreement.reviewed', envHash: HASH, outcome: 'kept', nextMs: AT_MS + 1 }
	),
	talk(
		{ ...ERASED, seq: 3 },
		{ of: 'agreement.reviewed', envHash: HASH, outcome: 'retired', nextMs: 0 }
	),
	talk({ ...ERASED, seq: 3 }, { of: 'agreement.erased', envHash: HASH })
];

function talk(event: LogEvent, clear: LogEvent['clear']): LogEvent {
	return { ...event, verb: clear.of, clear };
}

export const UNKNOWN: LogEvent = {
	...PUT,
	verb: 'kiln.opened_together',
	clear: { of: 'unknown', fields: [utf8('raku'), new Uint8Array(0)] }
};
