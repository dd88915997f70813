/** What came from the other person: the folded log, looked at from this phone. Pure. */
import type { MemberId, SpaceId } from '#lib/crypto/ids.js';
import { readContent } from '#lib/log/content.js';
import type { OwnContent } from '#lib/log/content-own.js';
import { newestOf, versionsOf } from '#lib/log/fold-own.js';
import { conversationsOf, wordsAt, type FoldedConversation } from '#lib/log/fold-conversation.js';
import { thanksOf, type FoldedThanks } from '#lib/log/fold-thanks.js';
import type { Fold } from '#lib/log/fold.js';
import type { PendingIntent } from './compose-notes';
import { firstPart } from './first-words';
import type { CameView } from './inbox.svelte.js';
import type { WeeklyTime } from './weekly';

/** The shared space as the list of what came needs it. */
export interface InboxPlace {
	space: SpaceId;
	me: MemberId;
	fold: Fold;
	welcomesBodyWords: boolean;
	/** Conversations that this person's own closing keeps away (R18). */
	kept: ReadonlySet<string>;
	/** The list was looked through as far as here; 0: never. */
	seenSeq: number;
}

/** My side, with what waits to become part of it. */
export interface OwnPlace {
	fold: Fold;
	pending: readonly PendingIntent[];
}

const KEPT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Came extends CameView {
	seq: number;
}

/** Newest first. */
export function composeInbox(place: InboxPlace, nowMs: number): CameView[] {
	const sinceMs = nowMs - KEPT_DAYS * DAY_MS;
	return cameIn(place)
		.filter(({ atMs }) => atMs >= sinceMs)
		.sort((a, b) => b.seq - a.seq)
		.map(({ seq, ...came }) => ({ ...came, isNew: seq > place.seenSeq }));
}

/** The place of the newest thing that came; 0 where nothing did. */
export function newestCame(place: Pick<InboxPlace, 'fold' | 'me'>): number {
	const all = cameIn({ ...place, welcomesBodyWords: false, kept: new Set() });
	return Math.max(0, ...all.map(({ seq }) => seq));
}

/** The farthest that any device looked, for what is sent late must not make things new again. */
export function seenIn({ fold, pending }: OwnPlace, space: SpaceId): number {
	const waiting = pending.flatMap(({ intent }) => {
		const content = intent.kind === 'put' ? readContent(intent.content) : null;
		return content?.t === 'inbox' ? [content] : [];
	});
	const said = [...versionsOf(fold, 'inbox').map(({ content }) => content), ...waiting];
	return Math.max(0, ...said.filter((seen) => seen.space === space).map(({ seq }) => seq));
}

/** Whether anything of this kind was ever said, sent or not. */
export function holds({ fold, pending }: OwnPlace, kind: OwnContent['t']): boolean {
	const isWaiting = pending.some(
		({ intent }) => intent.kind === 'put' && intent.content.t === kind
	);
	return isWaiting || newestOf(fold, kind) !== null;
}

export function composeUsTime({ fold, pending }: OwnPlace): WeeklyTime | null {
	const waiting = pending
		.map(({ intent }) => (intent.kind === 'put' ? readContent(intent.content) : null))
		.filter((content) => content?.t === 'us_time');
	const said = waiting.at(-1) ?? newestOf(fold, 'us_time')?.content;
	const { day, atMin } = said ?? { day: null, atMin: 0 };
	return day === null ? null : { day, atMin };
}

function cameIn(place: Omit<InboxPlace, 'space' | 'seenSeq'>): Came[] {
	return [...thanksIn(place), ...talksIn(place), ...agreedIn(place)];
}

function thanksIn({
	fold,
	me,
	welcomesBodyWords
}: Pick<InboxPlace, 'fold' | 'me' | 'welcomesBodyWords'>): Came[] {
	return thanksOf(fold).flatMap((given) => {
		const href = `/thanks/${given.id}`;
		if (given.giver !== me) return [toThanks(given, href, welcomesBodyWords)];
		return given.answer && given.answer.member !== me ? [toAnswer(given, given.answer, href)] : [];
	});
}

/** What wakes a phone is what came: not that somebody is ready, passed, paused or ended. */
const TALK_CAUSES: ReadonlySet<string> = new Set([
	'conversation.invited',
	'conversation.accepted',
	'conversation.said',
	'conversation.heard',
	'conversation.told',
	'conversation.opened_together'
]);

/** Of each conversation the newest thing that the other person did. */
function talksIn({ fold, me, kept }: Pick<InboxPlace, 'fold' | 'me' | 'kept'>): Came[] {
	return conversationsOf(fold).flatMap((folded) => {
		const last = folded.acts.findLast(({ member, verb }) => member !== me && TALK_CAUSES.has(verb));
		if (!last || kept.has(folded.id)) return [];
		const { seq, atMs } = last;
		const words = wordsOfAct(fold, folded, last.event);
		const base = { id: folded.id, kind: 'talk' as const, words, hidden: null, atMs, seq };
		return [{ ...base, isNew: false, href: `/talk/${folded.id}` }];
	});
}

function wordsOfAct(
	fold: Fold,
	{ id, pieces, acts }: FoldedConversation,
	event: string
): string | null {
	const rev = acts[0]?.event === event ? 1 : pieces.find((piece) => piece.event === event)?.rev;
	if (rev === undefined) return null;
	const content = wordsAt(fold, id, rev);
	const words =
		content.t === 'turn' ? content.text : content.t === 'conversation' ? content.note : '';
	return words.trim() === '' ? null : words;
}

/** The same of limits, requests and agreements: nothing that was done quietly. */
const AGREED_CAUSES: Readonly<Record<string, CameView['kind']>> = {
	'limit.shared': 'limit',
	'request.asked': 'request',
	'request.answered': 'request_answer',
	'agreement.proposed': 'proposal',
	'agreement.accepted': 'agreed',
	'agreement.reviewed': 'review'
};

/** Of each the newest thing that the other person did, headed by what it is about. */
function agreedIn({ fold, me }: Pick<InboxPlace, 'fold' | 'me'>): Came[] {
	return [...fold.agreed.values()].flatMap(({ id, acts }): Came[] => {
		const last = acts.findLast(({ member, verb }) => member !== me && verb in AGREED_CAUSES);
		const kind = last && AGREED_CAUSES[last.verb];
		if (!last || !kind) return [];
		const { seq, atMs, rev } = last;
		const versions = fold.objects.get(id) ?? [];
		const named = versions.slice(0, rev).findLast(({ content }) => content.t !== 'request_answer');
		const words = named && 'title' in named.content ? named.content.title : null;
		const hidden = words === null && named?.content.t !== 'erased' ? 'damaged' : null;
		return [{ id, kind, words, hidden, atMs, isNew: false, href: `/agreements/${id}`, seq }];
	});
}

function toThanks(given: FoldedThanks, href: string, welcomesBodyWords: boolean): Came {
	const { id, seq, words, givenMs: atMs } = given;
	const isBody = words?.about === 'body' && !welcomesBodyWords;
	const hidden = words === null ? 'damaged' : isBody ? 'body' : null;
	const shown = hidden === null && words !== null ? firstPart(words) : null;
	return { id, kind: 'thanks', words: shown, hidden, atMs, isNew: false, href, seq };
}

function toAnswer(
	{ id }: FoldedThanks,
	{ text, writtenMs: atMs, seq }: NonNullable<FoldedThanks['answer']>,
	href: string
): Came {
	const hidden = text === null ? 'damaged' : null;
	return { id, kind: 'answer', words: text, hidden, atMs, isNew: false, href, seq };
}
