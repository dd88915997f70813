/**
 * From verified events and opened bodies to what screens show: notes with their versions, the
 * profile, and cards. Folding is pure and knows no order of arrival but the log's: folding page by
 * page gives the same as folding everything at once. No event is dropped in silence; what cannot be
 * read or does not count is a card.
 */
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import { readContent, type Content, type Note, type Profile } from './content';
import type { OpenedBody } from './open-body';
import type { LogEvent } from './types';

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

export interface Fold {
	readonly objects: ReadonlyMap<ObjectId, readonly FoldedVersion[]>;
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

export interface FoldedProfile {
	readonly id: ObjectId;
	readonly rev: number;
	readonly profile: Profile;
}

export const EMPTY_FOLD: Fold = { objects: new Map(), refused: [] };

/** Adds events that follow the ones folded so far. `fold` stays as it was. */
export function foldInto(fold: Fold, entries: Iterable<FoldEntry>): Fold {
	const objects = new Map(fold.objects);
	const refused = [...fold.refused];
	for (const entry of entries) {
		if (entry.refused === null) apply(objects, entry);
		else refused.push(refusedCard(entry.event, entry.refused));
	}
	return { objects, refused };
}

function apply(objects: Map<ObjectId, readonly FoldedVersion[]>, entry: FoldEntry): void {
	const { event } = entry;
	const versions = objects.get(event.object) ?? [];
	if (event.clear.of === 'item.put') {
		objects.set(event.object, [...versions, toVersion(entry)]);
	}
	if (event.clear.of === 'item.erased') {
		const index = event.rev - 1;
		const erased = versions[index];
		// The rule accepted the erasure, so the version is there.
		if (erased !== undefined) {
			objects.set(event.object, versions.with(index, { ...erased, content: { t: 'erased' } }));
		}
	}
}

function toVersion({ event, arrivedMs, repaired, opened }: FoldEntry): FoldedVersion {
	const { rev, seq, eventId, object, envHash, atMs } = event;
	const content = readOpened(opened);
	return { rev, seq, eventId, object, envHash, datedMs: atMs, arrivedMs, repaired, content };
}

function readOpened(opened: OpenedBody): FoldedVersion['content'] {
	if (opened.is === 'open') return readContent(opened.plaintext);
	return { t: opened.is === 'missing' ? 'missing' : 'damaged' };
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

/** The newest profile. There is one object of it, unless two devices made one at the same time. */
export function profileOf(fold: Fold): FoldedProfile | null {
	let newest: { seq: number; found: FoldedProfile } | null = null;
	for (const [id, versions] of fold.objects) {
		for (const { seq, rev, content } of versions) {
			if (content.t === 'profile' && seq > (newest?.seq ?? 0)) {
				newest = { seq, found: { id, rev, profile: content } };
			}
		}
	}
	return newest?.found ?? null;
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
function replacedRevs(versions: readonly FoldedVersion[]): Set<number> {
	return new Set(
		versions.flatMap(({ rev, content }) =>
			content.t === 'note' ? content.replaces.filter((earlier) => earlier < rev) : []
		)
	);
}

function toCard(version: FoldedVersion, replaced: boolean): Card[] {
	const { eventId: id, seq, content } = version;
	switch (content.t) {
		case 'note':
		case 'profile':
		case 'erased':
			return [];
		case 'missing':
			return [{ id, seq, reason: 'missing', code: null, replaced }];
		case 'damaged':
			return [{ id, seq, reason: 'body', code: null, replaced }];
		case 'unknown':
			return [{ id, seq, reason: 'unknown', code: null, replaced }];
	}
}
