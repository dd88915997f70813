/** What a person can do with private notes. All throw AppError; `signed_out` when locked. */
import { parseId, uuidV4, uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { notePlaintext } from '#lib/log/content.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import type { PutIntent } from '#lib/sync/intent.js';
import type { NewIntent, OutboxEntry } from '#lib/sync/outbox.js';
import type { ComposedNote, Head } from '#lib/view/compose-notes.js';
import { act } from './act';
import { forgetDeleted, rememberDeleted, takeDeleted } from './deleted-notes';
import { intend } from './queueing';

export interface Draft {
	title: string;
	text: string;
	keptMs: number;
}

export interface NoteWords {
	title: string;
	text: string;
}

/** Long enough to take a deletion back, short enough that it is sent while the app is open. */
const UNDO_MS = 6000;
/** What one append takes; deleting a note is all or nothing. */
const MAX_ERASED = 20;

/**
 * The id under which a new note is typed. It says nothing about time, and no server sees it: the
 * note gets another one when it is saved, and `notes.find` knows both.
 */
export function newNoteId(): string {
	return uuidV4();
}

/** Called when an editor opens: later words replace the version that is shown, and only that. */
export async function readDraft(id: string): Promise<Draft | null> {
	return act(async ({ drafts }) => {
		const note = parseNote(id);
		await drafts.load();
		drafts.begin(note);
		const draft = drafts.find(note);
		return draft && { title: draft.title, text: draft.text, keptMs: draft.keptMs };
	});
}

/** Seals what is typed so far; called at each pause in typing. Throws `too_long`, `storage`. */
export async function keepDraft(id: string, words: NoteWords): Promise<{ keptMs: number }> {
	return act(async ({ drafts, notes }) => {
		const note = parseNote(id);
		return drafts.keep(note, words, drafts.baseOf(note, notes));
	});
}

/** Drops the draft without saving it. */
export async function dropDraft(id: string): Promise<void> {
	return act(({ drafts }) => drafts.drop(parseNote(id)));
}

/** Notes that have a draft, newest first. */
export async function listDrafts(): Promise<({ id: string } & Draft)[]> {
	return act(async ({ drafts }) => {
		await drafts.load();
		return drafts.list().map(([id, { title, text, keptMs }]) => ({ id, title, text, keptMs }));
	});
}

/** Keeps the words as a version of the note and drops its draft. Nothing happens if nothing changed. */
export async function saveNote(id: string, words: NoteWords): Promise<void> {
	return act(async (account) => {
		const { drafts, notes } = account;
		const typedUnder = parseNote(id);
		const known = drafts.idOf(typedUnder);
		const base = drafts.baseOf(typedUnder, notes);
		const shown = notes.find((note) => note.id === known);
		if (!isWorthSaving(words, shown, base)) return drafts.drop(typedUnder);
		const isNew = shown === undefined && base === null && known === typedUnder;
		const object = isNew ? uuidV7<ObjectId>(account.world.now()) : known;
		await queueVersion(account, object, words, base === null ? [] : [base]);
		if (isNew) await drafts.rename(typedUnder, object);
		else await drafts.drop(typedUnder);
		account.outboxChanged();
	});
}

/** Takes every version that this phone knows off the log. It can be undone until it was sent. */
export async function deleteNote(id: string): Promise<void> {
	return act(async (account) => {
		const { drafts, notes, outbox, personal, world } = account;
		const object = drafts.idOf(parseNote(id));
		await drafts.drop(object);
		const note = notes.find((candidate) => candidate.id === object);
		if (!note) return;
		const untilMs = world.now() + UNDO_MS;
		const unsent = await takeBackUnsent(account, object);
		const unsentIds = unsent.map(({ row }) => row.id);
		const erasures = note.standing
			.filter((version) => !unsentIds.includes(version))
			.slice(0, MAX_ERASED)
			.map((version) => intend(account, { kind: 'erase', object, version }, untilMs));
		await outbox.queue(personal.keys.space, erasures);
		rememberDeleted(object, { unsent, erasures: erasures.map((erasure) => erasure.id) });
		account.outboxChanged();
	});
}

/** False: it was sent already. */
export async function undoDelete(id: string): Promise<boolean> {
	return act(async (account) => {
		const { drafts, outbox, personal } = account;
		const object = drafts.idOf(parseNote(id));
		const deleted = takeDeleted(object);
		if (!deleted || !(await outbox.cancel(deleted.erasures))) return false;
		const again = deleted.unsent.map(({ row, intent }): NewIntent => ({
			id: row.id,
			intent,
			holdUntilMs: 0
		}));
		await outbox.queue(personal.keys.space, again);
		account.outboxChanged();
		return true;
	});
}

/** Of two versions, this one stays. */
export async function keepOnly(id: string, rev: number): Promise<void> {
	return act(async (account) => {
		const note = findNote(account, id);
		const kept = note.heads.find((head) => head.rev === rev);
		if (!kept) throw new AppError('server');
		await queueVersion(account, note.id, kept.note, eventsOf(note.heads));
		account.outboxChanged();
	});
}

/** Of two versions, the newest stays here and each other becomes a note of its own. */
export async function keepBoth(id: string): Promise<void> {
	return act(async (account) => {
		const { world } = account;
		const note = findNote(account, id);
		const [newest, ...others] = note.heads;
		if (!newest || others.length === 0) return;
		// The copies first: whatever happens in between, no words are without a note.
		for (const { note: words } of others.toReversed()) {
			await queueVersion(account, uuidV7(world.now()), words, []);
		}
		await queueVersion(account, note.id, newest.note, eventsOf(note.heads));
		account.outboxChanged();
	});
}

function parseNote(id: string): ObjectId {
	return parseId<ObjectId>(id);
}

function findNote({ drafts, notes }: OpenAccount, id: string): ComposedNote {
	const object = drafts.idOf(parseNote(id));
	const note = notes.find((candidate) => candidate.id === object);
	if (!note) throw new AppError('server');
	return note;
}

const eventsOf = (heads: readonly Head[]): EventId[] => heads.map(({ event }) => event);

function isWorthSaving(
	words: NoteWords,
	shown: ComposedNote | undefined,
	base: EventId | null
): boolean {
	const before = shown?.heads.find(({ event }) => event === base)?.note;
	if (before) return before.title !== words.title || before.text !== words.text;
	return words.title.trim() !== '' || words.text.trim() !== '';
}

/**
 * A version for the outbox. One that waits there unsent and is what these words revise is written
 * over: nobody has seen it, and the log keeps no trail of half-finished sentences.
 */
async function queueVersion(
	account: OpenAccount,
	object: ObjectId,
	{ title, text }: NoteWords,
	base: EventId[]
): Promise<void> {
	const { outbox, identity, personal, world } = account;
	const nowMs = world.now();
	const device = { id: identity.device, name: identity.deviceName };
	// What it replaces is filled in where it gets its place; see sign-batch.ts.
	const content = notePlaintext({ title, text, replaces: [], device, writtenMs: nowMs });
	const [replaced] = base;
	const waiting = base.length === 1 && replaced !== undefined ? outbox.find(replaced) : undefined;
	if (waiting?.intent.kind === 'put') {
		const intent: PutIntent = { ...waiting.intent, content };
		if (await outbox.revise(waiting.row, intent)) return;
	}
	const intent: PutIntent = { kind: 'put', object, base, content };
	await outbox.queue(personal.keys.space, [intend(account, intent)]);
	forgetDeleted(object);
}

/** What of this object is certainly not sent is taken out of the outbox again. */
async function takeBackUnsent(account: OpenAccount, object: ObjectId): Promise<OutboxEntry[]> {
	const { outbox } = account;
	for (;;) {
		const unsent = ownEntries(account, object).filter(({ row }) => !row.perhapsSent);
		if (unsent.length === 0 || (await outbox.cancel(unsent.map(({ row }) => row.id))))
			return unsent;
		// The sender was faster than what this tab had read: from then on it counts as sent.
		await outbox.load();
	}
}

function ownEntries({ outbox }: OpenAccount, object: ObjectId): OutboxEntry[] {
	return outbox.entries.filter(({ row, intent }) => row.object === object && intent.kind === 'put');
}
