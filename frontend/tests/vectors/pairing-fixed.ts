/** One pairing, fixed: what both phones made, sent and saw. */
import { agreementKeyFromSeed } from '#lib/crypto/signing.js';
import { sha256 } from '#lib/crypto/primitives.js';
import {
	hashNonce,
	invitationId,
	transcriptHash,
	writeClaim,
	writeOffer,
	type Claim,
	type Offer
} from '#lib/crypto/pairing.js';
import { writeLink } from '#lib/crypto/invitation.js';
import { fixedBytes, OWN, SPACE, STRANGER } from './fixed';

export const NONCE = await fixedBytes('nonce', 16);
export const SECRET = await fixedBytes('secret of the link', 16);
export const X_I_SEED = await fixedBytes('x_i', 32);
export const X_E_SEED = await fixedBytes('x_e', 32);
export const SALT = await fixedBytes('pairing salt', 32);
export const ANY_KEY = await agreementKeyFromSeed(await fixedBytes('a third agreement key', 32));

export const OFFER: Offer = {
	...OWN.entry,
	name: 'Nadia',
	space: SPACE,
	agreement: await agreementKeyFromSeed(X_I_SEED),
	nonceHash: await hashNonce(NONCE)
};
export const M1 = writeOffer(OFFER);
export const ID = await invitationId(M1);
export const CLAIM: Claim = {
	...STRANGER.entry,
	name: 'Élias',
	agreement: await agreementKeyFromSeed(X_E_SEED),
	m1Hash: await sha256(M1)
};
export const M2 = writeClaim(CLAIM);
export const TH = await transcriptHash(M1, M2);
export const LINK = writeLink({ id: ID, secret: SECRET });

export const ZERO = new Uint8Array(32);
/** An X25519 point of order 8. */
export const ORDER_EIGHT = Uint8Array.from(
	'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'.match(/../g) ?? [],
	(pair) => Number.parseInt(pair, 16)
);
