/**
 * What the screens show: the folded log with the outbox laid on top. Pure. Versions are told apart
 * by event id here, because what waits in the outbox has no rev yet.
 */
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import { readContent, type Note, type Profile } from '#lib/log/content.js';
import { cardsOf, notesOf, type Fold, type FoldedNote, type FoldedVersion } from '#lib/log/fold.js';
import { profileOf } from '#lib/log/fold-own.js';
import type { Intent } from '#lib/sync/intent.js';
import type { DamagedLine, NoteVersion, NoteView } from './notes.svelte.js';

export interface PendingIntent {
	id: EventId;
	intent: Intent;
}

/** A version that nothing later takes the place of. */
export interface Head {
	event: EventId;
	/** The log's, or below zero for the outbox. */
	rev: number;
	note: Note;
	repaired: NoteView['repaired'];
}

export interface ComposedNote {
	id: ObjectId;
	/** Newest written first; never empty. */
	heads: Head[];
	/** Every version whose words stand: what deleting the note takes off. */
	standing: EventId[];
}

/** Newest written first. */
export function composeNotes(fold: Fold, pending: readonly PendingIntent[]): ComposedNote[] {
	const composed = new Map(notesOf(fold).map((note) => [note.id, fromLog(fold, note)]));
	for (const [index, { id, intent }] of pending.entries()) {
		const before = composed.get(intent.object) ?? fromNothing(fold, intent.object);
		composed.set(intent.object, lay(before, id, intent, -1 - index));
	}
	return Array.from(composed.values(), sortHeads)
		.filter(({ heads }) => heads.length > 0)
		.sort((a, b) => writtenMs(b) - writtenMs(a));
}

export function composeProfile(fold: Fold, pending: readonly PendingIntent[]): Profile | null {
	const waiting = pending
		.map(({ intent }) => (intent.kind === 'put' ? readContent(intent.content) : null))
		.filter((content) => content?.t === 'profile');
	return waiting.at(-1) ?? profileOf(fold)?.profile ?? null;
}

export function composeDamaged(fold: Fold): DamagedLine[] {
	return cardsOf(fold)
		.filter(({ replaced }) => !replaced)
		.map(({ id, seq, reason }) => ({ id, seq, reason }));
}

export function toView(note: ComposedNote, thisDevice: string): NoteView {
	const versions = note.heads.map((head) => toVersion(head, thisDevice));
	const [newest] = note.heads;
	return {
		id: note.id,
		title: newest?.note.title ?? '',
		text: newest?.note.text ?? '',
		writtenMs: newest?.note.writtenMs ?? 0,
		versions,
		onlyHere: note.heads.some(({ rev }) => rev < 0),
		repaired: newest?.repaired ?? null
	};
}

function toVersion({ rev, note }: Head, thisDevice: string): NoteVersion {
	const { title, text, writtenMs: written, device } = note;
	return { rev, title, text, writtenMs: written, device, thisDevice: device.id === thisDevice };
}

function fromLog(fold: Fold, note: FoldedNote): ComposedNote {
	const versions = fold.objects.get(note.id) ?? [];
	const heads = note.heads.flatMap((head): Head[] => {
		const version = versions[head.rev - 1];
		if (!version) return [];
		const repaired = head.repaired ? { dated: head.datedMs, arrived: head.arrivedMs } : null;
		return [{ event: version.eventId, rev: head.rev, note: head.note, repaired }];
	});
	return { id: note.id, heads, standing: standingOf(versions) };
}

/** A note that the log does not show: new, or deleted there and written again here. */
function fromNothing(fold: Fold, object: ObjectId): ComposedNote {
	return { id: object, heads: [], standing: standingOf(fold.objects.get(object) ?? []) };
}

function standingOf(versions: readonly FoldedVersion[]): EventId[] {
	return versions.filter(({ content }) => content.t !== 'erased').map(({ eventId }) => eventId);
}

function lay(note: ComposedNote, id: EventId, intent: Intent, rev: number): ComposedNote {
	if (intent.kind !== 'put' && intent.kind !== 'erase') return note;
	if (intent.kind === 'erase') {
		return {
			...note,
			heads: note.heads.filter(({ event }) => event !== intent.version),
			standing: note.standing.filter((event) => event !== intent.version)
		};
	}
	const content = readContent(intent.content);
	if (content.t !== 'note') return note;
	const kept = note.heads.filter(({ event }) => !intent.base.includes(event));
	return {
		...note,
		heads: [{ event: id, rev, note: content, repaired: null }, ...kept],
		standing: [...note.standing, id]
	};
}

function sortHeads(note: ComposedNote): ComposedNote {
	return { ...note, heads: note.heads.toSorted((a, b) => b.note.writtenMs - a.note.writtenMs) };
}

function writtenMs(note: ComposedNote): number {
	return note.heads[0]?.note.writtenMs ?? 0;
}
