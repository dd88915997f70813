/**
 * Verification of the log (protocol.md §6): the phone checks again everything the server should have
 * checked, from genesis or from a place it verified before. A page is taken whole or not at all.
 *
 * Two kinds of fault are kept apart. Bytes that nobody could have signed in this place mean that the
 * log was tampered with, and reading stops. A well-formed, validly signed event that breaks a rule
 * keeps its place, changes nothing, and is shown as a card.
 */
import { CanonicalError, equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { MemberId, ObjectId, SpaceId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { importVerifier, verify } from '#lib/crypto/signing.js';
import type { Role } from '#lib/crypto/vault-rows.js';
import { headOf, parseEvent, ZERO_HASH } from './event';
import { apply, judge, openedMembers } from './judge';
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

/** Who may speak in a space, as the vault knows them; genesis must name exactly these keys. */
export type Parties =
	| { readonly kind: 'personal'; readonly own: Member }
	| {
			readonly kind: 'shared';
			readonly own: Member;
			readonly partner: Member;
			/** Which of the two we were while pairing. */
			readonly role: Role;
			/** What both phones saw while pairing. */
			readonly th: Bytes;
	  };

/** How far a log has been verified. Plain data: it can be stored and given back as it is. */
export interface ChainState {
	readonly space: SpaceId;
	readonly parties: Parties;
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
export function startOfChain(space: SpaceId, parties: Parties): ChainState {
	return {
		space,
		parties,
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
		if (seq === 1) checkGenesis(event, state.parties);
		if (!members.has(event.member)) throw new ChainError('author', seq);
		if (!isDatedRight(event, atMs)) throw new ChainError('clock', seq);
		if (signed[index] !== true) throw new ChainError('signature', seq);
		if (!isOwnBody(event, found.bodyHash)) throw new ChainError('body', seq);
		if (seq === 2) checkSecond(event, state.parties, objects);
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
 * A space is accepted only with exactly the keys of our vault in its first line: the server hands
 * out the log, so nothing else ties it to us, or to whom we paired with (protocol.md §4, T7).
 */
function checkGenesis(event: LogEvent, parties: Parties): void {
	const { clear, member } = event;
	if (clear.of !== 'space.opened' || clear.kind !== parties.kind)
		throw new ChainError('genesis', 1);
	if (!clear.members.some((named) => named.member === member)) throw new ChainError('author', 1);
	const decision = judge(new Map(), event);
	if (!decision.accepted) {
		throw new ChainError(decision.code === 'weak_key' ? 'weak_key' : 'genesis', 1);
	}
	const isOurs =
		sameMembers(clear.members, membersOf(parties)) &&
		(parties.kind === 'personal' || equalBytes(clear.th, parties.th));
	if (!isOurs) throw new ChainError('genesis', 1);
}

/** The order that genesis names them in: the inviter first. */
function membersOf(parties: Parties): Member[] {
	if (parties.kind === 'personal') return [parties.own];
	const { own, partner, role } = parties;
	return role === 'inviter' ? [own, partner] : [partner, own];
}

/**
 * The first line of a space that we were invited to is not ours. The second is: it covers, by th,
 * everything that both phones saw. Only a leaving may stand there in its stead.
 */
function checkSecond(
	event: LogEvent,
	parties: Parties,
	objects: ReadonlyMap<ObjectId, ObjectState>
): void {
	if (parties.kind === 'personal' || parties.role === 'inviter') return;
	const { of } = event.clear;
	// The rule sees to author, th and place.
	const isRight = (of === 'space.joined' || of === 'space.left') && judge(objects, event).accepted;
	if (!isRight) throw new ChainError('genesis', 2);
}

/** Not before the line in front of it; a leaving repeats that date, so that it tells no time (R13). */
function isDatedRight({ clear, atMs }: LogEvent, previousMs: number): boolean {
	return clear.of === 'space.left' ? atMs === previousMs : atMs >= previousMs;
}

function sameMembers(named: readonly Member[], known: readonly Member[]): boolean {
	return (
		named.length === known.length &&
		named.every((member, index) => {
			const other = known[index];
			return other !== undefined && isSameMember(member, other);
		})
	);
}

function isSameMember(a: Member, b: Member): boolean {
	return a.member === b.member && equalBytes(a.edPub, b.edPub) && equalBytes(a.xPub, b.xPub);
}

/** A body that is not there may have been erased; one that is there is the one that was signed. */
function isOwnBody(event: LogEvent, bodyHash: Bytes | null): boolean {
	if (bodyHash === null) return true;
	return event.envHash !== null && equalBytes(event.envHash, bodyHash);
}
