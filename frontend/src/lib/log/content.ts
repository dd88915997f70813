/** What an opened item says. Shapes are those of the plaintexts in docs/protocol.md. */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type DeviceId, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import { checkName } from '#lib/crypto/names.js';
import {
	readInbox,
	readPassphrase,
	readPushOffer,
	readUsTime,
	type OwnContent
} from './content-own';
import {
	readAgreement,
	readAgreementDraft,
	readLimit,
	readRequest,
	readRequestAnswer,
	type AgreementContent
} from './content-agreement';
import {
	readClosed,
	readInvitation,
	readKept,
	readLine,
	readPage,
	readRun,
	readSealedAnswer,
	readTurn,
	type TalkContent
} from './content-talk';

export const GLAZES = ['celadon', 'indigo', 'plum', 'persimmon', 'moss', 'slate'] as const;
export type Glaze = (typeof GLAZES)[number];

export const DEVICE_NAMES = ['phone', 'tablet', 'computer'] as const;
export type DeviceName = (typeof DEVICE_NAMES)[number];

export interface Note {
	t: 'note';
	title: string;
	text: string;
	/** The revs that this version takes the place of, on whatever device they were written. */
	replaces: number[];
	device: { id: DeviceId; name: DeviceName };
	writtenMs: number;
}

export interface Profile {
	t: 'profile';
	name: string;
	glaze: Glaze;
	recoveryChecked: boolean;
}

export const THANKS_ABOUT = ['ordinary', 'body'] as const;
/** `body`: about body or desire, which its reader sees only after switching such words on. */
export type ThanksAbout = (typeof THANKS_ABOUT)[number];

/** Any of the three may stay empty, but not all. */
export interface ThanksWords {
	did: string;
	changed: string;
	shows: string;
}

export interface ThanksParts extends ThanksWords {
	about: ThanksAbout;
}

export interface Thanks extends ThanksParts {
	t: 'thanks';
}

export interface ThanksAnswer {
	t: 'thanks_answer';
	text: string;
}

/** How a person appears in a shared space. */
export interface MemberProfile {
	t: 'member';
	name: string;
	glaze: Glaze;
	welcomesBodyWords: boolean;
}

/** Kept in the personal space until it is given; it may be empty. */
export interface ThanksDraft extends ThanksParts {
	t: 'thanks_draft';
	replaces: number[];
}

/** A copy of received words, kept in the personal space by who received them. */
export interface JarCopy extends ThanksWords {
	t: 'jar';
	space: SpaceId;
	thanks: ObjectId;
	/** The giver's name when the copy was made. */
	from: string;
	givenMs: number;
}

export type KnownContent =
	| Note
	| Profile
	| Thanks
	| ThanksAnswer
	| MemberProfile
	| ThanksDraft
	| JarCopy
	| OwnContent
	| TalkContent
	| AgreementContent;

/** `unknown`: written with a newer app. `damaged`: says it is ours, but has another shape. */
export type Content = KnownContent | { t: 'unknown' } | { t: 'damaged' };

export function notePlaintext(note: Omit<Note, 't'>): Plaintext {
	const { title, text, replaces, device, writtenMs } = note;
	return { t: 'note', v: 1, title, text, replaces, device, written_ms: writtenMs };
}

export function profilePlaintext(profile: Omit<Profile, 't'>): Plaintext {
	const { name, glaze, recoveryChecked } = profile;
	return { t: 'profile', v: 1, name, glaze, recovery_checked: recoveryChecked };
}

export function thanksPlaintext({ did, changed, shows, about }: ThanksParts): Plaintext {
	return { t: 'thanks', v: 1, did, changed, shows, about };
}

export function thanksAnswerPlaintext(text: string): Plaintext {
	return { t: 'thanks_answer', v: 1, text };
}

export function memberPlaintext(member: Omit<MemberProfile, 't'>): Plaintext {
	const { name, glaze, welcomesBodyWords } = member;
	return { t: 'member', v: 1, name, glaze, body_words: welcomesBodyWords };
}

export function thanksDraftPlaintext(parts: ThanksParts, replaces: number[] = []): Plaintext {
	const { did, changed, shows, about } = parts;
	return { t: 'thanks_draft', v: 1, did, changed, shows, about, replaces };
}

export function jarPlaintext(copy: Omit<JarCopy, 't'>): Plaintext {
	const { space, thanks, from, did, changed, shows, givenMs } = copy;
	return { t: 'jar', v: 1, space, thanks, from, did, changed, shows, given_ms: givenMs };
}

