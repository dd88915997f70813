/**
 * Coming in: on a new phone, on one that still has the account, and past the lock screen. A phone
 * that has the account keeps all of it: outbox, drafts, and the lines that a server may have lost.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { equalBytes } from '#lib/crypto/canonical.js';
import { passphraseWrapContext } from '#lib/crypto/contexts.js';
import { EnvelopeError } from '#lib/crypto/envelope.js';
import { uuidV4, type AccountId } from '#lib/crypto/ids.js';
import { effectiveSalt, type PassphraseKeys } from '#lib/crypto/keys.js';
import { openKey } from '#lib/crypto/wraps.js';
import {
	findCurrentAccount,
	leaveCurrentAccount,
	listAccountsHere,
	setCurrentAccount
} from '#lib/store/accounts-here.js';
import { findStore, makeStore } from '#lib/store/open-store.js';
import type { IdentityRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import { showSession } from '#lib/view/session.svelte.js';
import { AppError } from './app-error';
import { keepWraps } from './contact';
import { openAccount } from './current';
import { enter, openLogin, readClosed, sealLogin, type ClosedAccount } from './enter';
import { isOffline, isRefusal } from './refusal';
import { checkLogin, checkPassphrase, derive, saltFor, type Progress } from './slow-key';
import { firstRow } from './space-set';
import { stopWaiting } from './waiting';
import type { AccountState } from './wire';
import type { World } from './world';

/** The account that the lock screen stands for, also where the browser keeps nothing. */
let locked: AccountId | null = null;

export async function signIn(
	world: World,
	login: string,
	passphrase: string,
	progress: Progress
): Promise<void> {
	checkPassphrase(passphrase);
	const folded = checkLogin(login);
	let answer: { profile: number; salt: Bytes };
	try {
		answer = await world.api.salts(folded);
	} catch (error) {
		if (!isOffline(error)) throw error;
		return openHere(world, folded, passphrase, progress);
	}
	const salted = await saltFor(folded, answer);
	const { auth, kek } = await derive(world, passphrase, salted, progress);
	const state = await world.api.signIn(folded, auth, world.deviceName);
	checkSameAccount(state, { login: folded, ...answer });
	const context = passphraseWrapContext(state.account, answer.profile, answer.salt);
	await admit(world, state, await openWrap(kek, context, state.akPassphrase));
}

/** Past the lock screen: offline too. Throws AppError `no_match`. */
export async function unlock(world: World, passphrase: string, progress: Progress): Promise<void> {
	checkPassphrase(passphrase);
	const account = (await findCurrentAccount()) ?? locked;
	const store = account && (await findStore(account));
	const closed = store && (await readClosed(store));
	if (!store || !closed) throw new AppError('storage');
	await unlockStore(world, store, closed, passphrase, progress);
}

/** Someone else's account: this one stays on the phone, locked. */
export async function leaveAccountHere(): Promise<void> {
	stopWaiting();
	await leaveCurrentAccount();
	showSession('signed_out');
}

/** The server takes an earlier passphrase than this phone: only the session is renewed with it. */
export async function signInAgain(
	world: World,
	passphrase: string,
	progress: Progress
): Promise<void> {
	const account = openAccount();
	const wraps = await account.store.read(['account'], (rows) => rows.own('wraps'));
	if (!wraps) throw new AppError('storage');
	const { auth } = await derive(world, passphrase, wraps, progress);
	await world.api.signIn(account.login, auth, account.identity.deviceName);
	account.nudge();
}

/**
 * What this phone keeps of login, profile and salt is what it asked with: another answer would let
 * the next unlocking derive, and send, under a salt of the server's choosing (T8). Throws AppError
 * `server`.
 */
export function checkSameAccount(
	state: AccountState,
	asked: { account?: string; login: string; profile: number; salt: Bytes }
): void {
	const { account = state.account, login, profile, salt } = asked;
	const isSame =
		state.account === account &&
		state.login === login &&
		state.profile === profile &&
		equalBytes(state.salt, salt);
	if (!isSame) throw new AppError('server');
}

/**
 * Puts an account that the server let in on this phone, or finds it here, and opens it.
 * @param accountKey what the wrap held
 */
