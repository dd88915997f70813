/** From a passphrase to what is sent (AUTH) and what opens the account key (KEK). */
import type { Bytes } from '#lib/crypto/canonical.js';
import { KdfError } from '#lib/crypto/kdf-profiles.js';
import {
	effectiveSalt,
	KeyError,
	passphraseBytes,
	passphraseKeys,
	type PassphraseKeys
} from '#lib/crypto/keys.js';
import { foldLogin, NameError, typedName } from '#lib/crypto/names.js';
import { AppError } from './app-error';
import type { World } from './world';

export type Progress = (fraction: number) => void;

export interface SaltedProfile {
	profile: number;
	effectiveSalt: Bytes;
}

/** Throws AppError `bad_passphrase_length`, or `unknown_profile` before anything was sent (T8). */
export async function derive(
	world: World,
	passphrase: string,
	{ profile, effectiveSalt: salt }: SaltedProfile,
	progress: Progress
): Promise<PassphraseKeys> {
	const password = checkPassphrase(passphrase);
	try {
		const pmk = await world.derive({ profile, password, salt }, progress);
		const keys = await passphraseKeys(pmk);
		pmk.fill(0);
		return keys;
	} catch (error) {
		if (error instanceof KdfError && error.code === 'unknown_profile') {
			throw new AppError('unknown_profile', { cause: error });
		}
		throw error;
	}
}

/** @param login as typed */
export async function saltFor(
	login: string,
	answer: { profile: number; salt: Bytes }
): Promise<SaltedProfile> {
	const { profile, salt } = answer;
	return { profile, effectiveSalt: await effectiveSalt(profile, checkLogin(login), salt) };
}

export function checkPassphrase(passphrase: string): Bytes {
	try {
		return passphraseBytes(passphrase);
	} catch (error) {
		if (error instanceof KeyError) {
			throw new AppError('bad_passphrase_length', { cause: error });
		}
		throw error;
	}
}

/** The login, folded. Throws AppError `bad_login`. */
export function checkLogin(login: string): string {
	return named(() => foldLogin(login));
}

/** The name in NFC. Throws AppError `bad_name`. */
export function checkName(name: string): string {
	return named(() => typedName(name));
}

function named(check: () => string): string {
	try {
		return check();
	} catch (error) {
		if (error instanceof NameError) throw new AppError(error.code, { cause: error });
		throw error;
	}
}
