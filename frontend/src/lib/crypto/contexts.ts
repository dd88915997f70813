/**
 * What an envelope is about (protocol.md §5). A context is authenticated beside the words but not
 * sent with them: each reader builds it from what it expects, so a body moved to another place,
 * author or revision does not open there.
 */
import { T, u16, u32, u64, u8, utf8, type Bytes } from './canonical';
import {
	idToBytes,
	type AccountId,
	type DeviceId,
	type MemberId,
	type ObjectId,
	type SpaceId
} from './ids';

declare const brand: unique symbol;
export type Context = Bytes & { readonly [brand]: 'context' };

function context(kind: string, ...fields: readonly Uint8Array[]): Context {
	return T('gs1:ctx', utf8(kind), ...fields) as Context;
}

const EMPTY = new Uint8Array(0);

/** The account key under the key from the passphrase: profile and salt are bound too (T8). */
export function passphraseWrapContext(account: AccountId, profile: number, salt: Bytes): Context {
	return context('ak-wrap', idToBytes(account), utf8('pw'), u8(profile), salt);
}

/** The account key under the key from the recovery code, which needs no profile and no salt. */
export function recoveryWrapContext(account: AccountId): Context {
	return context('ak-wrap', idToBytes(account), utf8('rc'), u8(0), EMPTY);
}

/** The account key under the key from a PIN; it never leaves this device. */
export function pinWrapContext(account: AccountId, profile: number, salt: Bytes): Context {
	return context('ak-wrap', idToBytes(account), utf8('pin'), u8(profile), salt);
}

export function vaultContext(account: AccountId, revision: number): Context {
	return context('vault', idToBytes(account), u64(revision));
}

export function spaceKeyContext(account: AccountId, space: SpaceId, epoch: number): Context {
	return context('sk-wrap', idToBytes(account), idToBytes(space), u32(epoch));
}

/** Where a body belongs. A LogEvent has these fields, so it can be given as it is. */
export interface BodyPlace {
	space: SpaceId;
	object: ObjectId;
	member: MemberId;
	verb: string;
	rev: number;
}

export function bodyContext(place: BodyPlace): Context {
	const { space, object, member, verb, rev } = place;
	return context(
		'body',
		idToBytes(space),
		idToBytes(object),
		idToBytes(member),
		utf8(verb),
		u32(rev)
	);
}

export interface AnswerPlace {
	space: SpaceId;
	conversation: ObjectId;
	step: number;
	member: MemberId;
	rev: number;
}

export function answerContext(place: AnswerPlace): Context {
	const { space, conversation, step, member, rev } = place;
	return context(
		'answer',
		idToBytes(space),
		idToBytes(conversation),
		u16(step),
		idToBytes(member),
		u32(rev)
	);
}

/** `invitation` is the first 16 bytes of SHA-256(M1), not a UUID. */
export function invitationContext(invitation: Bytes, message: 'm1' | 'm2'): Context {
	return context('invite', invitation, utf8(message));
}

export function pairingContext(th: Bytes): Context {
	return context('pair', th);
}

export interface LivePlace {
	space: SpaceId;
	room: ObjectId;
	member: MemberId;
	/** 16 random bytes made at entering. */
	myVisit: Bytes;
	/** Empty in the greeting, which answers nobody yet. */
	yourVisit: Bytes;
	counter: number;
}

export function liveContext(place: LivePlace): Context {
	const { space, room, member, myVisit, yourVisit, counter } = place;
	return context(
		'live',
		idToBytes(space),
		idToBytes(room),
		idToBytes(member),
		myVisit,
		yourVisit,
		u64(counter)
	);
}

/** A row that never leaves this device: `store` and `key` are those of its database. */
export function deviceContext(device: DeviceId, store: string, key: string): Context {
	return context('device', idToBytes(device), utf8(store), utf8(key));
}
