/**
 * What two phones say to each other before they share a space (protocol.md §8). M1 is the inviter's,
 * M2 the invited person's; `th` binds them, and the six digits compare what the link alone could not
 * prove. The inviter commits to the nonce in M1 and shows it only when M2 is fixed, so that nobody
 * can try keys until the digits fit (T7).
 *
 * Reading refuses whatever an honest phone would not have sent: PairingError, and CanonicalError,
 * NameError and WeakKeyError of the parts.
 */
import {
	CanonicalError,
	concat,
	equalBytes,
	readT,
	T,
	utf8,
	utf8Text,
	type Bytes
} from './canonical';
import { pairingContext } from './contexts';
import { sixDigits } from './digits';
import { NO_EPOCH, open } from './envelope';
import { fromBase64url, idFromBytes, idToBytes, type MemberId, type SpaceId } from './ids';
import { checkName } from './names';
import { hkdf, sha256, type RandomBytes } from './primitives';
import { agree, checkAgreementKey, isSmallOrder, WeakKeyError } from './signing';
import { sealKey } from './wraps';

/**
 * `changed`: these are not the bytes that were named before. `repeat`: an id or a key that is ours,
 * or stands there twice; nobody else can bring it.
 */
export class PairingError extends Error {
	constructor(readonly code: 'changed' | 'repeat') {
		super(`pairing: ${code}`);
		this.name = 'PairingError';
	}
}

/** Who a message speaks for. */
interface Speaker {
	member: MemberId;
	name: string;
	edPub: Bytes;
	xPub: Bytes;
	/** X_i or X_e: an X25519 key of this pairing alone. */
	agreement: Bytes;
}

/** M1. */
export interface Offer extends Speaker {
	space: SpaceId;
	/** SHA-256 of the nonce, with its label. */
	nonceHash: Bytes;
}

/** M2. */
export interface Claim extends Speaker {
	/** Of the one M1 that it answers. */
	m1Hash: Bytes;
}

/** Ids and public keys that a phone knows already. */
export interface Taken {
	ids: readonly (MemberId | SpaceId)[];
	keys: readonly Bytes[];
}

const JOIN = utf8('join');
const NONCE_BYTES = 16;
const ID_BYTES = 16;

export async function invitationId(m1: Bytes): Promise<Bytes> {
	return (await sha256(m1)).slice(0, ID_BYTES);
}

export async function hashNonce(nonce: Bytes): Promise<Bytes> {
	return sha256(T('gs1:nonce', sized(nonce, NONCE_BYTES)));
}

/** Throws what `readOffer` throws for a name or a width that no reader would take. */
export function writeOffer(offer: Offer): Bytes {
	const { space, nonceHash, agreement } = offer;
	return T(
		'gs1:m1',
		JOIN,
		idToBytes(space),
		...speakerFields(offer),
		sized(agreement, 32),
		sized(nonceHash, 32)
	);
}

/** @param taken the spaces, ids and keys that are ours */
export async function readOffer(m1: Bytes, invitation: Bytes, taken: Taken): Promise<Offer> {
	if (!equalBytes(await invitationId(m1), invitation)) throw new PairingError('changed');
	const offer = parseOffer(m1);
	await checkKeys(offer);
	refuseRepeats(taken, [offer.space, offer.member], keysOf(offer));
	return offer;
}

function parseOffer(m1: Bytes): Offer {
	const fields = readT('gs1:m1', m1);
	if (fields.length !== 8) malformed('M1 has eight fields');
	const [join, space, member, name, edPub, xPub, agreement, nonceHash] = fields as [
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes
	];
	if (!equalBytes(join, JOIN)) malformed('M1 asks for something else than joining');
	return {
		space: idFromBytes(space),
		nonceHash: sized(nonceHash, 32),
		...readSpeaker(member, edPub, xPub, agreement, name)
	};
}

export function writeClaim(claim: Claim): Bytes {
	const { m1Hash, agreement } = claim;
	return T('gs1:m2', sized(m1Hash, 32), ...speakerFields(claim), sized(agreement, 32));
}

