/** Changing what opens the account: the passphrase and the recovery code. The account key stays. */
import type { Bytes } from '#lib/crypto/canonical.js';
import { passphraseWrapContext, recoveryWrapContext } from '#lib/crypto/contexts.js';
import type { AccountId } from '#lib/crypto/ids.js';
import { effectiveSalt, recoveryKeys } from '#lib/crypto/keys.js';
import {
	formatRecoveryCode,
	newRecoveryCode,
	parseRecoveryCode,
	RecoveryCodeError
} from '#lib/crypto/recovery-code.js';
import { sealKey } from '#lib/crypto/wraps.js';
import type { WrapsRow } from '#lib/store/rows.js';
import { showPin } from '#lib/view/pin.svelte.js';
import { profile as shown } from '#lib/view/profile.svelte.js';
import { AppError } from './app-error';
import { beginAsking } from './asking';
import { keepRecoveryWrap, keepWraps } from './contact';
import { findOpenAccount, openAccount } from './current';
import type { OpenAccount } from './account';
import { queueProfile } from './profile-intent';
import { rememberCode } from './recovery-memory';
import { admit, checkSameAccount, openWrap } from './sign-in';
import { checkLogin, checkPassphrase, derive, type Progress } from './slow-key';
import type { World } from './world';

/** A recovery code, as shown and as sent. */
interface FreshCode {
	groups: string[];
	rauth: Bytes;
	akRecovery: Bytes;
}

export async function changePassphrase(
	world: World,
	now: string,
	next: string,
	progress: Progress
): Promise<void> {
	checkPassphrase(next);
	const account = openAccount();
	const { store, keyring, identity, keeper } = account;
	const wraps = await readWraps(account);
	const { auth: authNow } = await derive(world, now, wraps, (done) => {
		progress(done / 2);
	});
	const { auth, kek } = await derive(world, next, wraps, (done) => {
		progress(0.5 + done / 2);
	});
	checkStillOpen(account);
	const context = passphraseWrapContext(identity.account, wraps.profile, wraps.salt);
	const akPassphrase = await sealKey('ak', kek, context, keyring.accountKey);
	const state = await world.api.changePassphrase({
		authNow,
		auth,
		akPassphrase,
		recovery: null
	});
	await keepWraps(store, { ...state, akPassphrase });
	showPin(false);
	await beginAsking(account);
	await keeper.settle();
	account.refresh();
}

export async function makeNewRecoveryCode(
	world: World,
	passphrase: string,
	progress: Progress
): Promise<{ recoveryCode: string[] }> {
	const account = openAccount();
	const wraps = await readWraps(account);
	const { auth } = await derive(world, passphrase, wraps, progress);
	checkStillOpen(account);
	const code = await makeCode(account.identity.account, account.keyring.accountKey);
	const state = await world.api.changeRecovery(auth, code.rauth, code.akRecovery);
	await keepRecoveryWrap(account.store, { ...state, akRecovery: code.akRecovery });
	rememberCode(code.groups);
	if (shown.recoveryChecked) {
		const { name, glaze } = shown;
		await queueProfile(account, { name, glaze, recoveryChecked: false });
	}
	return { recoveryCode: code.groups };
}

/**
 * With the recovery code: a session that may only set a new passphrase, and with it a new code. The
 * old code opens nothing afterwards. The account is open when this returns.
 */
export async function recover(
	world: World,
	login: string,
	code: string,
	newPassphrase: string,
	progress: Progress
): Promise<{ recoveryCode: string[] }> {
	const folded = checkLogin(login);
	checkPassphrase(newPassphrase);
	const { rauth, kek: recoveryKek } = await recoveryKeys(await readCode(code));
	const state = await world.api.recover(folded, rauth, world.deviceName);
	const { account, profile, salt } = state;
	checkSameAccount(state, { login: folded, profile, salt });
	const accountKey = await openWrap(recoveryKek, recoveryWrapContext(account), state.akRecovery);
	const salted = { profile, effectiveSalt: await effectiveSalt(profile, folded, salt) };
	const { auth, kek } = await derive(world, newPassphrase, salted, progress);
	const fresh = await makeCode(account, accountKey);
	const akPassphrase = await sealKey(
		'ak',
		kek,
		passphraseWrapContext(account, profile, salt),
		accountKey
	);
	const { rauth: newRauth, akRecovery } = fresh;
	const recovery = { rauth: newRauth, akRecovery };
	const changed = await world.api.changePassphrase({
		authNow: null,
		auth,
		akPassphrase,
		recovery
	});
	checkSameAccount(changed, { account, login: folded, profile, salt });
	rememberCode(fresh.groups);
	await admit(world, changed, accountKey);
	await beginAsking(openAccount());
	return { recoveryCode: fresh.groups };
}

/** A lock may come during the slow derivation: the keys are forgotten then, and nothing is changed. */
function checkStillOpen(account: OpenAccount): void {
	if (findOpenAccount() !== account) throw new AppError('signed_out');
}

async function makeCode(account: AccountId, accountKey: Bytes): Promise<FreshCode> {
	const code = newRecoveryCode();
	const { rauth, kek } = await recoveryKeys(code);
	const akRecovery = await sealKey('ak', kek, recoveryWrapContext(account), accountKey);
	return { groups: await formatRecoveryCode(code), rauth, akRecovery };
}

async function readCode(text: string): Promise<Bytes> {
	try {
		return await parseRecoveryCode(text);
	} catch (error) {
		if (error instanceof RecoveryCodeError) throw new AppError('bad_code', { cause: error });
		throw error;
	}
}

async function readWraps({ store }: OpenAccount): Promise<WrapsRow> {
	const wraps = await store.read(['account'], (rows) => rows.own('wraps'));
	if (!wraps) throw new AppError('storage');
	return wraps;
}
