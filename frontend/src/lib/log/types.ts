/** What the log is made of, on the phone. Sealed things and opened things have different types. */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { EventId, MemberId, ObjectId, SpaceId } from '#lib/crypto/ids.js';

/** One line of the log as it travels: the signed bytes themselves, and the sealed body or none. */
export interface SignedItem {
	event: Bytes;
	/** 64 bytes. */
	sig: Bytes;
	/** An envelope. Null where the verb has none, and where the server did not send it. */
	body: Bytes | null;
}

export interface Member {
	member: MemberId;
	edPub: Bytes;
	xPub: Bytes;
}

/** A personal space has one member, a shared one two: the inviter first. */
export type SpaceKind = 'personal' | 'shared';

/** Verbs about a version, which they name by the hash of its envelope. */
export type NamingVerb =
	| 'item.erased'
	| 'appreciation.taken_in'
	| 'appreciation.answered'
	| 'appreciation.erased'
	| 'conversation.erased'
	| 'limit.acknowledged'
	| 'limit.erased'
	| 'request.answered'
	| 'request.erased'
	| 'agreement.accepted'
	| 'agreement.erased';

/** One joint step of a conversation. `deeper`: turns whose listener also validates and guesses. */
export interface PlanStep {
	kind: 'reveal' | 'turns' | 'deeper';
	/** Turns a person; 0 for a reveal. */
	rounds: number;
}

/** What a piece of a turn does. */
export type TurnMove = 'speak' | 'mirror' | 'validate' | 'imagine';

/** The clear fields of conversations (protocol.md §7). Steps and openings count from 1. */
export type TalkClear =
	| { of: 'conversation.invited'; plan: readonly PlanStep[] }
	| { of: 'conversation.accepted' | 'conversation.resumed' | 'conversation.ended' }
	| { of: 'conversation.ready' | 'conversation.passed'; step: number }
	| { of: 'conversation.said'; step: number; move: TurnMove }
	/** `enough`: "yes, that is it". */
	| { of: 'conversation.heard'; step: number; enough: boolean }
	| { of: 'conversation.paused'; returnMs: number }
	| { of: 'conversation.told'; opening: number }
	/** SHA-256 of each record. */
	| {
			of: 'conversation.opened_together';
			opening: number;
			inviterHash: Bytes;
			invitedHash: Bytes;
	  };

/** How a review ends, where it does not end as a new proposal. */
export type ReviewOutcome = 'kept' | 'retired';

/** The verbs of limits, requests and agreements that name no version by its hash alone. */
export type AgreementClear =
	| { of: 'limit.shared' | 'limit.retired' | 'request.asked' | 'request.withdrawn' }
	| { of: 'agreement.paused' | 'agreement.resumed' | 'agreement.withdrawn' }
	/** `base`: the hash of the version that it starts from, zeros for the first. */
	| { of: 'agreement.proposed'; base: Bytes; deep: boolean }
	/** `nextMs`: 0 exactly where it is retired. */
	| { of: 'agreement.reviewed'; envHash: Bytes; outcome: ReviewOutcome; nextMs: number };

/** The clear fields of a verb (the table stands in tests/vectors/README.md). */
export type Clear =
	| { of: 'space.opened'; kind: SpaceKind; th: Bytes; members: Member[] }
	| { of: 'space.joined'; th: Bytes }
	| { of: 'space.left' }
	| { of: 'item.put' | 'appreciation.given' }
	| { of: NamingVerb; envHash: Bytes }
	| TalkClear
	| AgreementClear
	/** A verb of a later version: kept as it is and shown as a card. */
	| { of: 'unknown'; fields: Bytes[] };

/** What the signed bytes of an event say (protocol.md §6). */
export interface LogEvent {
	space: SpaceId;
	eventId: EventId;
	seq: number;
	/** The head before this event; 32 zero bytes at seq 1. */
	prev: Bytes;
	member: MemberId;
	/** The author's clock, in milliseconds since 1970. */
	atMs: number;
	verb: string;
	object: ObjectId;
	rev: number;
	/** SHA-256 of the envelope; null where the event has no body. */
	envHash: Bytes | null;
	clear: Clear;
}

/** An event whose place, author and signature were checked. */
export interface VerifiedEvent {
	event: LogEvent;
	item: SignedItem;
	/** The head after this event. */
	head: Bytes;
	/** Why it changes nothing: a rule's code, or `unknown_verb`. Null where it counts. */
	refused: string | null;
}
