/**
 * A new account, made whole on this phone and handed to the server in one request (protocol.md §8).
 * The server gets what proves the person, and keys only in wraps that it cannot open.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import {
	passphraseWrapContext,
	recoveryWrapContext,
	spaceKeyContext,
	vaultContext
} from '#lib/crypto/contexts.js';
import { SPACE_EPOCH } from '#lib/crypto/envelope.js';
import {
	uuidV4,
	uuidV7,
	type AccountId,
	type MemberId,
	type ObjectId,
	type SpaceId
} from '#lib/crypto/ids.js';
import { accountKeys, newSecretKey, recoveryKeys, type AccountKeys } from '#lib/crypto/keys.js';
import { randomBytes } from '#lib/crypto/primitives.js';
import { formatRecoveryCode, newRecoveryCode } from '#lib/crypto/recovery-code.js';
import { agreementKeyFromSeed, signingKeyFromSeed } from '#lib/crypto/signing.js';
import { sealKey, sealVault, type Membership } from '#lib/crypto/wraps.js';
import type { Glaze } from '#lib/log/content.js';
import { headOf, signItem, ZERO_HASH } from '#lib/log/event.js';
import type { SignedItem } from '#lib/log/types.js';
import type { Store } from '#lib/store/store.js';
import type { NewAccount } from './api';
import { AppError } from './app-error';
import { openAccount } from './current';
import { enter } from './enter';
import { queueProfile } from './profile-intent';
import { rememberCode } from './recovery-memory';
import { isOffline, isRefusal } from './refusal';
import { bringToFront, checkSameAccount, makeAccountHere } from './sign-in';
import { checkLogin, checkName, checkPassphrase, derive, saltFor, type Progress } from './slow-key';
import type { AccountState } from './wire';
import type { World } from './world';

export interface SignUpInput {
	name: string;
	glaze: Glaze;
	login: string;
	passphrase: string;
	invitation: string | null;
}

interface MadeAccount {
	request: NewAccount;
	accountKey: Bytes;
	recoveryCode: string[];
}

interface Finished {
	world: World;
	store: Store;
	accountKey: Bytes;
	profile: { name: string; glaze: Glaze };
}

/** A request whose answer was lost: it may have been carried out, and must not be made twice. */
let unanswered: MadeAccount | null = null;
/** Signed up, and still reading the recovery code. */
let finished: Finished | null = null;

export async function signUp(
	world: World,
	input: SignUpInput,
	progress: Progress
): Promise<{ recoveryCode: string[] }> {
	const name = checkName(input.name);
	const login = checkLogin(input.login);
	checkPassphrase(input.passphrase);
	const answer = await world.api.salts(login);
	const salted = await saltFor(login, answer);
	const { auth, kek } = await derive(world, input.passphrase, salted, progress);
	const { invitation, glaze } = input;
	const made = await makeAccount(world, { login, ...answer, auth, kek, invitation });
	const { state, request, recoveryCode, accountKey } = await register(world, made);
	checkSameAccount(state, request);
	const store = await makeAccountHere(world, state);
	await bringToFront(state.account);
	finished = { world, store, accountKey, profile: { name, glaze } };
	rememberCode(recoveryCode);
	return { recoveryCode };
}

/** The recovery code has been seen: the account opens, and says its first words to My side. */
export async function finishSignUp(): Promise<void> {
	if (finished === null) throw new AppError('signed_out');
	const { world, store, accountKey, profile } = finished;
	finished = null;
	await enter(world, store, accountKey);
	await queueProfile(openAccount(), { ...profile, recoveryChecked: false });
}

/**
 * Asks for the account. When the answer to an earlier try was lost, the account may exist already:
 * then the login is taken by ourselves, and signing in with the same passphrase shows it.
 */
async function register(
	world: World,
	made: MadeAccount
): Promise<MadeAccount & { state: AccountState }> {
	try {
		const state = await world.api.createAccount(made.request);
		unanswered = null;
		return { ...made, state };
	} catch (error) {
		const earlier = unanswered;
		if (isOffline(error)) unanswered = made;
		const isOurs = isRefusal(error, 'login_taken') && earlier?.request.login === made.request.login;
		if (!isOurs) throw error;
		const { login, auth } = made.request;
		const state = await world.api.signIn(login, auth, world.deviceName).catch(() => null);
		if (state?.account !== earlier.request.account) throw error;
		unanswered = null;
		return { ...earlier, state };
	}
}

async function makeAccount(
	world: World,
	secrets: {
		login: string;
		profile: number;
		salt: Bytes;
		auth: Bytes;
		kek: Bytes;
		invitation: string | null;
	}
): Promise<MadeAccount> {
	const { login, profile, salt, auth, kek, invitation } = secrets;
	const account = uuidV4<AccountId>();
	const accountKey = newSecretKey();
	const code = newRecoveryCode();
	const recovery = await recoveryKeys(code);
	const keys = await accountKeys(accountKey);
	const space = await makePersonalSpace(world, account, keys);
	const wrapContext = passphraseWrapContext(account, profile, salt);
	const request: NewAccount = {
		login,
		account,
		profile,
		salt,
		auth,
		rauth: recovery.rauth,
		akPassphrase: await sealKey('ak', kek, wrapContext, accountKey),
		akRecovery: await sealKey('ak', recovery.kek, recoveryWrapContext(account), accountKey),
		...space,
		device: world.deviceName,
		invitation
	};
	return { request, accountKey, recoveryCode: await formatRecoveryCode(code) };
}

async function makePersonalSpace(
	world: World,
	account: AccountId,
	keys: AccountKeys
): Promise<{
	space: SpaceId;
	member: MemberId;
	skWrap: Bytes;
	vault: Bytes;
	genesis: SignedItem;
}> {
	const space = uuidV4<SpaceId>();
	const member = uuidV4<MemberId>();
	const edSeed = randomBytes(32);
	const xSeed = randomBytes(32);
	const genesis = await signGenesis(world, space, member, edSeed, xSeed);
	const head = await headOf(genesis.event, genesis.sig);
	const membership: Membership = { space, member, edSeed, xSeed, shared: null, seq: 1, head };
	const wrapContext = spaceKeyContext(account, space, SPACE_EPOCH);
	const [skWrap, vault] = await Promise.all([
		sealKey('sk', keys.spaceKeys, wrapContext, newSecretKey()),
		sealVault(keys.vault, vaultContext(account, 1), { memberships: [membership], pairing: [] })
	]);
	return { space, member, skWrap, vault, genesis };
}

/** The first line of My side: whose it is, by which keys. */
async function signGenesis(
	world: World,
	space: SpaceId,
	member: MemberId,
	edSeed: Bytes,
	xSeed: Bytes
): Promise<SignedItem> {
	const [signing, xPub] = await Promise.all([
		signingKeyFromSeed(edSeed),
		agreementKeyFromSeed(xSeed)
	]);
	const atMs = world.now();
	return signItem(
		{
			space,
			eventId: uuidV7(atMs),
			seq: 1,
			prev: ZERO_HASH,
			member,
			atMs,
			verb: 'space.opened',
			object: space as string as ObjectId,
			rev: 0,
			clear: {
				of: 'space.opened',
				kind: 'personal',
				th: new Uint8Array(32),
				members: [{ member, edPub: signing.publicKey, xPub }]
			}
		},
		null,
		signing
	);
}
