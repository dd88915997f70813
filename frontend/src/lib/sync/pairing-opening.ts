/**
 * The parts of the inviter's side that make something: an invitation, and, once the digits were
 * equal, the shared space. What they make is kept by the caller before it is posted.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { spaceKeyContext } from '#lib/crypto/contexts.js';
import { SPACE_EPOCH } from '#lib/crypto/envelope.js';
import { uuidV4, uuidV7, type MemberId, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import { newSecretKey } from '#lib/crypto/keys.js';
import {
	hashNonce,
	invitationId,
	pairKey,
	pairSecret,
	readClaim,
	sealPairWrap,
	transcriptHash,
	writeOffer,
	type PairSecret
} from '#lib/crypto/pairing.js';
import { randomBytes } from '#lib/crypto/primitives.js';
import { agreementKeyFromSeed } from '#lib/crypto/signing.js';
import type { InviterPairing, Partner } from '#lib/crypto/vault-rows.js';
import { sealKey } from '#lib/crypto/wraps.js';
import { headOf, signItem, ZERO_HASH } from '#lib/log/event.js';
import type { Member } from '#lib/log/types.js';
import type { Keyring } from './keyring';
import { ownKeys, takenBy } from './pairing-parts';
import type { InvitationRow, Opening } from './pairing-row';

export const TRIES = 3;
/** How long the server keeps an unclaimed invitation; once it has it, it says so itself. */
const LIFETIME_MS = 7 * 24 * 60 * 60_000;

/** Secrets of a new invitation: what any of our devices may know, and what only this phone has. */
export async function makeInvitation(
	name: string,
	nowMs: number
): Promise<{ entry: InviterPairing; row: InvitationRow }> {
	const space = uuidV4<SpaceId>();
	const nonce = randomBytes(16);
	const agreementSeed = randomBytes(32);
	const seeds = { edSeed: randomBytes(32), xSeed: randomBytes(32) };
	const unnamed: Omit<InviterPairing, 'invitation' | 'm1'> = {
		role: 'inviter',
		secret: randomBytes(16),
		space,
		member: uuidV4<MemberId>(),
		name,
		...seeds,
		partner: null,
		th: null
	};
	const { own } = await ownKeys(unnamed);
	const agreement = await agreementKeyFromSeed(agreementSeed);
	const nonceHash = await hashNonce(nonce);
	const m1 = writeOffer({ ...own, space, name, agreement, nonceHash });
	const invitation = await invitationId(m1);
	return {
		entry: { ...unnamed, invitation, m1 },
		row: {
			id: invitation,
			space,
			stage: 'making',
			secrets: { agreementSeed, nonce },
			m2: null,
			isAnswered: false,
			triesLeft: TRIES,
			expiresMs: nowMs + LIFETIME_MS,
			opening: null,
			ended: null,
			isTidy: false,
			isDismissed: false
		}
	};
}

/** Who answered, and what both phones saw. Throws for an M2 that no honest phone sent. */
export async function meetPartner(
	keyring: Keyring,
	{ m1 }: InviterPairing,
	m2: Bytes
): Promise<{ partner: Partner; agreement: Bytes; th: Bytes }> {
	const { member, edPub, xPub, name, agreement } = await readClaim(m2, m1, takenBy(keyring));
	return { partner: { member, edPub, xPub, name }, agreement, th: await transcriptHash(m1, m2) };
}

export async function secretWith(
	{ secret }: InviterPairing,
	agreementSeed: Bytes,
	{ agreement, th }: { agreement: Bytes; th: Bytes }
): Promise<PairSecret> {
	return pairSecret(agreementSeed, agreement, secret, th);
}

/** Genesis and the space key for both: one request's worth. */
export async function makeOpening(
	{ account, keys }: Keyring,
	entry: InviterPairing,
	secret: PairSecret,
	partner: Member,
	nowMs: number
): Promise<Opening> {
	const { space } = entry;
	const { own, signing } = await ownKeys(entry);
	const spaceKey = newSecretKey();
	const context = spaceKeyContext(account, space, SPACE_EPOCH);
	const [skWrap, pairWrap] = await Promise.all([
		sealKey('sk', keys.spaceKeys, context, spaceKey),
		pairKey(secret).then((key) => sealPairWrap(key, secret.th, spaceKey))
	]);
	const members = [own, partner];
	const { event, sig } = await signItem(
		{
			space,
			eventId: uuidV7(nowMs),
			seq: 1,
			prev: ZERO_HASH,
			member: own.member,
			atMs: nowMs,
			verb: 'space.opened',
			object: space as string as ObjectId,
			rev: 0,
			clear: { of: 'space.opened', kind: 'shared', th: secret.th, members }
		},
		null,
		signing
	);
	return { skWrap, pairWrap, event, sig };
}

export async function headAfter({ event, sig }: Opening): Promise<Bytes> {
	return headOf(event, sig);
}
