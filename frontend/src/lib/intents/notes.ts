/** What a person can do with private notes. All throw AppError; `signed_out` when locked. */
import { AppError } from './app-error';

export interface Draft {
	title: string;
	text: string;
	keptMs: number;
}

export interface NoteWords {
	title: string;
	text: string;
}

export function newNoteId(): string {
	throw new AppError('signed_out');
}

/** Called when an editor opens: later words replace the version that stood then, and only that. */
export async function readDraft(id: string): Promise<Draft | null> {
	throw new AppError('signed_out', { cause: id });
}

/** Seals what is typed so far; called at each pause in typing. Throws `too_long`, `storage`. */
export async function keepDraft(id: string, words: NoteWords): Promise<{ keptMs: number }> {
	throw new AppError('signed_out', { cause: [id, words] });
}

/** Drops the draft without saving it. */
export async function dropDraft(id: string): Promise<void> {
	throw new AppError('signed_out', { cause: id });
}

/** Notes that have a draft, newest first. */
export async function listDrafts(): Promise<({ id: string } & Draft)[]> {
	throw new AppError('signed_out');
}

/** Keeps the words as a version of the note and drops its draft. Nothing happens if nothing changed. */
export async function saveNote(id: string, words: NoteWords): Promise<void> {
	throw new AppError('signed_out', { cause: [id, words] });
}

/** Takes every version that this phone knows off the log. It can be undone until it was sent. */
export async function deleteNote(id: string): Promise<void> {
	throw new AppError('signed_out', { cause: id });
}

/** False: it was sent already. */
export async function undoDelete(id: string): Promise<boolean> {
	throw new AppError('signed_out', { cause: id });
}

/** Of two versions, this one stays. */
export async function keepOnly(id: string, rev: number): Promise<void> {
	throw new AppError('signed_out', { cause: [id, rev] });
}

/** Of two versions, the newest stays here and each other becomes a note of its own. */
export async function keepBoth(id: string): Promise<void> {
	throw new AppError('signed_out', { cause: id });
}
