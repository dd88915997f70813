/**
 * What guided conversations say: on the shared table, in sealed answers, and in My side about one's
 * own way through a guide. Shapes are those of the plaintexts in docs/protocol.md. The number of a
 * `check` has no shape: it is never written down.
 */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';

/** An invitation to a guide. */
export interface Invitation {
	t: 'conversation';
	guide: string;
	version: number;
	/** May be empty. */
	note: string;
}

/** A piece of a turn. Said aloud it needs no text. */
export interface TurnPiece {
	t: 'turn';
	text: string;
	aloud: boolean;
}

/** By the id of the field. */
export type FieldWords = Readonly<Record<string, string>>;

/** Passing is an answer without words. */
export interface SealedAnswer {
	t: 'answer';
	pass: boolean;
	words: FieldWords;
}

/** A line that somebody chose to put on the table. */
export interface Line {
	t: 'line';
	conversation: ObjectId;
	/** The guide's id of the step. */
	step: string;
	text: string;
}

/** Where somebody is in a guide. */
export interface Run {
	t: 'run';
	guide: string;
	version: number;
	/** Both null while alone. */
	space: SpaceId | null;
	conversation: ObjectId | null;
	step: string;
	ended: boolean;
	startedMs: number;
	replaces: number[];
}

/** What somebody wrote in one private step. On paper nothing of it is here. */
export interface Page {
	t: 'page';
	run: ObjectId;
	step: string;
	words: FieldWords;
	paper: boolean;
	replaces: number[];
}

/** A line that somebody keeps for themselves. */
export interface KeptLine {
	t: 'kept';
	guide: string;
	run: ObjectId | null;
	text: string;
}

/** Joint or deep activities, closed by this person (R18). */
export interface Closed {
	t: 'closed';
	joint: boolean;
	deep: boolean;
}

export type TalkContent =
	Invitation | TurnPiece | SealedAnswer | Line | Run | Page | KeptLine | Closed;

export function invitationPlaintext({ guide, version, note }: Omit<Invitation, 't'>): Plaintext {
	return { t: 'conversation', v: 1, guide, version, note };
}

export function turnPlaintext({ text, aloud }: Omit<TurnPiece, 't'>): Plaintext {
	return { t: 'turn', v: 1, text, aloud };
}

export function answerPlaintext({ pass, words }: Omit<SealedAnswer, 't'>): Plaintext {
	return { t: 'answer', v: 1, pass, words: pass ? {} : words };
}

export function linePlaintext({ conversation, step, text }: Omit<Line, 't'>): Plaintext {
	return { t: 'line', v: 1, conversation, step, text };
}

export function runPlaintext(run: Omit<Run, 't' | 'replaces'>): Plaintext {
	const { guide, version, space, conversation, step, ended, startedMs } = run;
	const where = { space, conversation, step, ended };
	return { t: 'run', v: 1, guide, version, ...where, started_ms: startedMs, replaces: [] };
}

export function pagePlaintext(page: Omit<Page, 't' | 'replaces'>): Plaintext {
	const { run, step, words, paper } = page;
	return { t: 'page', v: 1, run, step, words: paper ? {} : words, paper, replaces: [] };
}

export function keptPlaintext({ guide, run, text }: Omit<KeptLine, 't'>): Plaintext {
	return { t: 'kept', v: 1, guide, run, text };
}

export function closedPlaintext({ joint, deep }: Omit<Closed, 't'>): Plaintext {
	return { t: 'closed', v: 1, joint, deep };
}

export function readInvitation({ guide, version, note }: Plaintext): Invitation | null {
	if (!isText(guide) || !isCount(version) || !isText(note)) return null;
	return { t: 'conversation', guide, version, note };
}

export function readTurn({ text, aloud }: Plaintext): TurnPiece | null {
	if (!isText(text) || typeof aloud !== 'boolean') return null;
	return aloud || text.trim() !== '' ? { t: 'turn', text, aloud } : null;
}

export function readSealedAnswer({ pass, words }: Plaintext): SealedAnswer | null {
	const read = readWords(words);
	if (typeof pass !== 'boolean' || read === null) return null;
	return pass && Object.keys(read).length > 0 ? null : { t: 'answer', pass, words: read };
}

export function readLine({ conversation, step, text }: Plaintext): Line | null {
	const id = readObject(conversation);
	if (id === null || !isText(step) || !isText(text) || text.trim() === '') return null;
	return { t: 'line', conversation: id, step, text };
}

export function readRun(plaintext: Plaintext): Run | null {
	const { guide, version, step, ended, started_ms, replaces } = plaintext;
	if (!isText(guide) || !isCount(version) || !isText(step)) return null;
	if (typeof ended !== 'boolean' || !isCount(started_ms) || !isRevs(replaces)) return null;
	const space = plaintext.space === null ? null : readSpace(plaintext.space);
	const conversation = plaintext.conversation === null ? null : readObject(plaintext.conversation);
	const isTogether = space !== null && conversation !== null;
	if (!isTogether && (plaintext.space !== null || plaintext.conversation !== null)) return null;
	const where = { space, conversation, step, ended };
	return { t: 'run', guide, version, ...where, startedMs: started_ms, replaces };
}

export function readPage({ run, step, words, paper, replaces }: Plaintext): Page | null {
	const id = readObject(run);
	const read = readWords(words);
	if (id === null || read === null || !isText(step)) return null;
	if (typeof paper !== 'boolean' || !isRevs(replaces)) return null;
	return { t: 'page', run: id, step, words: read, paper, replaces };
}

export function readKept({ guide, run, text }: Plaintext): KeptLine | null {
	const id = run === null ? null : readObject(run);
	if (!isText(guide) || !isText(text) || (id === null && run !== null)) return null;
	return { t: 'kept', guide, run: id, text };
}

export function readClosed({ joint, deep }: Plaintext): Closed | null {
	if (typeof joint !== 'boolean' || typeof deep !== 'boolean') return null;
	return { t: 'closed', joint, deep };
}

/** Texts by field, and nothing else. */
export function readWords(value: unknown): FieldWords | null {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
	const entries = Object.entries(value);
	return entries.every(([, text]) => isText(text)) ? Object.fromEntries(entries) : null;
}

export function hasFieldWords(words: FieldWords): boolean {
	return Object.values(words).some((text) => text.trim() !== '');
}

function readObject(value: unknown): ObjectId | null {
	try {
		return parseId<ObjectId>(value);
	} catch {
		return null;
	}
}

function readSpace(value: unknown): SpaceId | null {
	try {
		return parseId<SpaceId>(value);
	} catch {
		return null;
	}
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRevs(value: unknown): value is number[] {
	return Array.isArray(value) && value.every(isCount);
}
