/**
 * Sealed answers (protocol.md §7): a record of who answered what, signed, and the words under the
 * space's key. It waits outside the log, because it must not show even that it exists; no date is in
 * it for the same reason.
 */
import { CanonicalError, equalBytes, readT, readUint, T, u16, u32, type Bytes } from './canonical';
import { answerContext, type AnswerPlace } from './contexts';
import { open, seal, SPACE_EPOCH, type Plaintext } from './envelope';
import { idFromBytes, idToBytes } from './ids';
import { sha256, type RandomBytes } from './primitives';
import { importVerifier, isSmallOrder, sign, verify, type SigningKey } from './signing';

/** Keys are not renewed in this version; any other generation is refused. */
const KEY_GEN = 1;

export interface AnswerRecord extends AnswerPlace {
	envHash: Bytes;
}

/** As it travels. */
export interface SignedAnswer {
	/** The signed bytes themselves. */
	record: Bytes;
	/** 64 bytes. */
	sig: Bytes;
	/** An envelope. */
	body: Bytes;
}

/** As the server hands it out: without a body where its author took it back after a leaving (R14). */
export interface DeliveredAnswer extends Omit<SignedAnswer, 'body'> {
	body: Bytes | null;
}

export function buildAnswer(answer: AnswerRecord): Bytes {
	return T(
		'gs1:answer',
		idToBytes(answer.space),
		idToBytes(answer.conversation),
		u16(answer.step),
		idToBytes(answer.member),
		u16(KEY_GEN),
		u32(answer.rev),
		answer.envHash
	);
}

/** Throws CanonicalError (`malformed`) unless these bytes are one record of this version. */
export function parseAnswer(bytes: Uint8Array): AnswerRecord {
	const fields = readT('gs1:answer', bytes);
	if (fields.length !== 7) throw new CanonicalError('an answer has seven fields');
	const [space, conversation, step, member, keyGen, rev, envHash] = fields as [
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes
	];
	if (readUint(sized(keyGen, 2)) !== KEY_GEN) throw new CanonicalError('another generation');
	return {
		space: idFromBytes(space),
		conversation: idFromBytes(conversation),
		step: readOrdinal(step, 2),
		member: idFromBytes(member),
		rev: readOrdinal(rev, 4),
		envHash: sized(envHash, 32)
	};
}

/** Seals the words for this place and signs a record of them. Throws EnvelopeError. */
export async function signAnswer(
	place: AnswerPlace,
	plaintext: Plaintext,
	keys: { body: Bytes; signing: SigningKey },
	random?: RandomBytes
): Promise<SignedAnswer> {
	const body = await seal(keys.body, answerContext(place), plaintext, SPACE_EPOCH, random);
	const record = buildAnswer({ ...place, envHash: await sha256(body) });
	return { record, sig: await sign(keys.signing, record), body };
}

export type AnswerFault = 'malformed' | 'place' | 'changed' | 'body' | 'weak_key' | 'signature';

/** Not what its author sealed for this place, or not what opened. */
export class AnswerError extends Error {
	constructor(readonly code: AnswerFault) {
		super(`answer: ${code}`);
		this.name = 'AnswerError';
	}
}

/** What `conversation.opened_together` names it by. */
export async function hashOfAnswer({ record }: Pick<SignedAnswer, 'record'>): Promise<Bytes> {
	return sha256(record);
}

/**
 * Whether this member sealed it for this place, and it is what the log says has opened, once the log
 * does. A body that is gone is for the caller to judge. Throws AnswerError with the first check that does not hold.
 */
export async function checkAnswer(
	{ record, sig, body }: DeliveredAnswer,
	expected: Omit<AnswerPlace, 'rev'> & { edPub: Bytes; opened: Bytes | null }
): Promise<AnswerRecord> {
	const read = parseOrFault(record);
	const isInPlace =
		read.space === expected.space &&
		read.conversation === expected.conversation &&
		read.step === expected.step &&
		read.member === expected.member;
	if (!isInPlace) throw new AnswerError('place');
	const { opened, edPub } = expected;
	if (opened && !equalBytes(opened, await sha256(record))) throw new AnswerError('changed');
	const isOwnBody = body === null || equalBytes(await sha256(body), read.envHash);
	if (!isOwnBody) throw new AnswerError('body');
	if (isSmallOrder(edPub)) throw new AnswerError('weak_key');
	const verifier = await importVerifier(edPub).catch(() => null);
	if (verifier === null || !(await verify(verifier, sig, record))) {
		throw new AnswerError('signature');
	}
	return read;
}

function parseOrFault(record: Bytes): AnswerRecord {
	try {
		return parseAnswer(record);
	} catch (error) {
		if (error instanceof CanonicalError) throw new AnswerError('malformed');
		throw error;
	}
}

/** The words of a record that was checked. Throws EnvelopeError. */
export async function openAnswer(key: Bytes, { record, body }: SignedAnswer): Promise<Plaintext> {
	return open(key, answerContext(parseAnswer(record)), body, SPACE_EPOCH);
}

function readOrdinal(field: Bytes, width: number): number {
	const ordinal = readUint(sized(field, width));
	if (ordinal === 0) throw new CanonicalError('counted from 1');
	return ordinal;
}

function sized(field: Bytes, length: number): Bytes {
	if (field.length !== length) throw new CanonicalError(`a field of ${length} bytes`);
	return field;
}
