/**
 * JSON from the server, read strictly: a field of another shape is not guessed at, it is AppError
 * `server`. What the values mean is checked later, against keys.
 */
import { CanonicalError, type Bytes } from '#lib/crypto/canonical.js';
import {
	fromBase64url,
	parseId,
	toBase64url,
	type AccountId,
	type MemberId,
	type SpaceId
} from '#lib/crypto/ids.js';
import type { SignedItem, SpaceKind } from '#lib/log/types.js';
import type { DeviceName } from '#lib/store/rows.js';
import { AppError } from './app-error';

export interface WireSpace {
	space: SpaceId;
	kind: SpaceKind;
	member: MemberId;
	skWrap: Bytes;
	seq: number;
	head: Bytes;
	/** By the server's word only: what counts is a signed `space.left` in the log. */
	closed: boolean;
}

export interface AccountState {
	account: AccountId;
	login: string;
	profile: number;
	salt: Bytes;
	akPassphrase: Bytes;
	akRecovery: Bytes;
	vault: { revision: number; envelope: Bytes };
	spaces: WireSpace[];
}

export interface DeliveredItem extends SignedItem {
	arrivedMs: number;
	repaired: boolean;
}

export interface Page {
	events: DeliveredItem[];
	seq: number;
	head: Bytes;
}

export interface Appended {
	/** False: everything was stored already. */
	isNew: boolean;
	seq: number;
	head: Bytes;
}

export interface ServerSession {
	id: string;
	device: DeviceName;
	createdDay: string;
	lastDay: string;
	current: boolean;
}

export interface WireAbout {
	operator: string;
	signup: 'open' | 'invitation' | 'first_account';
	backupDays: number;
}

/** Runs a reader; whatever it stumbles over is the server's fault, not the person's. */
export function readWire<Value>(read: () => Value): Value {
	try {
		return read();
	} catch (error) {
		if (error instanceof CanonicalError || error instanceof WireError) {
			throw new AppError('server', { cause: error });
		}
		throw error;
	}
}

class WireError extends Error {}

type Json = Record<string, unknown>;

export function readObject(value: unknown): Json {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new WireError('not an object');
	}
	return value as Json;
}

export function readList(value: unknown): unknown[] {
	if (!Array.isArray(value)) throw new WireError('not a list');
	return value;
}

export function readCount(value: unknown): number {
	if (!Number.isSafeInteger(value) || (value as number) < 0) throw new WireError('not a count');
	return value as number;
}

export function readText(value: unknown): string {
	if (typeof value !== 'string') throw new WireError('not text');
	return value;
}

function readFlag(value: unknown): boolean {
	if (typeof value !== 'boolean') throw new WireError('not true or false');
	return value;
}

export function readOneOf<Word extends string | number>(
	words: readonly Word[],
	value: unknown
): Word {
	const found = words.find((word) => word === value);
	if (found === undefined) throw new WireError('not one of the words');
	return found;
}

export const HASH_BYTES = 32;
const SALT_BYTES = 16;
export const SIGNATURE_BYTES = 64;

export function readAccountState(value: unknown): AccountState {
	const state = readObject(value);
	const vault = readObject(state.vault);
	return {
		account: parseId(state.account),
		login: readText(state.login),
		profile: readCount(state.profile),
		salt: fromBase64url(state.salt, SALT_BYTES),
		akPassphrase: fromBase64url(state.ak_pw),
		akRecovery: fromBase64url(state.ak_rc),
		vault: { revision: readCount(vault.revision), envelope: fromBase64url(vault.envelope) },
		spaces: readList(state.spaces).map(readSpace)
	};
}

function readSpace(value: unknown): WireSpace {
	const space = readObject(value);
	return {
		space: parseId(space.space),
		kind: readOneOf([1, 2], space.kind) === 1 ? 'personal' : 'shared',
		member: parseId(space.member),
		skWrap: fromBase64url(space.sk_wrap),
		seq: readCount(space.seq),
		head: fromBase64url(space.head, HASH_BYTES),
		closed: readFlag(space.closed)
	};
}

export function readSalts(value: unknown): { profile: number; salt: Bytes } {
	const answer = readObject(value);
	return { profile: readCount(answer.profile), salt: fromBase64url(answer.salt, SALT_BYTES) };
}

export function readPage(value: unknown): Page {
	const page = readObject(value);
	return { events: readList(page.events).map(readDelivered), ...readPlace(page) };
}

export function readPlace(place: Json): { seq: number; head: Bytes } {
	return { seq: readCount(place.seq), head: fromBase64url(place.head, HASH_BYTES) };
}

function readDelivered(value: unknown): DeliveredItem {
	const item = readObject(value);
	return {
		event: fromBase64url(item.event),
		sig: fromBase64url(item.sig, SIGNATURE_BYTES),
		body: item.body === null ? null : fromBase64url(item.body),
		arrivedMs: readCount(item.arrived_ms),
		repaired: readFlag(item.repaired)
	};
}

export function readSessions(value: unknown): ServerSession[] {
	return readList(readObject(value).sessions).map((entry) => {
		const session = readObject(entry);
		return {
			id: readText(session.id),
			device: readOneOf(['phone', 'tablet', 'computer'], session.device),
			createdDay: readText(session.created_day),
			lastDay: readText(session.last_day),
			current: readFlag(session.current)
		};
	});
}

export function readAbout(value: unknown): WireAbout {
	const about = readObject(value);
	return {
		operator: readText(about.operator),
		signup: readOneOf(['open', 'invitation', 'first_account'], about.signup),
		backupDays: readCount(about.backup_days)
	};
}

export function readDeletion(value: unknown): { backupDays: number; markDays: number } {
	const deletion = readObject(value);
	return { backupDays: readCount(deletion.backup_days), markDays: readCount(deletion.mark_days) };
}

export function toWireItem({ event, sig, body }: SignedItem): Json {
	return {
		event: toBase64url(event),
		sig: toBase64url(sig),
		body: body === null ? null : toBase64url(body)
	};
}
