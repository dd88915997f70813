/** What a person can do to begin a shared space, and how they appear in it. All throw AppError. */
import { CanonicalError } from '#lib/crypto/canonical.js';
import {
	findLink,
	invitationKeys,
	readLink,
	signUpInvitation,
	type Invitation
} from '#lib/crypto/invitation.js';
import { AppError } from '#lib/sync/app-error.js';
import { queueMember } from '#lib/sync/housekeeping.js';
import { isNotGenuine } from '#lib/sync/pairing-faults.js';
import { readInvitation as readFrom } from '#lib/sync/pairing-claim.js';
import { isRefusal, toAppError } from '#lib/sync/refusal.js';
import { browserWorld, type World } from '#lib/sync/world.js';
import { ownMember } from '#lib/view/compose-us.js';
import type { Glaze } from '#lib/view/profile.svelte.js';
import { act } from './act';
import { togetherLog } from './together';

export { watchPairing } from '#lib/sync/pairing-watch.js';

/** Needs a connection. Takes the place of one that is open. Throws `already_together`. */
export async function makeInvitation(): Promise<void> {
	return act(({ pairing }) => pairing.makeInvitation());
}

/** However far it has come. */
export async function cancelInvitation(): Promise<void> {
	return act(({ pairing }) => pairing.cancelInvitation());
}

/** "That is not my partner." */
export async function refuseClaim(): Promise<void> {
	return act(({ pairing }) => pairing.refuseClaim());
}

/** One that has ended goes off the screen. */
export function closeInvitation(): void {
	void act(({ pairing }) => pairing.dismissInvitation()).catch(() => undefined);
}

/** What the other person reads out. Three times wrong ends the invitation. */
export async function typeDigits(six: string): Promise<'equal' | 'wrong' | 'ended'> {
	return act(async ({ pairing }) => {
		const outcome = await pairing.typeDigits(six);
		// Opening the space needs the server; without it, it is done at a later look.
		if (outcome === 'equal') void pairing.advance().catch(() => undefined);
		return outcome;
	});
}

declare global {
	interface Window {
		/** Put there, from `#` on, by the first script of the page. */
		__goldseamJoin?: string | undefined;
	}
}

/** The part of a link from `#` on, once: null where no link was opened, empty where it is none. */
export function takeInvitationFromAddress(): string | null {
	const hash = window.__goldseamJoin;
	if (hash === undefined) return null;
	delete window.__goldseamJoin;
	return findLink(hash) ?? '';
}

/** The same part, from whatever was pasted; null where no link is in it. */
export function pasteInvitation(text: string): string | null {
	return findLink(text);
}

/**
 * Who invites, as the invitation says; no account is needed. Throws `gone`, `used`, `offline`,
 * `not_genuine`.
 */
export async function readInvitation(
	hash: string,
	world: World = browserWorld()
): Promise<{ inviter: string; expiresMs: number }> {
	try {
		const { name, expiresMs } = await readFrom({ api: world.api, keyring: null }, read(hash));
		return { inviter: name, expiresMs };
	} catch (error) {
		if (isRefusal(error, 'not_found')) throw new AppError('gone', { cause: error });
		if (isRefusal(error, 'claimed')) throw new AppError('used', { cause: error });
		if (isNotGenuine(error)) throw new AppError('not_genuine', { cause: error });
		throw toAppError(error);
	}
}

/** Fills `us.joining`; how it ends stands there too. Throws what the connection throws. */
export async function joinInvitation(hash: string): Promise<void> {
	return act(({ pairing }) => pairing.join(read(hash)));
}

/** What sign-up sends as its invitation: proof of the link, and nothing that opens it. */
export async function invitationForSignUp(hash: string): Promise<string> {
	const link = read(hash);
	return signUpInvitation(link.id, await invitationKeys(link));
}

/** Off the screen. One that is under way is declined, which nobody is told. */
export function dismissJoining(): void {
	void act(({ pairing }) => pairing.dismissJoining()).catch(() => undefined);
}

/** How this person is drawn in the shared space. */
export async function chooseGlazeHere(glaze: Glaze): Promise<void> {
	return changeMember({ glaze });
}

/** Whether this person wants to read thanks that are about the body. */
export async function setBodyWords(on: boolean): Promise<void> {
	return changeMember({ welcomesBodyWords: on });
}

async function changeMember(change: { glaze?: Glaze; welcomesBodyWords?: boolean }): Promise<void> {
	return act(async (account) => {
		const log = togetherLog(account);
		const place = account.screens.place(log);
		if (!place) throw new AppError('server');
		const { name, glaze } = place.profile;
		const before = ownMember(place) ?? { name, glaze, welcomesBodyWords: false };
		const after = { ...before, ...change };
		const isSame =
			after.glaze === before.glaze && after.welcomesBodyWords === before.welcomesBodyWords;
		if (isSame) return;
		await queueMember({ outbox: account.outbox, now: account.world.now }, log, after);
		account.outboxChanged();
	});
}

/** Throws `not_genuine` for what is no link of an invitation. */
function read(hash: string): Invitation {
	try {
		return readLink(hash);
	} catch (error) {
		if (error instanceof CanonicalError) throw new AppError('not_genuine', { cause: error });
		throw error;
	}
}
