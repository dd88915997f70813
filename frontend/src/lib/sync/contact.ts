/**
 * The first question of every connection: is there still a session, and what did the account become
 * meanwhile? It follows the vault's rules and takes over new wraps. A session that has merely ended
 * is renewed by what the passphrase gave at unlocking, if that is still at hand.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { AccountId } from '#lib/crypto/ids.js';
import { isSessionOf, setSessionAccount } from '#lib/store/accounts-here.js';
import type { DeviceName, WrapsRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import type { Api } from './api';
import { AppError } from './app-error';
import { putLeavingsBack } from './leave-space';
import { forgetPin } from './pin-row';
import { isRefusal, ServerRefusal } from './refusal';
import type { SpaceSet } from './space-set';
import type { VaultKeeper } from './vault-keeper';
import type { AccountState } from './wire';

/** The server takes another passphrase than the one that opened this phone. */
export class OtherPassphrase extends Error {}

export class Contact {
	/** AUTH from unlocking, held until the first answer only. */
	private auth: Bytes | null;
	private isOtherPassphrase = false;

	constructor(
		private readonly api: Api,
		private readonly store: Store,
		private readonly keeper: VaultKeeper,
		private readonly spaces: SpaceSet,
		private readonly who: { account: AccountId; login: string; device: DeviceName },
		auth: Bytes | null
	) {
		this.auth = auth;
	}

	/** Throws ServerRefusal 401 where the session is gone, AppError, or OtherPassphrase. */
	async make(): Promise<void> {
		const seenBefore = await this.keeper.highestSeen();
		// What is joined while the answer is on its way is no space that the server keeps back.
		const known = this.keeper.memberships;
		const state = await this.ask();
		if (state.account !== this.who.account) throw new AppError('server');
		// A browser that keeps nothing has one account at a time, and needs no such note.
		await setSessionAccount(this.who.account).catch(() => undefined);
		this.isOtherPassphrase = false;
		this.forgetAuth();
		await this.keeper.meet(state.vault, seenBefore);
		await keepRecoveryWrap(this.store, state);
		await this.spaces.meet(state.spaces, known);
		await putLeavingsBack(this.api, this.spaces);
	}

	forgetAuth(): void {
		this.auth?.fill(0);
		this.auth = null;
	}

	/** Revoked is the session in the cookie: another account's says only that we have none. */
	private async readEnd(error: unknown): Promise<unknown> {
		const isOurs = !isRefusal(error, 'revoked') || (await isSessionOf(this.who.account));
		return isOurs ? error : new ServerRefusal(401, 'signed_out');
	}

	private async ask(): Promise<AccountState> {
		try {
			const state = await this.api.account();
			if (state.account === this.who.account) return state;
			// Another account signed in here, in another tab: this one has no session any more.
			throw new ServerRefusal(401, 'signed_out');
		} catch (answer) {
			const error = await this.readEnd(answer);
			if (!isRefusal(error, 'signed_out')) throw error;
			if (this.isOtherPassphrase) throw new OtherPassphrase();
			if (this.auth === null) throw error;
		}
		try {
			return await this.api.signIn(this.who.login, this.auth, this.who.device);
		} catch (error) {
			if (!isRefusal(error, 'no_match')) throw error;
			// Asking again would only use up the allowance of the person who types the right one.
			this.isOtherPassphrase = true;
			this.forgetAuth();
			await forgetPin(this.store);
			throw new OtherPassphrase();
		}
	}
}

/** The wraps of an answer whose passphrase wrap has just opened, or was just made here. */
export async function keepWraps(store: Store, state: AccountState): Promise<void> {
	await changeWraps(store, state, ({ akPassphrase, akRecovery }) => ({ akPassphrase, akRecovery }));
}

/**
 * A recovery code made on another device. The passphrase wrap stays the one that opens this phone:
 * a new passphrase ends every other session, so no answer to a living one brings a new wrap, and
 * one taken unopened could lock a person out of a phone that is offline (T8).
 */
export async function keepRecoveryWrap(store: Store, state: AccountState): Promise<void> {
	await changeWraps(store, state, ({ akRecovery }) => ({ akRecovery }));
}

async function changeWraps(
	store: Store,
	state: AccountState,
	pick: (state: AccountState) => Partial<WrapsRow>
): Promise<void> {
	await store.write(['account'], async (rows) => {
		const wraps = await rows.own('wraps');
		if (!wraps) throw new AppError('storage');
		// The salt never changes (protocol.md §4); another one would only lock this phone.
		if (wraps.profile !== state.profile || !equalBytes(wraps.salt, state.salt)) return;
		const changed = { ...wraps, ...pick(state) };
		rows.putOwn('wraps', changed);
		// A PIN does not outlive the passphrase that it was set after.
		if (!equalBytes(changed.akPassphrase, wraps.akPassphrase)) rows.delete('account', 'pin');
	});
}
