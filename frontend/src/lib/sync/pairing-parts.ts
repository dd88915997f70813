/** What both sides of a pairing work with, and what they have in common. */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { SpaceId } from '#lib/crypto/ids.js';
import type { Taken } from '#lib/crypto/pairing.js';
import { agreementKeyFromSeed, signingKeyFromSeed, type SigningKey } from '#lib/crypto/signing.js';
import type { Membership, PairingEntry } from '#lib/crypto/vault-rows.js';
import type { Vault } from '#lib/crypto/wraps.js';
import type { Member } from '#lib/log/types.js';
import type { Api } from './api';
import type { Keyring } from './keyring';
import type { SpaceLog } from './space-log';
import type { SpaceSet } from './space-set';
import type { VaultKeeper } from './vault-keeper';

export interface PairingParts {
	api: Api;
	now: () => number;
	keyring: Keyring;
	keeper: VaultKeeper;
	spaces: SpaceSet;
	/** What this person is called. */
	name: () => string;
	/** Contact with the server: the spaces become what the account has, and this one is read. */
	meet: (space: SpaceId) => Promise<void>;
	/** Reads a space to the server's head. */
	readOn: (log: SpaceLog) => Promise<void>;
	/** Closes a space that nobody joined. */
	leave: (log: SpaceLog) => Promise<void>;
}

export interface OwnKeys {
	own: Member;
	signing: SigningKey;
}

/** What the seeds of a pairing make of us in the space to be. */
export async function ownKeys({
	member,
	edSeed,
	xSeed
}: Pick<PairingEntry, 'member' | 'edSeed' | 'xSeed'>): Promise<OwnKeys> {
	const [signing, xPub] = await Promise.all([
		signingKeyFromSeed(edSeed),
		agreementKeyFromSeed(xSeed)
	]);
	return { own: { member, edPub: signing.publicKey, xPub }, signing };
}

/** Every id and key of the spaces we are in: nobody new can bring one of them. */
export function takenBy({ vault, spaces }: Keyring): Taken {
	const ids = vault.memberships.flatMap(({ space, member, shared }) => [
		space,
		member,
		...(shared ? [shared.partner.member] : [])
	]);
	const known = spaces.flatMap(({ own, parties }) =>
		parties.kind === 'shared' ? [own, parties.partner] : [own]
	);
	return { ids, keys: known.flatMap(({ edPub, xPub }) => [edPub, xPub]) };
}

export const isEntryOf =
	(invitation: Bytes) =>
	(entry: PairingEntry): boolean =>
		equalBytes(entry.invitation, invitation);

/** The vault with this entry in the place of the others of its role. */
export function withEntry(vault: Vault, entry: PairingEntry): Vault {
	const others = vault.pairing.filter(({ role }) => role !== entry.role);
	return { ...vault, pairing: [...others, entry] };
}

/** The vault without this entry; null where it has none. */
export function withoutEntry(vault: Vault, invitation: Bytes): Vault | null {
	const isThis = isEntryOf(invitation);
	if (!vault.pairing.some(isThis)) return null;
	return { ...vault, pairing: vault.pairing.filter((entry) => !isThis(entry)) };
}

/** A pairing becomes a membership, once. Null where it has become one. */
export function promoted(vault: Vault, entry: PairingEntry, membership: Membership): Vault | null {
	const { memberships } = vault;
	const isKnown = memberships.some(({ space }) => space === membership.space);
	const without = withoutEntry(vault, entry.invitation);
	if (isKnown) return without;
	return { ...(without ?? vault), memberships: [...memberships, membership] };
}

export function toHex(bytes: Bytes): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
