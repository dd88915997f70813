/**
 * Keys and the vault inside envelopes (protocol.md §4 and §5): the shapes `ak`, `sk` and `vault`,
 * read as strictly as they are written. A wrong passphrase shows as the envelope's own `commit`.
 */
import { isZero, type Bytes } from './canonical';
import type { Context } from './contexts';
import { EnvelopeError, ForgottenKeyError, NO_EPOCH, open, seal, type Plaintext } from './envelope';
import { fromBase64url, toBase64url } from './ids';
import { randomBytes, type RandomBytes } from './primitives';
import {
	formatMembership,
	formatPairing,
	parseMembership,
	parsePairing,
	type Membership,
	type PairingEntry
} from './vault-rows';

export type { Membership } from './vault-rows';

type KeyKind = 'ak' | 'sk';

/** Throws ForgottenKeyError for a key that was overwritten: its wrap would replace the real one. */
export async function sealKey(
	kind: KeyKind,
	wrappingKey: Bytes,
	context: Context,
	key: Bytes,
	random: RandomBytes = randomBytes
): Promise<Bytes> {
	if (isZero(key)) throw new ForgottenKeyError();
	return seal(wrappingKey, context, { t: kind, v: 1, k: toBase64url(key) }, NO_EPOCH, random);
}

/** Throws EnvelopeError; `json` also for a key of another kind or length. */
export async function openKey(
	kind: KeyKind,
	wrappingKey: Bytes,
	context: Context,
	envelope: Bytes
): Promise<Bytes> {
	const plaintext = await open(wrappingKey, context, envelope, NO_EPOCH);
	return readShape(plaintext, kind, () => fromBase64url(plaintext.k, 32));
}

export interface Vault {
	memberships: Membership[];
	/** Invitations that have not come to an end. */
	pairing: PairingEntry[];
}

export async function sealVault(
	key: Bytes,
	context: Context,
	vault: Vault,
	random: RandomBytes = randomBytes
): Promise<Bytes> {
	const memberships = vault.memberships.map(formatMembership);
	const pairing = vault.pairing.map(formatPairing);
	return seal(key, context, { t: 'vault', v: 1, memberships, pairing }, NO_EPOCH, random);
}

export async function openVault(key: Bytes, context: Context, envelope: Bytes): Promise<Vault> {
	const plaintext = await open(key, context, envelope, NO_EPOCH);
	return readShape(plaintext, 'vault', () => {
		const { memberships, pairing = [] } = plaintext;
		if (!Array.isArray(memberships) || !Array.isArray(pairing)) throw new EnvelopeError('json');
		return { memberships: memberships.map(parseMembership), pairing: pairing.map(parsePairing) };
	});
}

function readShape<Value>(plaintext: Plaintext, kind: string, read: () => Value): Value {
	if (plaintext.t !== kind || plaintext.v !== 1) throw new EnvelopeError('json');
	try {
		return read();
	} catch {
		// A field of the wrong shape was sealed by a key holder; it is the same fault as bad JSON.
		throw new EnvelopeError('json');
	}
}
