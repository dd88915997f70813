/**
 * From verified events and opened bodies to what screens show: notes with their versions, and cards
 * here; who shares a space in `fold-space.ts`, thanks in `fold-thanks.ts`, conversations in
 * `fold-conversation.ts`, agreements in `fold-agreement.ts`, what there is one of in `fold-own.ts`.
 * Folding is pure and knows no order of arrival but the log's: folding page by page gives the same as
 * folding everything at once. No event is dropped in silence; what cannot be read or does not count is
 * a card.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { EventId, MemberId, ObjectId, SpaceId } from '#lib/crypto/ids.js';
import type { Content, Note } from './content';
import { foldAgreed, type FoldedAgreed } from './fold-agreement';
import { foldConversation, type FoldedConversation } from './fold-conversation';
import { fittingKinds, readOpened } from './fold-kinds';
import type { OpenedBody } from './open-body';
import { isTalk } from './talk-fields';
import type { LogEvent, SpaceKind } from './types';

export interface FoldEntry {
	event: LogEvent;
	/** As verification found it. */
	refused: string | null;
	/** The server's date of arrival; shown beside the author's where the event was put back. */
	arrivedMs: number;
	repaired: boolean;
	opened: OpenedBody;
}

export interface FoldedVersion {
	readonly rev: number;
	readonly seq: number;
	readonly eventId: EventId;
	readonly object: ObjectId;
	/** Who wrote it. */
	readonly member: MemberId;
	readonly verb: string;
	readonly envHash: LogEvent['envHash'];
	readonly datedMs: number;
	readonly arrivedMs: number;
	readonly repaired: boolean;
	readonly content: Content | { t: 'missing' } | { t: 'erased' };
}

/**
 * `missing`: the body was withheld. `body`: it does not open, or has another shape than it says.
 * `unknown`: written with a newer app. `refused`: signed, but against a rule; `code` says which.
 */
export interface Card {
	readonly id: EventId;
	readonly seq: number;
	readonly reason: 'missing' | 'body' | 'unknown' | 'refused';
	readonly code: string | null;
	/** Whether a version that can be read has taken its place since. */
	readonly replaced: boolean;
}

export interface FoldedSpace {
	readonly space: SpaceId;
	readonly kind: SpaceKind;
	/** What both phones saw while pairing; 32 zero bytes in a personal space. */
	readonly th: Bytes;
	/** The inviter first. */
	readonly members: readonly MemberId[];
	readonly openedMs: number;
	/** When the invited person joined; null in a personal space, and before. */
	readonly joinedMs: number | null;
	/** Who left; the place only, for a leaving tells no time. */
	readonly left: { readonly by: MemberId; readonly seq: number } | null;
}

export interface Fold {
	/** Null before the first event. */
	readonly space: FoldedSpace | null;
	/** Versions in their order: rev r stands at index r − 1. */
	readonly objects: ReadonlyMap<ObjectId, readonly FoldedVersion[]>;
	/** Appreciations whose recipient said that they were taken in. */
	readonly takenIn: ReadonlySet<ObjectId>;
	readonly conversations: ReadonlyMap<ObjectId, FoldedConversation>;
	/** Limits, requests and agreements. */
	readonly agreed: ReadonlyMap<ObjectId, FoldedAgreed>;
	/** Events that change nothing. */
	readonly refused: readonly Card[];
}

export interface NoteVersion {
	readonly rev: number;
	readonly note: Note;
	readonly datedMs: number;
	readonly arrivedMs: number;
	readonly repaired: boolean;
}

export interface FoldedNote {
	readonly id: ObjectId;
	/** Its newest version; the next put is one more. */
	readonly rev: number;
	/** Versions that no later one replaces, newest first; two or more are "two versions". */
	readonly heads: readonly [NoteVersion, ...NoteVersion[]];
	/** Every version whose body stands, oldest first: what deleting the note erases. */
	readonly standing: readonly { rev: number; envHash: NonNullable<LogEvent['envHash']> }[];
}

export const EMPTY_FOLD: Fold = {
	space: null,
	objects: new Map(),
	takenIn: new Set(),
	conversations: new Map(),
	agreed: new Map(),
	refused: []
};

/** A fold that is being added to. */
interface Growing {
	space: FoldedSpace | null;
	objects: Map<ObjectId, readonly FoldedVersion[]>;
	takenIn: Set<ObjectId>;
	conversations: Map<ObjectId, FoldedConversation>;
	agreed: Map<ObjectId, FoldedAgreed>;
	refused: Card[];
}

/** Adds events that follow the ones folded so far. `fold` stays as it was. */
export function foldInto(fold: Fold, entries: Iterable<FoldEntry>): Fold {
	const growing: Growing = {
		space: fold.space,
		objects: new Map(fold.objects),
		takenIn: new Set(fold.takenIn),
		conversations: new Map(fold.conversations),
		agreed: new Map(fold.agreed),
		refused: [...fold.refused]
	};
	for (const entry of entries) {
		if (entry.refused === null) apply(growing, entry);
		else growing.refused.push(refusedCard(entry.event, entry.refused));
	}
	return growing;
}

