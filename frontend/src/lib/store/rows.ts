/**
 * What this phone keeps (protocol.md §10). Events and envelopes are kept as they were delivered;
 * what a person wrote here and has not sent is sealed; the one key in the database cannot be
 * exported. So a copy of these rows without that key shows what the server sees, and no more.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { AccountId, DeviceId, EventId, MemberId, ObjectId, SpaceId } from '#lib/crypto/ids.js';

export type DeviceName = 'phone' | 'tablet' | 'computer';

/** Raw AES-256-GCM under the device key. */
export interface DeviceSealed {
	iv: Bytes;
	ciphertext: Bytes;
}

export interface IdentityRow {
	account: AccountId;
	/** Random, made with this database; it never leaves the phone except inside sealed notes. */
	device: DeviceId;
	deviceName: DeviceName;
}

/** Enough to open the account with the passphrase alone, offline. */
export interface WrapsRow {
	profile: number;
	/** As the server gave it: part of the wrap's context. */
	salt: Bytes;
	/** What Argon2id gets. It hides the login, which is therefore not needed in the clear. */
	effectiveSalt: Bytes;
	akPassphrase: Bytes;
	akRecovery: Bytes;
}

/**
 * A PIN set on this device. Nothing of it is ever sent, and nothing in it opens without the device
 * key.
 */
export interface PinRow {
	profile: number;
	/** The PIN's own, random. */
	salt: Bytes;
	/** The envelope with the account key, sealed once more under the device key. */
	wrap: DeviceSealed;
	/** Tries since it last opened. Each is counted before it is made. */
	tries: number;
	/** When the last of them was made, by this device's clock. */
	triedMs: number;
}

export interface VaultRow {
	revision: number;
	envelope: Bytes;
	/** The highest revision this phone ever saw; a lower one from the server is refused. */
	highestSeen: number;
	/** When this phone last wrote its cursors into the vault. */
	cursorsWrittenMs: number;
}

/** The single rows of an account, by name. */
export interface AccountRows {
	identity: IdentityRow;
	'device-key': CryptoKey;
	/** The account key; absent while locked. */
	ak: DeviceSealed;
	/** The login, so that the server can be asked again after a change of passphrase elsewhere. */
	login: DeviceSealed;
	wraps: WrapsRow;
	pin: PinRow;
	vault: VaultRow;
	/** When somebody last touched the app, for the lock that counts across a reload. */
	'last-active': number;
	/** The vault was ahead of a restored server: the passphrase wants to be set anew. */
	'vault-was-ahead': boolean;
	/** The invitation made on this phone, sealed under K_dev: what of it must be nowhere else. */
	invitation: Bytes;
	/** Notifications are on here: the browser's address for them, as the server was last given it. */
	push: { endpoint: string };
}

export interface SpaceRow {
	space: SpaceId;
	member: MemberId;
	skWrap: Bytes;
	/** The last line that was verified and folded here. */
	seq: number;
	head: Bytes;
	/** Rises when lines were replaced, after a branch: what was folded before no longer holds. */
	generation: number;
}

export interface EventRow {
	seq: number;
	event: Bytes;
	sig: Bytes;
	body: Bytes | null;
	arrivedMs: number;
	repaired: boolean;
}

/** Signed bytes for one place, the same until they are answered. */
export interface SignedForPlace {
	seq: number;
	atMs: number;
	event: Bytes;
	sig: Bytes;
	body: Bytes | null;
}

export interface OutboxRow {
	/** The event id, made when the intent was queued. */
	id: EventId;
	space: SpaceId;
	object: ObjectId;
	/** Intents of one phone go out in this order. */
	order: number;
	/** What was meant, sealed under K_dev. */
	sealed: Bytes;
	/** Rises with every change of the words, so that a signature over older words is noticed. */
	edition: number;
	/** Not sent before this moment, so that a deletion can be undone. */
	holdUntilMs: number;
	signed: SignedForPlace | null;
	/** Posted and not answered for sure: it may be on the server. */
	perhapsSent: boolean;
	/** The server's code; the words wait for a decision. */
	refused: string | null;
}

export interface DraftRow {
	note: ObjectId;
	/** Words, when they were kept and what they revise, under K_dev. */
	sealed: Bytes;
}

/** A line of ours that the server lost and went on without. */
export interface LostRow extends EventRow {
	space: SpaceId;
}

/** One's own answer to one opening of a conversation, as far as this phone knows it. */
export interface AnswerRow {
	/** Names it under "needs you". */
	id: EventId;
	space: SpaceId;
	conversation: ObjectId;
	opening: number;
	/** What is meant, sealed under K_dev. */
	sealed: Bytes;
	/** Rises with every change of what is meant. */
	edition: number;
	/** `put` and `withdraw` wait to be sent; `in` and `withdrawn` the server has confirmed. */
	state: 'put' | 'withdraw' | 'in' | 'withdrawn';
	/** The same bytes until they are answered. */
	signed: SealedRecord | null;
	/** What the server last confirmed to hold; null after a withdrawal. */
	confirmed: ConfirmedRecord | null;
	/** The highest rev signed here: 0 where nothing of it was ever sent. */
	signedRev: number;
	/** Of what stands here or stood before, the highest rev: only another device has a higher one. */
	highest: number;
	/** After a withdrawal, when another may follow; 0: at once. */
	againMs: number;
	/** The server's code; the words wait for a decision. */
	refused: string | null;
}

export interface ConfirmedRecord {
	rev: number;
	record: Bytes;
}

export interface SealedRecord {
	rev: number;
	record: Bytes;
	sig: Bytes;
	body: Bytes;
}

/** Two answers that opened together, kept like events: as delivered, after they were checked. */
export interface OpenedRow {
	space: SpaceId;
	conversation: ObjectId;
	opening: number;
	mine: OpenedRecord;
	theirs: OpenedRecord;
	/** Ours came second, so this phone says so in the log. */
	second: boolean;
	/** When this phone first saw them, by its clock. */
	openedMs: number;
	/** The seam was shown here. */
	seen: boolean;
	/** What did not hold when they were checked. */
	fault: 'damaged' | 'not_ours' | null;
	/** Ours is taken back here, and the server has yet to be asked. */
	takingBack?: boolean;
}

/** Without its body once its author took it back. */
export interface OpenedRecord extends Omit<SealedRecord, 'body'> {
	body: Bytes | null;
}

export interface Tables {
	account: { key: keyof AccountRows; value: AccountRows[keyof AccountRows] };
	spaces: { key: SpaceId; value: SpaceRow };
	events: { key: [SpaceId, number]; value: EventRow };
	outbox: { key: EventId; value: OutboxRow };
	drafts: { key: ObjectId; value: DraftRow };
	lost: { key: [SpaceId, number, string]; value: LostRow };
	answers: { key: [SpaceId, ObjectId, number]; value: AnswerRow };
	opened: { key: [SpaceId, ObjectId, number]; value: OpenedRow };
}

export type Table = keyof Tables;
