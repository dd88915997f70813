/** From an account key to the open account on the screen, and back to the lock screen. */
import type { Bytes } from '#lib/crypto/canonical.js';
import { utf8, utf8Text } from '#lib/crypto/canonical.js';
import { EnvelopeError } from '#lib/crypto/envelope.js';
import type { AccountId } from '#lib/crypto/ids.js';
import { forgetAccountHere, isSessionOf } from '#lib/store/accounts-here.js';
import { openForDevice, sealForDevice } from '#lib/store/device-key.js';
import type { IdentityRow, VaultRow, WrapsRow, DeviceSealed, SpaceRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import { letGo } from '#lib/view/in-hand.svelte.js';
import { showPin } from '#lib/view/pin.svelte.js';
import { showSession } from '#lib/view/session.svelte.js';
import { OpenAccount } from './account';
import type { Ending } from './open-parts';
import { watchActivity, type ActivityWatch } from './activity';
import { AppError } from './app-error';
import { findOpenAccount, setOpenAccount } from './current';
import { clearLeft } from './hurry';
import { openKeyring, type Keyring } from './keyring';
import { leavePage } from './leave-page';
import { forgetCode } from './recovery-memory';
import { readTyping } from './typing';
import { stopWaiting, waitForTabs } from './waiting';
import type { World } from './world';

/** The rows that opening needs; everything that a locked phone has. */
export interface ClosedAccount {
	identity: IdentityRow;
	deviceKey: CryptoKey;
	wraps: WrapsRow;
	vault: VaultRow;
	login: DeviceSealed;
	ak: DeviceSealed | undefined;
	lastActiveMs: number;
	spaces: SpaceRow[];
}

/** Null where a row is missing: then this is no account that could be opened. */
export async function readClosed(store: Store): Promise<ClosedAccount | null> {
	return store.read(['account', 'spaces'], async (rows) => {
		const [identity, deviceKey, wraps, vault, login, ak, lastActiveMs, spaces] = await Promise.all([
			rows.own('identity'),
			rows.own('device-key'),
			rows.own('wraps'),
			rows.own('vault'),
			rows.own('login'),
			rows.own('ak'),
			rows.own('last-active'),
			rows.all('spaces')
		]);
		if (!identity || !deviceKey || !wraps || !vault || !login) return null;
		return {
			identity,
			deviceKey,
			wraps,
			vault,
			login,
			ak,
			lastActiveMs: lastActiveMs ?? 0,
			spaces
		};
	});
}

/** The login that the device key keeps. Throws AppError `storage` where it does not open. */
export async function openLogin({ deviceKey, identity, login }: ClosedAccount): Promise<string> {
	return utf8Text(await openSealed(deviceKey, identity, 'login', login));
}

/** The account key of a phone that is not locked. */
export async function openAccountKey(closed: ClosedAccount): Promise<Bytes> {
	if (!closed.ak) throw new AppError('signed_out');
	return openSealed(closed.deviceKey, closed.identity, 'ak', closed.ak);
}

async function openSealed(
	key: CryptoKey,
	{ device }: IdentityRow,
	row: 'ak' | 'login',
	sealed: DeviceSealed
): Promise<Bytes> {
	try {
		return await openForDevice(key, device, row, sealed);
	} catch (error) {
		throw new AppError('storage', { cause: error });
	}
}

export async function sealLogin(
	key: CryptoKey,
	{ device }: IdentityRow,
	login: string
): Promise<DeviceSealed> {
	return sealForDevice(key, device, 'login', utf8(login));
}

let activity: ActivityWatch | null = null;

/**
 * Opens the account in this tab: keys into memory, the account key sealed for a reload, the screens
 * filled from what is on this phone. Throws AppError `storage` where a row was damaged.
 */
export async function enter(
	world: World,
	store: Store,
	accountKey: Bytes,
	how: { auth?: Bytes | null; isReload?: boolean; isTyped?: boolean } = {}
): Promise<void> {
	const { auth = null, isReload = false, isTyped = false } = how;
	const closed = await readClosed(store);
	if (!closed) throw new AppError('storage');
	const { identity } = closed;
	const login = await openLogin(closed);
	const keyring = await openOrDamaged(accountKey, closed);
	const ak = await sealForDevice(closed.deviceKey, identity.device, 'ak', accountKey);
	const hasPin = await store.write(['account'], async (rows) => {
		// Locked by another tab while this one was starting.
		if (isReload && !(await rows.own('ak'))) throw new AppError('signed_out');
		rows.putOwn('ak', ak);
		rows.putOwn('last-active', world.now());
		const pin = await rows.own('pin');
		if (pin && !isReload) rows.putOwn('pin', { ...pin, tries: 0, triedMs: 0 });
		return pin !== undefined;
	});
	closeOpenAccount();
	stopWaiting();
	clearLeft();
	const account = new OpenAccount({
		world,
		store,
		identity,
		login,
		keyring,
		auth,
		isTyped,
		onEnded: (ending) => void end(account, ending)
	});
	setOpenAccount(account);
	showPin(hasPin);
	showSession('open', { login });
	activity = watchActivity(account, () => void lockAccount());
	await account.start();
	account.tabs.tell({ say: 'opened' });
}

async function openOrDamaged(accountKey: Bytes, closed: ClosedAccount): Promise<Keyring> {
	const { identity, vault, spaces } = closed;
	try {
		return await openKeyring(accountKey, { account: identity.account, vault, spaces });
	} catch (error) {
		if (error instanceof EnvelopeError) throw new AppError('storage', { cause: error });
		throw error;
	}
}

/** Empties this tab. What it returns still has the store; deciding about that comes next. */
function closeOpenAccount(): OpenAccount | null {
	const account = findOpenAccount();
	activity?.end();
	activity = null;
	setOpenAccount(null);
	account?.close();
	return account;
}

/** Screens and memory are empty when this returns; the promise is for what is on disk. */
export function lockAccount({ tell = true, isSessionOver = false } = {}): Promise<void> {
	const account = findOpenAccount();
	if (account === null) return Promise.resolve();
	if (tell) account.tabs.tell({ say: 'locked' });
	const { store, world, identity } = account;
	// What was typed since the last pause: sealing takes the keys before the next line overwrites them.
	const kept = readTyping().map((typing) => account.keepTyping(typing));
	closeOpenAccount();
	forgetCode();
	letGo();
	showSession('locked');
	waitForTabs(world, identity.account);
	return forgetAccountKey(store, { unfinished: kept, isSessionOver });
}

/**
 * Without this row only the passphrase opens the account, or the PIN where one is set.
 * @param also.unfinished writes that the store stays open for
 * @param also.isSessionOver only the passphrase brings a new session: the PIN goes with the old one
 */
export async function forgetAccountKey(
	store: Store,
	also: { unfinished?: readonly Promise<unknown>[]; isSessionOver?: boolean } = {}
): Promise<void> {
	const { unfinished = [], isSessionOver = false } = also;
	await store.write(['account'], (rows) => {
		rows.delete('account', 'ak');
		if (isSessionOver) rows.delete('account', 'pin');
		return Promise.resolve();
	});
	await Promise.allSettled(unfinished);
	store.close();
}

/** The account leaves this browser: database and all. */
export async function removeAccount(
	store: Store,
	account: AccountId,
	notice: 'ended' | null
): Promise<void> {
	const open = closeOpenAccount();
	showSession('signed_out', { notice });
	// Nothing about this account is to reach the browser any more. The network may be slow to hear it.
	void open?.world.push.leave().catch(() => undefined);
	await store.destroy();
	await forgetAccountHere(account);
}

async function end(account: OpenAccount, ending: Ending): Promise<void> {
	// It may have been closed, and another opened, while the news was on its way.
	if (findOpenAccount() !== account) return;
	switch (ending.how) {
		case 'revoked':
			// The cookie is another account's by now: its end is no reason to delete this one's words.
			if (!(await isSessionOf(account.identity.account))) return lockAccount();
			account.tabs.tell({ say: 'gone', notice: 'ended' });
			return removeAccount(account.store, account.identity.account, 'ended');
		case 'signed_out':
			return lockAccount({ isSessionOver: true });
		case 'locked':
			return lockAccount({ tell: false });
		case 'left':
			closeOpenAccount();
			leavePage();
			return;
		case 'gone':
			closeOpenAccount();
			account.store.close();
			showSession('signed_out', { notice: ending.notice });
	}
}
