/**
 * What limits, requests and agreements say, on the shared table and as drafts in My side. Shapes are
 * those of the plaintexts in docs/protocol.md.
 */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';

export const AGREED_KINDS = ['limit', 'request', 'agreement'] as const;
export type AgreedKind = (typeof AGREED_KINDS)[number];

/** Title and what say something; everything else may be empty. Each kind uses some of them. */
export interface AgreedTexts {
	title: string;
	what: string;
	why: string;
	/** Why it may matter to the other person. */
	whyYou: string;
	keptLooksLike: string;
	exceptions: string;
	help: string;
	ifMissed: string;
	ifKeptMissed: string;
	/** Why these words, or this change: in the words of who proposes it. */
	reason: string;
}

export interface AgreedWords extends AgreedTexts {
	category: string;
	/** Days as YYYY-MM-DD. */
	starts: string | null;
	ends: string | null;
	/** The first review. */
	review: string | null;
}

/** A version of a limit, of a request, or of an agreement. */
export interface Agreed extends AgreedWords {
	t: AgreedKind;
}

export const REQUEST_ANSWERS = ['yes', 'another_way', 'not_now'] as const;
export type RequestReply = (typeof REQUEST_ANSWERS)[number];

export interface RequestAnswer {
	t: 'request_answer';
	answer: RequestReply;
	text: string;
}

/** The beginning of a limit, a request or an agreement. Every text may be empty. */
export interface AgreementDraft extends AgreedWords {
	t: 'agreement_draft';
	kind: AgreedKind;
	/** Days until the first review, as a guide or a starter suggests. */
	reviewDays: number | null;
	/** The guide that left it. */
	guide: string | null;
	/** What it would change, and the version that it starts from; null for a new one. */
	changes: { object: ObjectId; version: EventId } | null;
	replaces: number[];
}

export type AgreementContent = Agreed | RequestAnswer | AgreementDraft;

const TEXTS = {
	title: 'title',
	what: 'what',
	why: 'why',
	why_you: 'whyYou',
	kept_looks_like: 'keptLooksLike',
	exceptions: 'exceptions',
	help: 'help',
	if_missed: 'ifMissed',
	if_kept_missed: 'ifKeptMissed',
	reason: 'reason'
} as const satisfies Record<string, keyof AgreedTexts>;
const DAYS = ['starts', 'ends', 'review'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

export const NO_TEXTS: AgreedTexts = {
	title: '',
	what: '',
	why: '',
	whyYou: '',
	keptLooksLike: '',
	exceptions: '',
	help: '',
	ifMissed: '',
	ifKeptMissed: '',
	reason: ''
};

export function agreedPlaintext(kind: AgreedKind, words: AgreedWords): Plaintext {
	return { t: kind, v: 1, ...wordsJson(words) };
}

export function requestAnswerPlaintext({ answer, text }: Omit<RequestAnswer, 't'>): Plaintext {
	return { t: 'request_answer', v: 1, answer, text };
}

export function agreementDraftPlaintext(draft: Omit<AgreementDraft, 't' | 'replaces'>): Plaintext {
	const { kind, reviewDays: review_days, guide, changes } = draft;
	const rest = { review_days, guide, changes, replaces: [] };
	return { t: 'agreement_draft', v: 1, kind, ...wordsJson(draft), ...rest };
}

export function readLimit(plaintext: Plaintext): Agreed | null {
	return readAgreed('limit', plaintext);
}

export function readRequest(plaintext: Plaintext): Agreed | null {
	return readAgreed('request', plaintext);
}

export function readAgreement(plaintext: Plaintext): Agreed | null {
	return readAgreed('agreement', plaintext);
}

export function readRequestAnswer({ answer, text }: Plaintext): RequestAnswer | null {
	const known = REQUEST_ANSWERS.find((candidate) => candidate === answer);
	if (known === undefined || typeof text !== 'string') return null;
	return { t: 'request_answer', answer: known, text };
}

export function readAgreementDraft(plaintext: Plaintext): AgreementDraft | null {
	const kind = AGREED_KINDS.find((candidate) => candidate === plaintext.kind);
	const words = readWords(plaintext);
	const changes = readChanges(plaintext.changes);
	const { review_days: reviewDays, guide, replaces } = plaintext;
	if (kind === undefined || words === null || changes === undefined) return null;
	if (reviewDays !== null && !isCount(reviewDays)) return null;
	if (guide !== null && typeof guide !== 'string') return null;
	if (!Array.isArray(replaces) || !replaces.every(isCount)) return null;
	return { t: 'agreement_draft', kind, ...words, reviewDays, guide, changes, replaces };
}

/** Whether there is anything to share. */
export function saysSomething({ title, what }: Pick<AgreedTexts, 'title' | 'what'>): boolean {
	return title.trim() !== '' && what.trim() !== '';
}

function readAgreed(kind: AgreedKind, plaintext: Plaintext): Agreed | null {
	const words = readWords(plaintext);
	return words && saysSomething(words) ? { t: kind, ...words } : null;
}

function wordsJson(words: AgreedWords): Record<string, unknown> {
	const texts = Object.entries(TEXTS).map(([name, key]) => [name, words[key]]);
	const { category, starts, ends, review } = words;
	return { category, ...(Object.fromEntries(texts) as object), starts, ends, review };
}

function readWords(plaintext: Plaintext): AgreedWords | null {
	const { category } = plaintext;
	const texts: AgreedTexts = { ...NO_TEXTS };
	for (const [name, key] of Object.entries(TEXTS)) {
		const text = plaintext[name];
		if (typeof text !== 'string') return null;
		texts[key] = text;
	}
	if (typeof category !== 'string') return null;
	const [starts, ends, review] = DAYS.map((name) => readDay(plaintext[name]));
	if (starts === undefined || ends === undefined || review === undefined) return null;
	return { category, ...texts, starts, ends, review };
}

/** Undefined for what is neither a day nor none. */
function readDay(value: unknown): string | null | undefined {
	if (value === null) return null;
	const isDay =
		typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(`${value}T00:00Z`));
	return isDay ? value : undefined;
}

/** Undefined for what is neither a place nor none. */
function readChanges(value: unknown): AgreementDraft['changes'] | undefined {
	if (value === null) return null;
	if (typeof value !== 'object') return undefined;
	const { object, version } = value as Record<string, unknown>;
	try {
		return { object: parseId<ObjectId>(object), version: parseId<EventId>(version) };
	} catch {
		return undefined;
	}
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}