export async function admit(world: World, state: AccountState, accountKey: Bytes): Promise<void> {
	const kept = await findStore(state.account);
	if (kept) await keepWraps(kept, state);
	const store = kept ?? (await makeAccountHere(world, state));
	await bringToFront(state.account);
	await enter(world, store, accountKey, { isTyped: true });
}

/** The store of a new account on this phone, with everything that opening needs. */
export async function makeAccountHere(world: World, state: AccountState): Promise<Store> {
	const { account, profile, salt, akPassphrase, akRecovery, vault, spaces } = state;
	const identity: IdentityRow = { account, device: uuidV4(), deviceName: world.deviceName };
	const store = await makeStore(account, identity.device);
	const key = await store.read(['account'], (rows) => rows.own('device-key'));
	if (!key) throw new AppError('storage');
	const login = await sealLogin(key, identity, state.login);
	const salted = await effectiveSalt(profile, state.login, salt);
	await store.write(['account', 'spaces'], (rows) => {
		rows.putOwn('identity', identity);
		rows.putOwn('login', login);
		rows.putOwn('wraps', { profile, salt, effectiveSalt: salted, akPassphrase, akRecovery });
		const { revision, envelope } = vault;
		const cursorsWrittenMs = world.now();
		rows.putOwn('vault', { revision, envelope, highestSeen: revision, cursorsWrittenMs });
		// Shared ones are met at the first contact, where the vault has its say about them.
		for (const wire of spaces) {
			if (wire.kind === 'personal') rows.put('spaces', wire.space, firstRow(wire));
		}
		return Promise.resolve();
	});
	return store;
}

export async function bringToFront(account: AccountId): Promise<void> {
	locked = account;
	// A browser that keeps nothing cannot remember it either; this visit does.
	await setCurrentAccount(account).catch(() => undefined);
}

/** Throws AppError `no_match` where the key does not open the wrap. */
export async function openWrap(
	kek: Bytes,
	context: Parameters<typeof openKey>[2],
	wrap: Bytes
): Promise<Bytes> {
	try {
		return await openKey('ak', kek, context, wrap);
	} catch (error) {
		if (error instanceof EnvelopeError) throw new AppError('no_match', { cause: error });
		throw error;
	}
}

/** Without a network, an account that is on this phone still opens by login and passphrase. */
async function openHere(
	world: World,
	login: string,
	passphrase: string,
	progress: Progress
): Promise<void> {
	for (const account of await listAccountsHere()) {
		const store = await findStore(account);
		const closed = store && (await readClosed(store));
		if (!store || !closed) continue;
		const { profile, salt, effectiveSalt: kept } = closed.wraps;
		if (equalBytes(await effectiveSalt(profile, login, salt), kept)) {
			await unlockStore(world, store, closed, passphrase, progress);
			await bringToFront(account);
			return;
		}
		store.close();
	}
	throw new AppError('offline');
}

async function unlockStore(
	world: World,
	store: Store,
	closed: ClosedAccount,
	passphrase: string,
	progress: Progress
): Promise<void> {
	const { wraps, identity } = closed;
	const keys = await derive(world, passphrase, wraps, progress);
	const context = passphraseWrapContext(identity.account, wraps.profile, wraps.salt);
	let accountKey: Bytes;
	try {
		accountKey = await openWrap(keys.kek, context, wraps.akPassphrase);
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		return unlockOnline(world, store, closed, keys);
	}
	await enter(world, store, accountKey, { auth: keys.auth, isTyped: true });
}

/** The passphrase may have been changed on another device: then the server knows the new wrap. */
async function unlockOnline(
	world: World,
	store: Store,
	closed: ClosedAccount,
	{ auth, kek }: PassphraseKeys
): Promise<void> {
	const { identity, wraps } = closed;
	let state: AccountState;
	try {
		state = await world.api.signIn(await openLogin(closed), auth, identity.deviceName);
	} catch (error) {
		if (isOffline(error) || isRefusal(error, 'no_match')) throw new AppError('no_match');
		throw error;
	}
	if (state.account !== identity.account) throw new AppError('no_match');
	const context = passphraseWrapContext(identity.account, wraps.profile, wraps.salt);
	const accountKey = await openWrap(kek, context, state.akPassphrase);
	await keepWraps(store, state);
	await enter(world, store, accountKey, { isTyped: true });
}
