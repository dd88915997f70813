/**
 * The invitation (protocol.md §8): what stands in its link, the keys that come from it, and the two
 * messages sealed under them. The link is all that the invited person gets by another way than the
 * server's; S never leaves the two phones.
 */
import { CanonicalError, T, type Bytes } from './canonical';
import { invitationContext } from './contexts';
import { NO_EPOCH, open, seal } from './envelope';
import { fromBase64url, toBase64url } from './ids';
import { hkdf, randomBytes, sha256, type RandomBytes } from './primitives';

export interface Invitation {
	/** 16 bytes: the first of SHA-256(M1). */
	id: Bytes;
	/** S, 16 random bytes. */
	secret: Bytes;
}

const PART_BYTES = 16;
const PATH = '/join';
const VERSION = '1';
/**
 * The part from `#` on, as it may stand anywhere in a message that somebody pasted. Some apps write
 * the mark as `%23` when they pass an address on.
 */
const IN_TEXT = /(?:#|%23)1\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/g;

/** The path of the link; a QR code and a shared link put the origin in front of it. */
export function writeLink({ id, secret }: Invitation): string {
	return `${PATH}#${VERSION}.${toBase64url(id)}.${toBase64url(secret)}`;
}

/**
 * Strict. Takes a link, with or without what stands before `/join`, or its part from `#` on. Throws
 * CanonicalError for anything else.
 */
export function readLink(text: string): Invitation {
	const mark = text.indexOf('#');
	const before = text.slice(0, Math.max(mark, 0));
	const isLink = mark >= 0 && (before === '' || before.endsWith(PATH));
	const [version, id, secret, ...more] = text.slice(mark + 1).split('.');
	if (!isLink || version !== VERSION || more.length > 0) {
		throw new CanonicalError('not the link of an invitation');
	}
	return { id: fromBase64url(id, PART_BYTES), secret: fromBase64url(secret, PART_BYTES) };
}

/** The part from `#` on of the first link in a text, which may have other words around it. */
export function findLink(text: string): string | null {
	const candidates = text.match(IN_TEXT) ?? [];
	return candidates.map((found) => found.replace('%23', '#')).find(isLink) ?? null;
}

function isLink(text: string): boolean {
	try {
		readLink(text);
		return true;
	} catch {
		// Stray bits at the end of a part: it looks like a link, but is none.
		return false;
	}
}

export interface InvitationKeys {
	/** K_i: seals M1 and M2. */
	seal: Bytes;
	/** A_i: shown to the server, by who holds the link. */
	auth: Bytes;
	/** SHA-256 of A_i: all of it that the server keeps. */
	authHash: Bytes;
}

export async function invitationKeys({ id, secret }: Invitation): Promise<InvitationKeys> {
	const [sealing, auth] = await Promise.all([
		hkdf(secret, id, T('gs1:inv-seal'), 32),
		hkdf(secret, id, T('gs1:inv-auth'), 32)
	]);
	return { seal: sealing, auth, authHash: await sha256(auth) };
}

/** What sign-up sends where the server asks for an invitation. */
export function signUpInvitation(id: Bytes, { auth }: InvitationKeys): string {
	return `${toBase64url(id)}.${toBase64url(auth)}`;
}

export type MessagePart = 'm1' | 'm2';

/** @param key K_i */
export async function sealMessage(
	part: MessagePart,
	key: Bytes,
	id: Bytes,
	message: Bytes,
	random: RandomBytes = randomBytes
): Promise<Bytes> {
	const plaintext = { t: part, v: 1, m: toBase64url(message) };
	return seal(key, invitationContext(id, part), plaintext, NO_EPOCH, random);
}

/** Throws EnvelopeError where it does not open, CanonicalError where it holds something else. */
export async function openMessage(
	part: MessagePart,
	key: Bytes,
	id: Bytes,
	envelope: Bytes
): Promise<Bytes> {
	const { t, v, m } = await open(key, invitationContext(id, part), envelope, NO_EPOCH);
	if (t !== part || v !== 1) throw new CanonicalError('another message than the one asked for');
	return fromBase64url(m);
}
