import { expect, test } from 'vitest';
import { utf8 } from './canonical';
import { fromBase64url } from './ids';
import { randomBytes } from './primitives';
import {
	agree,
	agreementKeyFromSeed,
	importVerifier,
	isSmallOrder,
	sign,
	signingKeyFromSeed,
	verify,
	WeakKeyError
} from './signing';

const MESSAGE = utf8('the seam holds');

test('t6: a signature is valid for its message and key only', async () => {
	const key = await signingKeyFromSeed(randomBytes(32));
	const other = await signingKeyFromSeed(randomBytes(32));
	const sig = await sign(key, MESSAGE);
	const verifier = await importVerifier(key.publicKey);
	expect(await verify(verifier, sig, MESSAGE)).toBe(true);
	expect(await verify(verifier, sig, utf8('the seam holds.'))).toBe(false);
	expect(await verify(await importVerifier(other.publicKey), sig, MESSAGE)).toBe(false);
	expect(await verify(verifier, sig.slice(0, 63), MESSAGE)).toBe(false);
});

test('the signing key cannot be taken out', async () => {
	const { privateKey } = await signingKeyFromSeed(randomBytes(32));
	await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
});

test('one seed gives one key', async () => {
	const seed = randomBytes(32);
	const [one, other] = [await signingKeyFromSeed(seed), await signingKeyFromSeed(seed)];
	expect(one.publicKey).toEqual(other.publicKey);
});

test('two seeds agree on one secret', async () => {
	const [mine, theirs] = [randomBytes(32), randomBytes(32)];
	const shared = await agree(mine, await agreementKeyFromSeed(theirs));
	expect(await agree(theirs, await agreementKeyFromSeed(mine))).toEqual(shared);
});

/** Points of small order on the curve of X25519: every seed takes them to zero. */
const ZERO_POINTS = [
	'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
	'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
	'4Ot6fDtBuK4WVuP68Z_EatoJjeucMrH9hmIFFl9JuAA',
	'X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfEVc'
];

test.each(ZERO_POINTS)('t6: an agreement with %s is refused', async (point) => {
	await expect(agree(randomBytes(32), fromBase64url(point, 32))).rejects.toThrow(WeakKeyError);
});

test('t6: a signing key of small order is known in both signs, and another is not', async () => {
	const one = new Uint8Array(32);
	expect(isSmallOrder(one)).toBe(true);
	one[31] = 0x80;
	expect(isSmallOrder(one)).toBe(true);
	const { publicKey } = await signingKeyFromSeed(randomBytes(32));
	expect(isSmallOrder(publicKey)).toBe(false);
});
