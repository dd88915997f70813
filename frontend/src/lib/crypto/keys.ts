/**
 * The key schedule (protocol.md §4): which key comes from which secret, and how the account key and
 * the keys of spaces are kept. Nothing here asks the server for a number: it hands out an id of a
 * profile and a salt, and the table of profiles is the client's own.
 */
import { T, u8, utf8, type Bytes } from './canonical';
import { deriveKey, randomBytes, sha256, type RandomBytes } from './primitives';

/** An account key, a space key or a seed: 32 random bytes. */
export const newSecretKey = (random: RandomBytes = randomBytes): Bytes => random(32);

export type KeyErrorCode = 'bad_passphrase_length' | 'lone_surrogate' | 'salt_length';

export class KeyError extends Error {
	constructor(readonly code: KeyErrorCode) {
		super(`keys: ${code}`);
		this.name = 'KeyError';
	}
}

const MIN_PASSPHRASE_BYTES = 12;
const MAX_PASSPHRASE_BYTES = 1024;
const SALT_BYTES = 16;

/**
 * NFKC, because keyboards of two devices spell the same letters differently; not trimmed, because a
 * space may be meant. The length is in UTF-8 bytes after that.
 */
export function passphraseBytes(passphrase: string): Bytes {
	if (!passphrase.isWellFormed()) throw new KeyError('lone_surrogate');
	const bytes = utf8(passphrase.normalize('NFKC'));
	if (bytes.length < MIN_PASSPHRASE_BYTES || bytes.length > MAX_PASSPHRASE_BYTES) {
		throw new KeyError('bad_passphrase_length');
	}
	return bytes;
}

/**
 * The salt that Argon2id gets. Profile and login are in it, so a server that hands one salt to
 * everybody, or another person's, still cannot make two accounts share a slow hash (T8).
 * @param login folded, see `foldLogin`
 * @param salt 16 bytes, from the server
 */
export async function effectiveSalt(profile: number, login: string, salt: Bytes): Promise<Bytes> {
	if (salt.length !== SALT_BYTES) throw new KeyError('salt_length');
	const hash = await sha256(T('gs1:pw-salt', u8(profile), utf8(login), salt));
	return hash.slice(0, SALT_BYTES);
}

export interface PassphraseKeys {
	/** Sent at sign-in. */
	auth: Bytes;
	/** Seals the account key; never leaves the phone. */
	kek: Bytes;
}

/** @param pmk what Argon2id gave */
export async function passphraseKeys(pmk: Bytes): Promise<PassphraseKeys> {
	const [auth, kek] = await Promise.all([
		deriveKey(pmk, 'gs1:pw-auth'),
		deriveKey(pmk, 'gs1:pw-kek')
	]);
	return { auth, kek };
}

export interface RecoveryKeys {
	/** Sent at recovery. */
	rauth: Bytes;
	kek: Bytes;
}

/** @param code the 20 bytes of the recovery code */
export async function recoveryKeys(code: Bytes): Promise<RecoveryKeys> {
	const [rauth, kek] = await Promise.all([
		deriveKey(code, 'gs1:rc-auth'),
		deriveKey(code, 'gs1:rc-kek')
	]);
	return { rauth, kek };
}

export interface AccountKeys {
	/** K_priv: seals the vault. */
	vault: Bytes;
	/** K_skw: seals the keys of spaces. */
	spaceKeys: Bytes;
	/** K_dev: seals drafts and the outbox. */
	device: Bytes;
}

export async function accountKeys(accountKey: Bytes): Promise<AccountKeys> {
	const [vault, spaceKeys, device] = await Promise.all([
		deriveKey(accountKey, 'gs1:ak-priv'),
		deriveKey(accountKey, 'gs1:ak-sk'),
		deriveKey(accountKey, 'gs1:ak-device')
	]);
	return { vault, spaceKeys, device };
}

/** K_obj: seals the bodies of a space. */
export async function bodyKey(spaceKey: Bytes): Promise<Bytes> {
	return deriveKey(spaceKey, 'gs1:sk-obj');
}

/** K_live: seals live frames. */
export async function liveKey(spaceKey: Bytes): Promise<Bytes> {
	return deriveKey(spaceKey, 'gs1:sk-live');
}
