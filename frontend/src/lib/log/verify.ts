/**
 * Verification of the log (protocol.md §6): the phone checks again everything the server should have
 * checked, from genesis or from a place it verified before. A page is taken whole or not at all.
 *
 * Two kinds of fault are kept apart. Bytes that nobody could have signed in this place mean that the
 * log was tampered with, and reading stops. A well-formed, validly signed event that breaks a rule
 * keeps its place, changes nothing, and is shown as a card.
 */
import { CanonicalError, equalBytes, isZero, type Bytes } from '#lib/crypto/canonical.js';
import type { MemberId, ObjectId, SpaceId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { importVerifier, isSmallOrder, verify } from '#lib/crypto/signing.js';
import { headOf, parseEvent, ZERO_HASH } from './event';
import { apply, openedMembers } from './judge';
import type { ObjectState } from './rules/rule';
import type { LogEvent, Member, SignedItem, VerifiedEvent } from './types';

export type ChainErrorCode =
	'malformed' | 'place' | 'author' | 'clock' | 'signature' | 'body' | 'genesis' | 'weak_key';

/** `seq` is the place that the fault is found at, counted by us and not read from the event. */
export class ChainError extends Error {
	constructor(
		readonly code: ChainErrorCode,
		readonly seq: number
	) {
		super(`log at ${seq}: ${code}`);
		this.name = 'ChainError';
	}
}

/** How far a log has been verified. Plain data: it can be stored and given back as it is. */
export interface ChainState {
	readonly space: SpaceId;
	/** Ourselves as the vault knows us; genesis must name exactly these keys. */
	readonly own: Member;
	readonly seq: number;
	readonly head: Bytes;
	/** The date of the last event; the next one is not before it. */
	readonly atMs: number;
	readonly members: ReadonlyMap<MemberId, Member>;
	readonly objects: ReadonlyMap<ObjectId, ObjectState>;
}

export interface VerifiedPage {
	state: ChainState;
	events: VerifiedEvent[];
}

/** Nothing read yet. */
export function startOfChain(space: SpaceId, own: Member): ChainState {
	return {
		space,
		own,
		seq: 0,
		head: ZERO_HASH,
		atMs: 0,
		members: new Map(),
		objects: new Map()
	};
}

/** Throws ChainError at the first fault; `state` stays as it was. */
export async function verifyPage(
	state: ChainState,
	items: readonly SignedItem[]
): Promise<VerifiedPage> {
	const read = await Promise.all(items.map(readItem));
	const members = state.seq === 0 ? openedMembers(read[0]?.event) : state.members;
	// Signatures cost most of the time, and the browser checks several at once.
	const signed = await checkSignatures(members, read);
	const objects = new Map(state.objects);
	const events: VerifiedEvent[] = [];
	let { seq, head, atMs } = state;
	for (const [index, found] of read.entries()) {
		seq += 1;
		const { event, item } = checkPlace(found, { ...state, seq, head });
		if (seq === 1) checkGenesis(event, state.own);
		if (!members.has(event.member)) throw new ChainError('author', seq);
		if (event.atMs < atMs) throw new ChainError('clock', seq);
		if (signed[index] !== true) throw new ChainError('signature', seq);
		if (!isOwnBody(event, found.bodyHash)) throw new ChainError('body', seq);
		({ head } = found);
		({ atMs } = event);
		events.push({ event, item, head, refused: apply(objects, event) });
	}
	return { state: { ...state, seq, head, atMs, members, objects }, events };
}

interface ReadItem {
	item: SignedItem;
	/** Null where the bytes are no event. */
	event: LogEvent | null;
	head: Bytes;
	bodyHash: Bytes | null;
}

async function readItem(item: SignedItem): Promise<ReadItem> {
	const bodyHash = item.body === null ? null : await sha256(item.body);
	try {
		// An event that is too long for a field has no head either.
		const head = await headOf(item.event, item.sig);
		return { item, event: parseEvent(item.event), head, bodyHash };
	} catch (error) {
		if (!(error instanceof CanonicalError)) throw error;
		return { item, event: null, head: ZERO_HASH, bodyHash };
	}
}

async function checkSignatures(
	members: ReadonlyMap<MemberId, Member>,
	read: readonly ReadItem[]
): Promise<boolean[]> {
	const verifiers = new Map<MemberId, CryptoKey | null>();
	for (const { member, edPub } of members.values()) {
		// Bytes that are no point of the curve sign nothing.
		verifiers.set(member, await importVerifier(edPub).catch(() => null));
	}
	return Promise.all(
		read.map(async ({ event, item }) => {
			const verifier = event && verifiers.get(event.member);
			return verifier ? verify(verifier, item.sig, item.event) : false;
		})
	);
}

function checkPlace(
	{ event, item }: ReadItem,
	expected: { space: SpaceId; seq: number; head: Bytes }
): { event: LogEvent; item: SignedItem } {
	if (event === null) throw new ChainError('malformed', expected.seq);
	const inPlace =
		event.space === expected.space &&
		event.seq === expected.seq &&
		equalBytes(event.prev, expected.head);
	if (!inPlace) throw new ChainError('place', expected.seq);
	return { event, item };
}

/**
 * A personal space is accepted only with exactly our own keys in its first line: the server hands
 * out the log, so nothing else ties it to us (protocol.md §4).
 */
function checkGenesis({ clear, space, object, rev }: LogEvent, own: Member): void {
	if (clear.of !== 'space.opened' || clear.kind !== 'personal') throw new ChainError('genesis', 1);
	if (object !== (space as string) || rev !== 0 || !isZero(clear.th)) {
		throw new ChainError('genesis', 1);
	}
	if (clear.members.some(({ edPub }) => isSmallOrder(edPub))) throw new ChainError('weak_key', 1);
	if (!clear.members.every((member) => isSameMember(member, own))) {
		throw new ChainError('genesis', 1);
	}
}

function isSameMember(a: Member, b: Member): boolean {
	return a.member === b.member && equalBytes(a.edPub, b.edPub) && equalBytes(a.xPub, b.xPub);
}

/** A body that is not there may have been erased; one that is there is the one that was signed. */
function isOwnBody(event: LogEvent, bodyHash: Bytes | null): boolean {
	if (bodyHash === null) return true;
	return event.envHash !== null && equalBytes(event.envHash, bodyHash);
}
