/**
 * Setting a PIN and opening with it (protocol.md §11). What it opens is one more wrap of the account
 * key, inside this device's own seal. It signs nobody in: a phone whose session is over asks for the
 * passphrase.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { pinWrapContext } from '#lib/crypto/contexts.js';
import { EnvelopeError } from '#lib/crypto/envelope.js';
import { CURRENT_PROFILE } from '#lib/crypto/kdf-profiles.js';
import { isEasyPin, pinBytes, PinError, pinKey } from '#lib/crypto/pin.js';
import { randomBytes } from '#lib/crypto/primitives.js';
import { openKey, sealKey } from '#lib/crypto/wraps.js';
import { findCurrentAccount } from '#lib/store/accounts-here.js';
import { openForDevice, sealForDevice } from '#lib/store/device-key.js';
import { findStore } from '#lib/store/open-store.js';
import type { PinRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import { showPin } from '#lib/view/pin.svelte.js';
import { AppError } from './app-error';
import { markAsked } from './asking';
import { findOpenAccount, openAccount } from './current';
import { enter, readClosed, type ClosedAccount } from './enter';
import { claimPin, forgetPin, lookAtPin } from './pin-row';
import { MAX_TRIES } from './pin-tries';
import { provePassphrase } from './prove';
import type { Progress } from './slow-key';
import type { World } from './world';

/** What came of a try. `gone`: the PIN opens nothing any more, and the passphrase does. */
export type PinOutcome = 'open' | 'wrong' | 'waiting' | 'gone';

const SALT_BYTES = 16;

/** Sets it, or another one, after the passphrase. Throws `bad_pin`, `easy_pin`, `no_match`, `storage`. */
export async function setPin(
	world: World,
	passphrase: string,
	pin: string,
	progress: Progress
): Promise<void> {
	const password = readPin(pin);
	if (isEasyPin(pin)) throw new AppError('easy_pin');
	const account = openAccount();
	const { store, identity, keyring } = account;
	// In memory it would be gone with the tab, like all else.
	if (!store.lasting) throw new AppError('storage');
	const { wraps } = await provePassphrase(world, account, passphrase, (done) => {
		progress(done / 2);
	});
	const place = { profile: CURRENT_PROFILE, salt: randomBytes(SALT_BYTES) };
	const kek = await slowPinKey(world, place, password, (done) => {
		progress(0.5 + done / 2);
	});
	if (findOpenAccount() !== account) throw new AppError('signed_out');
	const context = pinWrapContext(identity.account, place.profile, place.salt);
	const envelope = await sealKey('ak', kek, context, keyring.accountKey);
	const deviceKey = await store.read(['account'], (rows) => rows.own('device-key'));
	if (!deviceKey) throw new AppError('storage');
	const wrap = await sealForDevice(deviceKey, identity.device, 'pin', envelope);
	await store.write(['account'], async (rows) => {
		const now = await rows.own('wraps');
		// Changed meanwhile, in another tab: the PIN would outlive the passphrase it was set after.
		if (!now || !equalBytes(now.akPassphrase, wraps.akPassphrase)) throw new AppError('no_match');
		rows.putOwn('pin', { ...place, wrap, tries: 0, triedMs: 0 });
	});
	showPin(true);
	await markAsked(account);
}

export async function removePin(): Promise<void> {
	await forgetPin(openAccount().store);
	showPin(false);
}

/** Milliseconds until a PIN can be tried here; null where there is none. */
export async function pinWait(world: World): Promise<number | null> {
	const open = findOpenAccount();
	if (open) return lookAtPin(open.store, world.now());
	const store = await findLockedStore();
	if (!store) return null;
	try {
		return await lookAtPin(store, world.now());
	} finally {
		store.close();
	}
}

/** Past the lock screen. Throws AppError `bad_pin`, `storage`, `unknown_profile`. */
export async function unlockWithPin(
	world: World,
	pin: string,
	progress: Progress
): Promise<PinOutcome> {
	const password = readPin(pin);
	const store = await findLockedStore();
	const closed = store && (await readClosed(store));
	if (!store || !closed) throw new AppError('storage');
	const claim = await claimPin(store, world.now());
	if (typeof claim === 'string') {
		store.close();
		return claim;
	}
	const accountKey = await tryPin(world, closed, claim, password, progress);
	if (accountKey instanceof Uint8Array) {
		await enter(world, store, accountKey);
		return 'open';
	}
	const isOver = accountKey === 'gone' || claim.tries >= MAX_TRIES;
	if (isOver) await forgetPin(store);
	store.close();
	return isOver ? 'gone' : 'wrong';
}

async function tryPin(
	world: World,
	{ deviceKey, identity }: ClosedAccount,
	row: PinRow,
	password: Bytes,
	progress: Progress
): Promise<Bytes | 'wrong' | 'gone'> {
	const kek = await slowPinKey(world, row, password, progress);
	let envelope: Bytes;
	try {
		envelope = await openForDevice(deviceKey, identity.device, 'pin', row.wrap);
	} catch {
		// A row that was changed, or another device's: no PIN will ever open it.
		return 'gone';
	}
	try {
		const context = pinWrapContext(identity.account, row.profile, row.salt);
		return await openKey('ak', kek, context, envelope);
	} catch (error) {
		if (error instanceof EnvelopeError) return 'wrong';
		throw error;
	}
}

async function slowPinKey(
	world: World,
	{ profile, salt }: Pick<PinRow, 'profile' | 'salt'>,
	password: Bytes,
	progress: Progress
): Promise<Bytes> {
	const pmk = await world.derive({ profile, password, salt }, progress);
	const kek = await pinKey(pmk);
	pmk.fill(0);
	return kek;
}

/** A browser that keeps nothing has no PIN, and so no account to look for in memory. */
async function findLockedStore(): Promise<Store | null> {
	const account = await findCurrentAccount();
	return account === undefined ? null : findStore(account);
}

function readPin(pin: string): Bytes {
	try {
		return pinBytes(pin);
	} catch (error) {
		if (error instanceof PinError) throw new AppError('bad_pin', { cause: error });
		throw error;
	}
}
