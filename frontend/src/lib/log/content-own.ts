/** What a person keeps in My side about the app itself, so that all their devices agree on it. */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type SpaceId } from '#lib/crypto/ids.js';

/** What came from the other person was looked through as far as this place of that log. */
export interface InboxSeen {
	t: 'inbox';
	space: SpaceId;
	seq: number;
}

/** Notifications were offered once and that was answered, with yes or not now. */
export interface PushOfferAnswered {
	t: 'push_offer';
}

/** A time for the two of them, once a week. */
export interface UsTime {
	t: 'us_time';
	/** From 1, Monday, to 7, Sunday; null while there is none. */
	day: number | null;
	/** Minutes after midnight, by the clock of whichever device reads it. */
	atMin: number;
}

/** The passphrase is asked for on some days after it was set: up to which of them it was, so far. */
export interface PassphraseAsked {
	t: 'passphrase';
	sinceMs: number;
	/** Days after that; 0: not yet. */
	day: number;
}

export type OwnContent = InboxSeen | PushOfferAnswered | UsTime | PassphraseAsked;

const DAYS = 7;
const DAY_MIN = 24 * 60;

export function inboxPlaintext({ space, seq }: Omit<InboxSeen, 't'>): Plaintext {
	return { t: 'inbox', v: 1, space, seq };
}

export function pushOfferPlaintext(): Plaintext {
	return { t: 'push_offer', v: 1 };
}

export function usTimePlaintext({ day, atMin }: Omit<UsTime, 't'>): Plaintext {
	return { t: 'us_time', v: 1, day, at_min: atMin };
}

export function passphrasePlaintext({ sinceMs, day }: Omit<PassphraseAsked, 't'>): Plaintext {
	return { t: 'passphrase', v: 1, since_ms: sinceMs, day };
}

export function readInbox({ space, seq }: Plaintext): InboxSeen | null {
	if (!isWithin(seq, 0, Number.MAX_SAFE_INTEGER)) return null;
	try {
		return { t: 'inbox', space: parseId<SpaceId>(space), seq };
	} catch {
		return null;
	}
}

export function readPushOffer(): PushOfferAnswered {
	return { t: 'push_offer' };
}

export function readUsTime({ day, at_min }: Plaintext): UsTime | null {
	if (!isWithin(at_min, 0, DAY_MIN - 1)) return null;
	if (day !== null && !isWithin(day, 1, DAYS)) return null;
	return { t: 'us_time', day, atMin: at_min };
}

export function readPassphrase({ since_ms, day }: Plaintext): PassphraseAsked | null {
	if (!isWithin(since_ms, 0, Number.MAX_SAFE_INTEGER)) return null;
	return isWithin(day, 0, Number.MAX_SAFE_INTEGER)
		? { t: 'passphrase', sinceMs: since_ms, day }
		: null;
}

function isWithin(value: unknown, first: number, last: number): value is number {
	return Number.isSafeInteger(value) && (value as number) >= first && (value as number) <= last;
}