/** Whether there is anything to give. */
export function hasWords({ did, changed, shows }: ThanksWords): boolean {
	return [did, changed, shows].some((part) => part.trim() !== '');
}

const READERS: Readonly<Record<KnownContent['t'], (plaintext: Plaintext) => Content | null>> = {
	note: readNote,
	profile: readProfile,
	thanks: readThanks,
	thanks_answer: readAnswer,
	member: readMember,
	thanks_draft: readDraft,
	jar: readJar,
	inbox: readInbox,
	push_offer: readPushOffer,
	us_time: readUsTime,
	passphrase: readPassphrase,
	conversation: readInvitation,
	turn: readTurn,
	answer: readSealedAnswer,
	line: readLine,
	run: readRun,
	page: readPage,
	kept: readKept,
	limit: readLimit,
	request: readRequest,
	request_answer: readRequestAnswer,
	agreement: readAgreement,
	agreement_draft: readAgreementDraft,
	closed: readClosed
};

/** Never throws: whatever was sealed becomes something that can be shown. */
export function readContent(plaintext: Plaintext): Content {
	if (plaintext.v !== 1 || !isKnown(plaintext.t)) return { t: 'unknown' };
	return READERS[plaintext.t](plaintext) ?? { t: 'damaged' };
}

function isKnown(t: string): t is KnownContent['t'] {
	return Object.hasOwn(READERS, t);
}

function readNote({ title, text, replaces, device, written_ms }: Plaintext): Note | null {
	const from = readDevice(device);
	if (typeof title !== 'string' || typeof text !== 'string' || from === null) return null;
	if (!Array.isArray(replaces) || !replaces.every(isCount) || !isCount(written_ms)) return null;
	return { t: 'note', title, text, replaces, device: from, writtenMs: written_ms };
}

function readDevice(value: unknown): Note['device'] | null {
	if (typeof value !== 'object' || value === null) return null;
	const { id, name } = value as Record<string, unknown>;
	const known = DEVICE_NAMES.find((candidate) => candidate === name);
	try {
		return known === undefined ? null : { id: parseId(id), name: known };
	} catch {
		return null;
	}
}

function readProfile({ name, glaze, recovery_checked }: Plaintext): Profile | null {
	const known = GLAZES.find((candidate) => candidate === glaze);
	if (typeof name !== 'string' || known === undefined) return null;
	if (typeof recovery_checked !== 'boolean') return null;
	return { t: 'profile', name, glaze: known, recoveryChecked: recovery_checked };
}

function readThanks(plaintext: Plaintext): Thanks | null {
	const parts = readParts(plaintext);
	return parts !== null && hasWords(parts) ? { t: 'thanks', ...parts } : null;
}

function readAnswer({ text }: Plaintext): ThanksAnswer | null {
	return typeof text === 'string' && text.trim() !== '' ? { t: 'thanks_answer', text } : null;
}

/** The name comes from somebody else's phone: it is checked like one that was just typed. */
function readMember({ name, glaze, body_words }: Plaintext): MemberProfile | null {
	const known = GLAZES.find((candidate) => candidate === glaze);
	if (!isName(name) || known === undefined || typeof body_words !== 'boolean') return null;
	return { t: 'member', name, glaze: known, welcomesBodyWords: body_words };
}

function readDraft(plaintext: Plaintext): ThanksDraft | null {
	const parts = readParts(plaintext);
	const { replaces } = plaintext;
	if (parts === null || !Array.isArray(replaces) || !replaces.every(isCount)) return null;
	return { t: 'thanks_draft', ...parts, replaces };
}

function readJar(plaintext: Plaintext): JarCopy | null {
	const { space, thanks, from, given_ms } = plaintext;
	const words = readWords(plaintext);
	if (words === null || !isName(from) || !isCount(given_ms)) return null;
	try {
		const place = { space: parseId<SpaceId>(space), thanks: parseId<ObjectId>(thanks) };
		return { t: 'jar', ...place, from, ...words, givenMs: given_ms };
	} catch {
		return null;
	}
}

function readParts(plaintext: Plaintext): ThanksParts | null {
	const words = readWords(plaintext);
	const about = THANKS_ABOUT.find((candidate) => candidate === plaintext.about);
	return words === null || about === undefined ? null : { ...words, about };
}

function readWords({ did, changed, shows }: Plaintext): ThanksWords | null {
	const areTexts =
		typeof did === 'string' && typeof changed === 'string' && typeof shows === 'string';
	return areTexts ? { did, changed, shows } : null;
}

function isName(value: unknown): value is string {
	try {
		return typeof value === 'string' && checkName(value) !== '';
	} catch {
		return false;
	}
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}