function apply(growing: Growing, entry: FoldEntry): void {
	const { event } = entry;
	const { clear } = event;
	if (isTalk(clear)) {
		if (event.envHash !== null) addVersion(growing, entry);
		growConversation(growing, event);
		return;
	}
	switch (clear.of) {
		case 'item.put':
		case 'appreciation.given':
		case 'appreciation.answered':
			addVersion(growing, entry);
			return;
		case 'limit.shared':
		case 'request.asked':
		case 'request.answered':
		case 'agreement.proposed':
			addVersion(growing, entry);
			growAgreed(growing, entry);
			return;
		case 'limit.acknowledged':
		case 'limit.retired':
		case 'request.withdrawn':
		case 'agreement.accepted':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
		case 'agreement.reviewed':
			growAgreed(growing, entry);
			return;
		case 'limit.erased':
		case 'request.erased':
		case 'agreement.erased':
			eraseVersion(growing, event);
			growAgreed(growing, entry);
			return;
		case 'item.erased':
		case 'appreciation.erased':
			eraseVersion(growing, event);
			return;
		case 'conversation.erased':
			eraseVersion(growing, event);
			growConversation(growing, event);
			return;
		case 'appreciation.taken_in':
			growing.takenIn.add(event.object);
			return;
		case 'space.opened':
		case 'space.joined':
		case 'space.left':
			growing.space = nextSpace(growing.space, event);
			return;
		case 'unknown':
			// Never accepted: no rule judges it.
			return;
	}
}

function growConversation({ conversations }: Growing, event: LogEvent): void {
	const grown = foldConversation(conversations.get(event.object), event);
	if (grown) conversations.set(event.object, grown);
}

function growAgreed({ agreed }: Growing, { event, arrivedMs, repaired }: FoldEntry): void {
	const grown = foldAgreed(agreed.get(event.object), event, { arrivedMs, repaired });
	if (grown) agreed.set(event.object, grown);
}

function addVersion({ objects, space }: Growing, entry: FoldEntry): void {
	const { object } = entry.event;
	objects.set(object, [...(objects.get(object) ?? []), toVersion(entry, space)]);
}

function eraseVersion({ objects }: Growing, { object, rev }: LogEvent): void {
	const versions = objects.get(object) ?? [];
	const erased = versions[rev - 1];
	// The rule accepted the erasure, so the version is there.
	if (erased === undefined) return;
	objects.set(object, versions.with(rev - 1, { ...erased, content: { t: 'erased' } }));
}

function nextSpace(space: FoldedSpace | null, event: LogEvent): FoldedSpace | null {
	const { clear, member, seq, atMs } = event;
	if (clear.of === 'space.opened') {
		const members = clear.members.map((named) => named.member);
		const { kind, th } = clear;
		return { space: event.space, kind, th, members, openedMs: atMs, joinedMs: null, left: null };
	}
	if (clear.of === 'space.joined') return space && { ...space, joinedMs: atMs };
	return space && { ...space, left: { by: member, seq } };
}

function toVersion(
	{ event, arrivedMs, repaired, opened }: FoldEntry,
	space: FoldedSpace | null
): FoldedVersion {
	const { rev, seq, eventId, object, member, verb, envHash, atMs } = event;
	const content = readOpened(opened, fittingKinds(space?.kind, verb));
	const dates = { datedMs: atMs, arrivedMs, repaired };
	return { rev, seq, eventId, object, member, verb, envHash, ...dates, content };
}

function refusedCard({ eventId, seq }: LogEvent, code: string): Card {
	const reason = code === 'unknown_verb' ? 'unknown' : 'refused';
	return { id: eventId, seq, reason, code, replaced: false };
}

/** Notes that stand, newest written first. */
export function notesOf(fold: Fold): FoldedNote[] {
	const notes = Array.from(fold.objects, ([id, versions]) => toNote(id, versions));
	return notes
		.filter((note) => note !== null)
		.sort((a, b) => b.heads[0].note.writtenMs - a.heads[0].note.writtenMs);
}

/** Everything that cannot be shown as what it is, in the order of the log. */
export function cardsOf(fold: Fold): Card[] {
	const unreadable = Array.from(fold.objects.values()).flatMap((versions) => {
		const replaced = replacedRevs(versions);
		return versions.flatMap((version) => toCard(version, replaced.has(version.rev)));
	});
	return [...unreadable, ...fold.refused].sort((a, b) => a.seq - b.seq);
}

function toNote(id: ObjectId, versions: readonly FoldedVersion[]): FoldedNote | null {
	const newest = versions.at(-1);
	if (newest === undefined || newest.content.t === 'erased') return null;
	const replaced = replacedRevs(versions);
	const [head, ...others] = versions
		.filter(({ rev }) => !replaced.has(rev))
		.flatMap(toNoteVersion)
		.reverse();
	if (head === undefined) return null;
	return { id, rev: newest.rev, heads: [head, ...others], standing: versions.flatMap(toStanding) };
}

function toNoteVersion(version: FoldedVersion): NoteVersion[] {
	const { rev, content, datedMs, arrivedMs, repaired } = version;
	return content.t === 'note' ? [{ rev, note: content, datedMs, arrivedMs, repaired }] : [];
}

function toStanding({ rev, envHash, content }: FoldedVersion): FoldedNote['standing'] {
	return content.t === 'erased' || envHash === null ? [] : [{ rev, envHash }];
}

/** Only a later version takes the place of an earlier one, whatever it claims to replace. */
export function replacedRevs(versions: readonly FoldedVersion[]): Set<number> {
	return new Set(
		versions.flatMap(({ rev, content }) =>
			'replaces' in content ? content.replaces.filter((earlier) => earlier < rev) : []
		)
	);
}

function toCard(version: FoldedVersion, replaced: boolean): Card[] {
	const { eventId: id, seq, content } = version;
	const reason = UNREADABLE[content.t];
	return reason === undefined ? [] : [{ id, seq, reason, code: null, replaced }];
}

/** Contents that are shown as nothing but a card; everything else is shown as what it is. */
const UNREADABLE: Readonly<Record<string, Card['reason'] | undefined>> = {
	missing: 'missing',
	damaged: 'body',
	unknown: 'unknown'
};
