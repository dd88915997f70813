/**
 * The private notes of the open account, as the screens read them: the verified log folded, with
 * what still waits in the outbox laid on top. Empty while locked.
 */
import { holdsWords } from './search';

export type DeviceName = 'phone' | 'tablet' | 'computer';

export interface NoteVersion {
	/** What `keepOnly` takes. A version that the log does not hold yet has a negative number. */
	rev: number;
	title: string;
	text: string;
	writtenMs: number;
	device: { id: string; name: DeviceName };
	thisDevice: boolean;
}

export interface NoteView {
	id: string;
	title: string;
	text: string;
	writtenMs: number;
	/** More than one: two devices wrote apart from each other. Newest first. */
	versions: NoteVersion[];
	/** Not on the server yet. */
	onlyHere: boolean;
	/** Put back after the server had lost it: its own date, and when it arrived again. */
	repaired: { dated: number; arrived: number } | null;
}

/** A line of the log that shows nothing: withheld, changed, by a newer app, or against a rule. */
export interface DamagedLine {
	id: string;
	seq: number;
	reason: 'missing' | 'body' | 'unknown' | 'refused';
}

interface NotesState {
	all: NoteView[];
	loading: boolean;
	damaged: DamagedLine[];
	/** A new note is typed under an id of its own; saved, it stands under another. */
	savedAs: ReadonlyMap<string, string>;
}

const NOTHING_SAVED: ReadonlyMap<string, string> = new Map();

// Replaced whole with each change, so that thousands of notes need no tracking of their own.
let state: NotesState = $state.raw(empty());

function empty(): NotesState {
	return { all: [], loading: true, damaged: [], savedAs: NOTHING_SAVED };
}

export const notes = {
	/** Newest first. */
	get all(): readonly NoteView[] {
		return state.all;
	},
	/** True from unlocking until the log on this phone has been read. */
	get loading(): boolean {
		return state.loading;
	},
	get damaged(): readonly DamagedLine[] {
		return state.damaged;
	},
	/** Also by the id under which a note was first typed. */
	find(id: string): NoteView | null {
		const saved = state.savedAs.get(id) ?? id;
		return state.all.find((note) => note.id === saved) ?? null;
	},
	/** Notes that hold every one of these words in title or text, newest first. */
	search(words: string): readonly NoteView[] {
		const holds = holdsWords(words);
		return state.all.filter(({ title, text }) => holds(`${title}\n${text}`));
	}
};

export function showNotes(
	all: NoteView[],
	damaged: DamagedLine[],
	savedAs: ReadonlyMap<string, string>
): void {
	state = { all, damaged, savedAs, loading: false };
}

export function clearNotes(): void {
	state = empty();
}
