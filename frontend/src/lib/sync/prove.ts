/** Whether a typed passphrase is the one of this account, by the wrap on this phone alone. */
import type { Bytes } from '#lib/crypto/canonical.js';
import { passphraseWrapContext } from '#lib/crypto/contexts.js';
import type { WrapsRow } from '#lib/store/rows.js';
import type { OpenAccount } from './account';
import { AppError } from './app-error';
import { markAsked } from './asking';
import { openAccount } from './current';
import { openWrap } from './sign-in';
import { derive, type Progress } from './slow-key';
import type { World } from './world';

export interface Proven {
	/** For whoever asks the server next; nothing was sent so far. */
	auth: Bytes;
	wraps: WrapsRow;
}

/** Throws AppError `no_match`. Works offline. */
export async function provePassphrase(
	world: World,
	{ store, identity }: OpenAccount,
	passphrase: string,
	progress: Progress
): Promise<Proven> {
	const wraps = await store.read(['account'], (rows) => rows.own('wraps'));
	if (!wraps) throw new AppError('storage');
	const { auth, kek } = await derive(world, passphrase, wraps, progress);
	const context = passphraseWrapContext(identity.account, wraps.profile, wraps.salt);
	(await openWrap(kek, context, wraps.akPassphrase)).fill(0);
	return { auth, wraps };
}

/** A passphrase of a length that no passphrase has is no match either. The right one was asked for. */
export async function isPassphrase(
	world: World,
	passphrase: string,
	progress: Progress
): Promise<boolean> {
	const account = openAccount();
	try {
		(await provePassphrase(world, account, passphrase, progress)).auth.fill(0);
		await markAsked(account);
		return true;
	} catch (error) {
		const isWrong =
			error instanceof AppError && ['no_match', 'bad_passphrase_length'].includes(error.code);
		if (isWrong) return false;
		throw error;
	}
}