/** @param m1 our own, which this claim has to answer and may not repeat anything of */
export async function readClaim(m2: Bytes, m1: Bytes, taken: Taken): Promise<Claim> {
	const fields = readT('gs1:m2', m2);
	const [named = new Uint8Array(0)] = fields;
	if (!equalBytes(named, await sha256(m1))) throw new PairingError('changed');
	if (fields.length !== 6) malformed('M2 has six fields');
	const [m1Hash, member, name, edPub, xPub, agreement] = fields as [
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes
	];
	const claim = { m1Hash, ...readSpeaker(member, edPub, xPub, agreement, name) };
	await checkKeys(claim);
	const offer = parseOffer(m1);
	const ids = [...taken.ids, offer.space, offer.member];
	refuseRepeats({ ids, keys: [...taken.keys, ...keysOf(offer)] }, [claim.member], keysOf(claim));
	return claim;
}

/** Throws PairingError `changed` for another nonce than the one that M1 committed to. */
export async function checkNonce(m1: Bytes, nonce: Bytes): Promise<void> {
	const { nonceHash } = parseOffer(m1);
	if (!equalBytes(await hashNonce(nonce), nonceHash)) throw new PairingError('changed');
}

/** `th`: everything that both phones saw. */
export async function transcriptHash(m1: Bytes, m2: Bytes): Promise<Bytes> {
	return sha256(T('gs1:th', m1, m2));
}

export interface PairSecret {
	th: Bytes;
	/** X25519(ours, theirs) ‖ S. */
	material: Bytes;
}

/**
 * What only the two phones can compute. Throws WeakKeyError for an all-zero agreement.
 * @param seed of our X_i or X_e
 * @param theirs the other's X_e or X_i
 * @param secret S, from the link
 */
export async function pairSecret(
	seed: Bytes,
	theirs: Bytes,
	secret: Bytes,
	th: Bytes
): Promise<PairSecret> {
	return { th, material: concat(await agree(seed, theirs), secret) };
}

/** K_p: seals the space key for the other phone. */
export async function pairKey({ th, material }: PairSecret): Promise<Bytes> {
	return hkdf(material, th, T('gs1:pair'), 32);
}

/** What the invited person reads out and the inviter types. */
export async function pairDigits({ th, material }: PairSecret, nonce: Bytes): Promise<string> {
	return sixDigits(await hkdf(material, th, T('gs1:sas', sized(nonce, NONCE_BYTES)), 8));
}

/** The space key under K_p. */
export async function sealPairWrap(
	key: Bytes,
	th: Bytes,
	spaceKey: Bytes,
	random?: RandomBytes
): Promise<Bytes> {
	return sealKey('sk', key, pairingContext(th), spaceKey, random);
}

/** Throws EnvelopeError where it does not open, CanonicalError where it holds something else. */
export async function openPairWrap(key: Bytes, th: Bytes, envelope: Bytes): Promise<Bytes> {
	const { t, v, k } = await open(key, pairingContext(th), envelope, NO_EPOCH);
	if (t !== 'sk' || v !== 1) malformed('no space key');
	return fromBase64url(k, 32);
}

function speakerFields({ member, name, edPub, xPub }: Speaker): Bytes[] {
	return [idToBytes(member), utf8(checkName(name)), sized(edPub, 32), sized(xPub, 32)];
}

/** Widths before the name: bytes that are no message at all are not judged by what they say. */
function readSpeaker(
	member: Bytes,
	edPub: Bytes,
	xPub: Bytes,
	agreement: Bytes,
	name: Bytes
): Speaker {
	return {
		member: idFromBytes(member),
		edPub: sized(edPub, 32),
		xPub: sized(xPub, 32),
		agreement: sized(agreement, 32),
		name: checkName(utf8Text(name))
	};
}

async function checkKeys({ edPub, xPub, agreement }: Speaker): Promise<void> {
	if (isSmallOrder(edPub)) throw new WeakKeyError();
	await Promise.all([checkAgreementKey(xPub), checkAgreementKey(agreement)]);
}

function keysOf({ edPub, xPub, agreement }: Speaker): Bytes[] {
	return [edPub, xPub, agreement];
}

function refuseRepeats(taken: Taken, ids: Taken['ids'], keys: Taken['keys']): void {
	const isIdAgain = ids.some((id, index) => [...taken.ids, ...ids.slice(0, index)].includes(id));
	const isKeyAgain = keys.some((key, index) =>
		[...taken.keys, ...keys.slice(0, index)].some((other) => equalBytes(key, other))
	);
	if (isIdAgain || isKeyAgain) throw new PairingError('repeat');
}

function sized(field: Bytes, length: number): Bytes {
	if (field.length !== length) malformed(`a field of ${length} bytes has ${field.length}`);
	return field;
}

function malformed(message: string): never {
	throw new CanonicalError(message);
}
