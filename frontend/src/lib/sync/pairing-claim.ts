/**
 * The parts of the invited person's side that make and judge something: the answer to an invitation,
 * the space that comes of it, and the line that joins it.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { uuidV4, uuidV7, type MemberId, type ObjectId } from '#lib/crypto/ids.js';
import {
	invitationKeys,
	openMessage,
	sealMessage,
	type Invitation,
	type InvitationKeys
} from '#lib/crypto/invitation.js';
import {
	openPairWrap,
	pairKey,
	readOffer,
	writeClaim,
	type Offer,
	type PairSecret
} from '#lib/crypto/pairing.js';
import { randomBytes, sha256 } from '#lib/crypto/primitives.js';
import { agreementKeyFromSeed } from '#lib/crypto/signing.js';
import type { InvitedPairing } from '#lib/crypto/vault-rows.js';
import { signItem } from '#lib/log/event.js';
import type { SignedItem } from '#lib/log/types.js';
import { startOfChain, verifyPage, type ChainState } from '#lib/log/verify.js';
import { ownKeys, takenBy, type PairingParts } from './pairing-parts';

/** Ours was read and judged before it stood in the vault. */
export const NOTHING_TAKEN = { ids: [], keys: [] };

/** What an entry of the vault means, worked out once. */
export interface Underway {
	entry: InvitedPairing;
	keys: InvitationKeys;
	offer: Offer;
	secret: PairSecret;
}

/** M1 as the link promises it. Throws ServerRefusal, and the faults of what came. */
export async function readInvitation(
	{ api, keyring }: Pick<PairingParts, 'api'> & { keyring: PairingParts['keyring'] | null },
	link: Invitation
): Promise<Offer & { m1: Bytes; expiresMs: number }> {
	const keys = await invitationKeys(link);
	const met = await api.invitations.meet(link.id, keys.auth);
	const m1 = await openMessage('m1', keys.seal, link.id, met.m1);
	const taken = keyring ? takenBy(keyring) : NOTHING_TAKEN;
	return { ...(await readOffer(m1, link.id, taken)), m1, expiresMs: met.expiresMs };
}

export async function makeClaim(
	{ id, secret }: Invitation,
	{ m1 }: { m1: Bytes },
	name: string
): Promise<InvitedPairing> {
	const agreementSeed = randomBytes(32);
	const seeds = { edSeed: randomBytes(32), xSeed: randomBytes(32) };
	const member = uuidV4<MemberId>();
	const { own } = await ownKeys({ member, ...seeds });
	const agreement = await agreementKeyFromSeed(agreementSeed);
	const m2 = writeClaim({ ...own, name, agreement, m1Hash: await sha256(m1) });
	const keys = await invitationKeys({ id, secret });
	return {
		role: 'invited',
		invitation: id,
		secret,
		member,
		name,
		...seeds,
		agreementSeed,
		m1,
		m2,
		m2Envelope: await sealMessage('m2', keys.seal, id, m2)
	};
}

/** Genesis has to say exactly what both phones saw, and the wrap to open under K_p (T7). */
export async function openOffered(
	{ entry, offer, secret }: Underway,
	genesis: SignedItem,
	pairWrap: Bytes
): Promise<{ chain: ChainState; spaceKey: Bytes }> {
	const { own } = await ownKeys(entry);
	const { space, member, edPub, xPub } = offer;
	const partner = { member, edPub, xPub };
	const parties = { kind: 'shared', own, partner, role: 'invited', th: secret.th } as const;
	const { state } = await verifyPage(startOfChain(space, parties), [genesis]);
	return { chain: state, spaceKey: await openPairWrap(await pairKey(secret), secret.th, pairWrap) };
}

export async function signJoined(
	entry: InvitedPairing,
	{ space, head, atMs }: ChainState,
	th: Bytes,
	nowMs: number
): Promise<SignedItem> {
	const { own, signing } = await ownKeys(entry);
	return signItem(
		{
			space,
			eventId: uuidV7(nowMs),
			seq: 2,
			prev: head,
			member: own.member,
			atMs: Math.max(nowMs, atMs),
			verb: 'space.joined',
			object: space as string as ObjectId,
			rev: 0,
			clear: { of: 'space.joined', th }
		},
		null,
		signing
	);
}
