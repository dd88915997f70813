/** What deleting a note took away, for as long as it can be undone: until it is sent, in this visit. */
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import type { OutboxEntry } from '#lib/sync/outbox.js';

export interface DeletedNote {
	/** Versions that were never sent, and are in no log. */
	unsent: readonly OutboxEntry[];
	/** The intents that erase the others. */
	erasures: readonly EventId[];
}

const deleted = new Map<ObjectId, DeletedNote>();

export function rememberDeleted(note: ObjectId, what: DeletedNote): void {
	deleted.set(note, what);
}

export function takeDeleted(note: ObjectId): DeletedNote | undefined {
	const what = deleted.get(note);
	deleted.delete(note);
	return what;
}

export function forgetDeleted(note: ObjectId): void {
	deleted.delete(note);
}
