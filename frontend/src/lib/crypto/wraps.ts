/**
 * Keys and the vault inside envelopes (protocol.md §4 and §5): the shapes `ak`, `sk` and `vault`,
 * read as strictly as they are written. A wrong passphrase shows as the envelope's own `commit`.
 */
import { isZero, type Bytes } from './canonical';
import type { Context } from './contexts';
import { EnvelopeError, ForgottenKeyError, NO_EPOCH, open, seal, type Plaintext } from './envelope';
import { fromBase64url, parseId, toBase64url, type MemberId, type SpaceId } from './ids';
import { randomBytes, type RandomBytes } from './primitives';

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

/** What one membership needs: our seeds, the other's pinned keys, how far we have verified. */
export interface Membership {
	space: SpaceId;
	member: MemberId;
	edSeed: Bytes;
	xSeed: Bytes;
	partner: { member: MemberId; edPub: Bytes; xPub: Bytes } | null;
	/** Last verified place when this vault was written; it may lag by a day. */
	seq: number;
	head: Bytes;
}

export interface Vault {
	memberships: Membership[];
}

export async function sealVault(
	key: Bytes,
	context: Context,
	vault: Vault,
	random: RandomBytes = randomBytes
): Promise<Bytes> {
	const memberships = vault.memberships.map(formatMembership);
	return seal(key, context, { t: 'vault', v: 1, memberships, pairing: [] }, NO_EPOCH, random);
}

export async function openVault(key: Bytes, context: Context, envelope: Bytes): Promise<Vault> {
	const plaintext = await open(key, context, envelope, NO_EPOCH);
	return readShape(plaintext, 'vault', () => {
		const { memberships } = plaintext;
		if (!Array.isArray(memberships)) throw new EnvelopeError('json');
		return { memberships: memberships.map(parseMembership) };
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

function formatMembership(membership: Membership): Record<string, unknown> {
	const { space, member, edSeed, xSeed, partner, seq, head } = membership;
	return {
		space,
		member,
		ed_seed: toBase64url(edSeed),
		x_seed: toBase64url(xSeed),
		...(partner && {
			partner: {
				member: partner.member,
				ed_pub: toBase64url(partner.edPub),
				x_pub: toBase64url(partner.xPub)
			}
		}),
		seq,
		head: toBase64url(head)
	};
}

function parseMembership(value: unknown): Membership {
	const row = value as Record<string, unknown>;
	const partner = row.partner as Record<string, unknown> | undefined;
	if (!Number.isSafeInteger(row.seq) || (row.seq as number) < 0) throw new EnvelopeError('json');
	return {
		space: parseId(row.space),
		member: parseId(row.member),
		edSeed: fromBase64url(row.ed_seed, 32),
		xSeed: fromBase64url(row.x_seed, 32),
		partner: partner
			? {
					member: parseId(partner.member),
					edPub: fromBase64url(partner.ed_pub, 32),
					xPub: fromBase64url(partner.x_pub, 32)
				}
			: null,
		seq: row.seq as number,
		head: fromBase64url(row.head, 32)
	};
}
