/**
 * What a person meant to do, before it has a place in the log. An intent has its event id from the
 * moment it is queued, so it can be looked for; it names other versions by their event ids, because
 * revs are only known where things have a place. What a put says is sealed again as it is.
 */
import { CanonicalError, type Bytes } from '#lib/crypto/canonical.js';
import { deviceContext } from '#lib/crypto/contexts.js';
import { EnvelopeError, NO_EPOCH, open, seal, type Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type DeviceId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { readAgreeAct, type AgreeAct } from './agree-act';
import { AppError } from './app-error';
import { readAct, type TalkAct } from './talk-act';

export interface PutIntent {
	kind: 'put';
	object: ObjectId;
	/** The versions that these words take the place of. */
	base: EventId[];
	/** A note's `replaces` is filled in from `base` when it is signed. */
	content: Plaintext;
}

/** Takes one's own words back, of whatever kind. */
export interface EraseIntent {
	kind: 'erase';
	object: ObjectId;
	version: EventId;
}

/** Thanks, or the line that answers them. */
export interface SayIntent {
	kind: 'give' | 'answer';
	object: ObjectId;
	content: Plaintext;
}

export interface TakeInIntent {
	kind: 'take_in';
	object: ObjectId;
}

/** Something done in a conversation. What depends on where the log stands is filled in at signing. */
export interface TalkIntent {
	kind: 'talk';
	object: ObjectId;
	act: TalkAct;
	/** Of an invitation and of a piece of a turn. */
	content?: Plaintext;
}

/** Something done with a limit, a request or an agreement. Revs and hashes are filled in at signing. */
export interface AgreeIntent {
	kind: 'agree';
	object: ObjectId;
	act: AgreeAct;
	/** Of what brings words. */
	content?: Plaintext;
}

export type Intent = PutIntent | EraseIntent | SayIntent | TakeInIntent | TalkIntent | AgreeIntent;

/** What it says; null for an act without words. */
export function wordsOf(intent: Intent): Plaintext | null {
	return 'content' in intent ? (intent.content ?? null) : null;
}

/** What was signed of an agreement without words of one's own; null for everything else. */
export function signsOf(intent: Intent): 'accepted' | 'reviewed' | null {
	if (intent.kind !== 'agree') return null;
	const { of } = intent.act;
	if (of === 'agreement.accepted') return 'accepted';
	return of === 'agreement.reviewed' ? 'reviewed' : null;
}

/**
 * Whether it waits for a decision once it is refused. An act without words that changes nothing any
 * more is over; but whoever said yes, or how a review ends, must hear that it did not count.
 */
export function isToldWhenRefused(intent: Intent): boolean {
	return wordsOf(intent) !== null || signsOf(intent) !== null;
}

export interface DeviceKeys {
	device: DeviceId;
	/** K_dev. */
	key: Bytes;
}

const OUTBOX = 'outbox';

/** Throws AppError `too_long`: an intent is a little longer than the body it becomes. */
export async function sealIntent(
	{ device, key }: DeviceKeys,
	id: EventId,
	intent: Intent
): Promise<Bytes> {
	try {
		const context = deviceContext(device, OUTBOX, id);
		return await seal(key, context, { t: 'intent', v: 1, ...intent }, NO_EPOCH);
	} catch (error) {
		if (error instanceof EnvelopeError && error.code === 'too_long') {
			throw new AppError('too_long', { cause: error });
		}
		throw error;
	}
}

/** Null where the row was changed on disk: it is kept, but cannot be sent. */
export async function openIntent(
	{ device, key }: DeviceKeys,
	id: EventId,
	sealed: Bytes
): Promise<Intent | null> {
	try {
		return readIntent(await open(key, deviceContext(device, OUTBOX, id), sealed, NO_EPOCH));
	} catch (error) {
		if (error instanceof EnvelopeError || error instanceof CanonicalError) return null;
		throw error;
	}
}

function readIntent(plaintext: Plaintext): Intent | null {
	const { t, v, kind, object, base, content, version } = plaintext;
	if (t !== 'intent' || v !== 1) return null;
	const about = { object: parseId<ObjectId>(object) };
	switch (kind) {
		case 'erase':
			return { kind, ...about, version: parseId(version) };
		case 'take_in':
			return { kind, ...about };
		case 'give':
		case 'answer':
			return { kind, ...about, content: content as Plaintext };
		case 'talk': {
			const act = readAct(plaintext.act);
			const words = content === undefined ? {} : { content: content as Plaintext };
			return act && { kind, ...about, act, ...words };
		}
		case 'agree': {
			const act = readAgreeAct(plaintext.act);
			const words = content === undefined ? {} : { content: content as Plaintext };
			return act && { kind, ...about, act, ...words };
		}
		case 'put': {
			if (!Array.isArray(base)) return null;
			const earlier = base.map((id) => parseId<EventId>(id));
			return { kind, ...about, base: earlier, content: content as Plaintext };
		}
		default:
			return null;
	}
}
