/**
 * The keys of an open account, in memory only. Everything comes from the account key, the vault and
 * the wraps of the spaces; nothing here is written anywhere.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { spaceKeyContext, vaultContext } from '#lib/crypto/contexts.js';
import { SPACE_EPOCH } from '#lib/crypto/envelope.js';
import type { AccountId, SpaceId } from '#lib/crypto/ids.js';
import { accountKeys, bodyKey, type AccountKeys } from '#lib/crypto/keys.js';
import { agreementKeyFromSeed, signingKeyFromSeed, type SigningKey } from '#lib/crypto/signing.js';
import { openKey, openVault, type Membership, type Vault } from '#lib/crypto/wraps.js';
import type { Member } from '#lib/log/types.js';
import type { Parties } from '#lib/log/verify.js';

export interface SpaceKeys {
	space: SpaceId;
	/** Ourselves in this space: the first line of its log must name exactly these. */
	own: Member;
	/** Who may speak here, ourselves included. */
	parties: Parties;
	signing: SigningKey;
	/** K_obj: opens and seals bodies. */
	body: Bytes;
}

export interface Keyring {
	account: AccountId;
	accountKey: Bytes;
	keys: AccountKeys;
	vault: Vault;
	vaultRevision: number;
	spaces: SpaceKeys[];
}

export interface SealedKeyring {
	account: AccountId;
	vault: { revision: number; envelope: Bytes };
	spaces: readonly { space: SpaceId; skWrap: Bytes }[];
}

/**
 * Opens everything the account key opens. Throws EnvelopeError where a wrap was changed. A space
 * that the vault does not know has no keys here and is left out: the server cannot invent one.
 */
export async function openKeyring(accountKey: Bytes, sealed: SealedKeyring): Promise<Keyring> {
	const { account } = sealed;
	const keys = await accountKeys(accountKey);
	const context = vaultContext(account, sealed.vault.revision);
	const vault = await openVault(keys.vault, context, sealed.vault.envelope);
	const known = sealed.spaces.flatMap(({ space, skWrap }) => {
		const membership = vault.memberships.find((candidate) => candidate.space === space);
		return membership ? [{ membership, skWrap }] : [];
	});
	const spaces = await Promise.all(
		known.map(({ membership, skWrap }) => openSpace(account, keys, membership, skWrap))
	);
	return { account, accountKey, keys, vault, vaultRevision: sealed.vault.revision, spaces };
}

/** Throws EnvelopeError where the wrap is not of this space, or not under this account's key. */
export async function openSpace(
	account: AccountId,
	keys: AccountKeys,
	membership: Membership,
	skWrap: Bytes
): Promise<SpaceKeys> {
	const { space } = membership;
	const context = spaceKeyContext(account, space, SPACE_EPOCH);
	const spaceKey = await openKey('sk', keys.spaceKeys, context, skWrap);
	const [signing, xPub, body] = await Promise.all([
		signingKeyFromSeed(membership.edSeed),
		agreementKeyFromSeed(membership.xSeed),
		bodyKey(spaceKey)
	]);
	spaceKey.fill(0);
	const own = { member: membership.member, edPub: signing.publicKey, xPub };
	return { space, own, parties: partiesOf(own, membership.shared), signing, body };
}

function partiesOf(own: Member, shared: Membership['shared']): Parties {
	if (shared === null) return { kind: 'personal', own };
	const { partner, role, th } = shared;
	const { member, edPub, xPub } = partner;
	return { kind: 'shared', own, partner: { member, edPub, xPub }, role, th };
}

/** Overwrites what can be overwritten. JavaScript may have copied it; that is all a page can do. */
export function forgetKeys(keyring: Keyring): void {
	const { accountKey, keys, vault, spaces } = keyring;
	for (const secret of [accountKey, keys.vault, keys.spaceKeys, keys.device]) secret.fill(0);
	for (const { edSeed, xSeed } of [...vault.memberships, ...vault.pairing]) {
		edSeed.fill(0);
		xSeed.fill(0);
	}
	for (const entry of vault.pairing) {
		entry.secret.fill(0);
		if (entry.role === 'invited') entry.agreementSeed.fill(0);
	}
	for (const { body } of spaces) body.fill(0);
}

/** Whether every membership of `before` is still in `after`, with the same seeds. */
export function keepsMemberships(before: Vault, after: Vault): boolean {
	return before.memberships.every((mine) =>
		after.memberships.some(
			(other) =>
				other.space === mine.space &&
				other.member === mine.member &&
				equalBytes(other.edSeed, mine.edSeed) &&
				equalBytes(other.xSeed, mine.xSeed)
		)
	);
}

/** `mine`, with what only `theirs` has: two devices wrote apart after a restore of the server. */
export function mergeVaults(mine: Vault, theirs: Vault): Vault {
	const memberships = [
		...mine.memberships,
		...theirs.memberships.filter(
			({ space }) => !mine.memberships.some((known) => known.space === space)
		)
	];
	const pairing = theirs.pairing.filter(
		({ invitation, member }) =>
			!mine.pairing.some((known) => equalBytes(known.invitation, invitation)) &&
			!memberships.some((known) => known.member === member)
	);
	return { memberships, pairing: [...mine.pairing, ...pairing] };
}
