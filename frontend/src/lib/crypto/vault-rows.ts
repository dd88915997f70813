/**
 * What the vault holds, in memory and as the JSON that is sealed (protocol.md §5 and §8). A reader
 * takes vaults from before there were shared spaces; whatever is there is read strictly, and a row
 * of another shape throws.
 */
import { CanonicalError, type Bytes } from './canonical';
import { fromBase64url, parseId, toBase64url, type MemberId, type SpaceId } from './ids';
import { checkName } from './names';

export type Role = 'inviter' | 'invited';

/** The other person as pairing named them; their keys are pinned. */
export interface Partner {
	member: MemberId;
	edPub: Bytes;
	xPub: Bytes;
	/** What they were called when we paired; they may have changed it since. */
	name: string;
}

/** What a shared space has more than a personal one. */
export interface SharedPlace {
	partner: Partner;
	/** Ours. */
	role: Role;
	th: Bytes;
	/** Somebody left, and this phone verified that line. */
	isClosed: boolean;
	/** This person gave up what was left of it, on every device. */
	isRemoved: boolean;
}

/** What one membership needs: our seeds, the other's pinned keys, how far we have verified. */
export interface Membership {
	space: SpaceId;
	member: MemberId;
	edSeed: Bytes;
	xSeed: Bytes;
	/** Null in a personal space. */
	shared: SharedPlace | null;
	/** Last verified place when this vault was written; it may lag by a day. */
	seq: number;
	head: Bytes;
}

interface PendingPairing {
	/** 16 bytes: the first of SHA-256(M1). */
	invitation: Bytes;
	/** S, 16 bytes: with the id it makes the link. */
	secret: Bytes;
	/** Ourselves in the space to be. */
	member: MemberId;
	name: string;
	edSeed: Bytes;
	xSeed: Bytes;
	m1: Bytes;
}

/** An invitation that we made. The seed of X_i, and N, stay on the phone that made it. */
export interface InviterPairing extends PendingPairing {
	role: 'inviter';
	space: SpaceId;
	/** Who claimed it, and what the digits confirmed; null before. */
	partner: Partner | null;
	th: Bytes | null;
}

/** An invitation that we took up. Any of our devices can go on with it. */
export interface InvitedPairing extends PendingPairing {
	role: 'invited';
	/** The seed of X_e. */
	agreementSeed: Bytes;
	/** M2 is made once, and every retry sends the same bytes. */
	m2: Bytes;
	m2Envelope: Bytes;
}

export type PairingEntry = InviterPairing | InvitedPairing;

type Row = Record<string, unknown>;

export function formatMembership(membership: Membership): Row {
	const { space, member, edSeed, xSeed, shared, seq, head } = membership;
	return {
		space,
		member,
		ed_seed: toBase64url(edSeed),
		x_seed: toBase64url(xSeed),
		...(shared && {
			partner: formatPartner(shared.partner),
			role: shared.role,
			th: toBase64url(shared.th),
			...(shared.isClosed && { closed: true }),
			...(shared.isRemoved && { removed: true })
		}),
		seq,
		head: toBase64url(head)
	};
}

export function parseMembership(value: unknown): Membership {
	const row = value as Row;
	if (!Number.isSafeInteger(row.seq) || (row.seq as number) < 0) malformed('seq');
	return {
		space: parseId(row.space),
		member: parseId(row.member),
		edSeed: fromBase64url(row.ed_seed, 32),
		xSeed: fromBase64url(row.x_seed, 32),
		shared: row.partner === undefined ? null : parseShared(row),
		seq: row.seq as number,
		head: fromBase64url(row.head, 32)
	};
}

function parseShared({ partner, role, th, closed, removed }: Row): SharedPlace {
	if (role !== 'inviter' && role !== 'invited') malformed('role');
	if (closed !== undefined && closed !== true) malformed('closed');
	if (removed !== undefined && removed !== true) malformed('removed');
	return {
		partner: parsePartner(partner),
		role,
		th: fromBase64url(th, 32),
		isClosed: closed === true,
		isRemoved: removed === true
	};
}

export function formatPairing(entry: PairingEntry): Row {
	const { role, invitation, secret, member, name, edSeed, xSeed, m1 } = entry;
	const common = {
		role,
		invitation: toBase64url(invitation),
		s: toBase64url(secret),
		member,
		name,
		ed_seed: toBase64url(edSeed),
		x_seed: toBase64url(xSeed),
		m1: toBase64url(m1)
	};
	if (entry.role === 'inviter') {
		const { space, partner, th } = entry;
		return {
			...common,
			space,
			partner: partner && formatPartner(partner),
			th: th && toBase64url(th)
		};
	}
	return {
		...common,
		x_e_seed: toBase64url(entry.agreementSeed),
		m2: toBase64url(entry.m2),
		m2_envelope: toBase64url(entry.m2Envelope)
	};
}

export function parsePairing(value: unknown): PairingEntry {
	const row = value as Row;
	const common = {
		invitation: fromBase64url(row.invitation, 16),
		secret: fromBase64url(row.s, 16),
		member: parseId<MemberId>(row.member),
		name: readName(row.name),
		edSeed: fromBase64url(row.ed_seed, 32),
		xSeed: fromBase64url(row.x_seed, 32),
		m1: fromBase64url(row.m1)
	};
	if (row.role === 'inviter') {
		return {
			...common,
			role: row.role,
			space: parseId(row.space),
			partner: row.partner === null ? null : parsePartner(row.partner),
			th: row.th === null ? null : fromBase64url(row.th, 32)
		};
	}
	if (row.role !== 'invited') malformed('role');
	return {
		...common,
		role: row.role,
		agreementSeed: fromBase64url(row.x_e_seed, 32),
		m2: fromBase64url(row.m2),
		m2Envelope: fromBase64url(row.m2_envelope)
	};
}

function formatPartner({ member, edPub, xPub, name }: Partner): Row {
	return { member, ed_pub: toBase64url(edPub), x_pub: toBase64url(xPub), name };
}

function parsePartner(value: unknown): Partner {
	const row = value as Row;
	return {
		member: parseId(row.member),
		edPub: fromBase64url(row.ed_pub, 32),
		xPub: fromBase64url(row.x_pub, 32),
		name: readName(row.name)
	};
}

function readName(value: unknown): string {
	if (typeof value !== 'string') malformed('name');
	return checkName(value);
}

function malformed(field: string): never {
	throw new CanonicalError(`vault: ${field}`);
}
