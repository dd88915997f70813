/**
 * Member keys: Ed25519 for signatures, X25519 for pairing (protocol.md §4). The vault keeps 32-byte
 * seeds, and the keys are made from them on each start, because some browsers lose or refuse
 * IndexedDB rows that hold such keys.
 */
import { concat, equalBytes, isZero, type Bytes } from './canonical';
import { fromBase64url } from './ids';

/**
 * WebCrypto imports a private key as PKCS#8 or JWK only, and JWK wants the public half that we are
 * about to compute. For these two algorithms everything that PKCS#8 puts before the seed is fixed.
 */
const PKCS8_PREFIX = {
	Ed25519: Uint8Array.of(0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 34, 4, 32),
	X25519: Uint8Array.of(0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 34, 4, 32)
};

export interface SigningKey {
	/** Cannot be exported: a script that gets hold of it can sign, but not carry it away. */
	privateKey: CryptoKey;
	/** 32 bytes. */
	publicKey: Bytes;
}

export async function signingKeyFromSeed(seed: Bytes): Promise<SigningKey> {
	const pkcs8 = concat(PKCS8_PREFIX.Ed25519, seed);
	const [privateKey, publicKey] = await Promise.all([
		crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']),
		publicKeyFromSeed('Ed25519', seed)
	]);
	return { privateKey, publicKey };
}

/** The public half of an X25519 seed, which the genesis event of a space names. */
export async function agreementKeyFromSeed(seed: Bytes): Promise<Bytes> {
	return publicKeyFromSeed('X25519', seed);
}

/** The other key makes the result predictable: it has small order (T6, T7). */
export class WeakKeyError extends Error {
	readonly code = 'weak_key';
	constructor() {
		super('weak_key');
		this.name = 'WeakKeyError';
	}
}

/** X25519 of our seed and the other's public key. Throws WeakKeyError for an all-zero result. */
export async function agree(seed: Bytes, publicKey: Bytes): Promise<Bytes> {
	const pkcs8 = concat(PKCS8_PREFIX.X25519, seed);
	const [ours, theirs] = await Promise.all([
		crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', false, ['deriveBits']),
		crypto.subtle.importKey('raw', publicKey, 'X25519', false, [])
	]);
	// Engines refuse an all-zero result by themselves, but not all of them always did.
	const shared = await crypto.subtle
		.deriveBits({ name: 'X25519', public: theirs }, ours, 256)
		.catch(() => new ArrayBuffer(32));
	const bytes = new Uint8Array(shared);
	if (isZero(bytes)) throw new WeakKeyError();
	return bytes;
}

/** Any seed: with a point of small order every one of them agrees on zero. */
const ANY_SEED = new Uint8Array(32).fill(9);

/** Throws WeakKeyError for an X25519 public key that cannot agree on a secret. */
export async function checkAgreementKey(publicKey: Bytes): Promise<void> {
	await agree(ANY_SEED, publicKey);
}

async function publicKeyFromSeed(algorithm: 'Ed25519' | 'X25519', seed: Bytes): Promise<Bytes> {
	const usages: KeyUsage[] = algorithm === 'Ed25519' ? ['sign'] : ['deriveBits'];
	const pkcs8 = concat(PKCS8_PREFIX[algorithm], seed);
	const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, usages);
	// A JWK is the one export of a private key that also holds its public half.
	const { x } = await crypto.subtle.exportKey('jwk', key);
	return fromBase64url(x, 32);
}

/** Some engines add randomness to Ed25519, so signatures are verified, never compared. */
export async function sign(key: SigningKey, message: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, message));
}

/** Throws where the bytes are no point at all. Import once and verify many: it costs as much. */
export async function importVerifier(publicKey: Bytes): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
}

export async function verify(verifier: CryptoKey, sig: Bytes, message: Bytes): Promise<boolean> {
	return crypto.subtle.verify('Ed25519', verifier, sig, message);
}

/** The encodings of the points of small order, top bit cleared (protocol.md §4), in base64url. */
const SMALL_ORDER = [
	'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
	'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
	'7P_______________________________________38',
	'7f_______________________________________38',
	'7v_______________________________________38',
	'JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU',
	'xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o'
].map((text) => fromBase64url(text, 32));

/** Under such a key one signature is valid for many messages, so it proves nothing (T6). */
export function isSmallOrder(publicKey: Bytes): boolean {
	const cleared = Uint8Array.from(publicKey, (byte, index) => (index === 31 ? byte & 0x7f : byte));
	return SMALL_ORDER.some((point) => equalBytes(point, cleared));
}
