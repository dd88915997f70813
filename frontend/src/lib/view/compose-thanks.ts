/**
 * Thanks, drafts of them and the jar: folded logs with the outbox laid on top. Pure. Everything is
 * told apart by event id, because what waits in the outbox has no rev yet.
 */
import {
	timeOfId,
	type EventId,
	type MemberId,
	type ObjectId,
	type SpaceId
} from '#lib/crypto/ids.js';
import { readContent, type JarCopy, type Thanks, type ThanksDraft } from '#lib/log/content.js';
import { draftsOf, jarOf, thanksOf, type FoldedThanks } from '#lib/log/fold-thanks.js';
import type { Fold } from '#lib/log/fold.js';
import type { PutIntent } from '#lib/sync/intent.js';
import type { PendingIntent } from './compose-notes';
import type { JarView, ThanksDraftView, ThanksView } from './thanks.svelte.js';

export interface ComposedAnswer {
	event: EventId;
	member: MemberId;
	text: string;
	writtenMs: number;
}

export interface ComposedThanks {
	id: ObjectId;
	space: SpaceId;
	event: EventId;
	giver: MemberId;
	givenMs: number;
	/** Null where they cannot be read. */
	words: Thanks | null;
	takenIn: boolean;
	answer: ComposedAnswer | null;
	onlyHere: boolean;
}

/** A space as thanks need it. */
export interface ThanksPlace {
	space: SpaceId;
	me: MemberId;
	fold: Fold;
	pending: readonly PendingIntent[];
}

/** Newest given first. */
export function composeThanks({ space, me, fold, pending }: ThanksPlace): ComposedThanks[] {
	const composed = new Map(thanksOf(fold).map((given) => [given.id, fromLog(space, given)]));
	for (const { id, intent } of pending) {
		const before = composed.get(intent.object);
		if (intent.kind === 'give') {
			const words = readContent(intent.content);
			if (words.t !== 'thanks') continue;
			const given = { id: intent.object, space, event: id, giver: me, givenMs: timeOfId(id) };
			const fresh = { ...given, words, takenIn: false, answer: null, onlyHere: true };
			composed.set(intent.object, fresh);
		} else if (before && intent.kind === 'take_in') {
			composed.set(before.id, { ...before, takenIn: true, onlyHere: true });
		} else if (before && intent.kind === 'answer') {
			const said = readContent(intent.content);
			const text = said.t === 'thanks_answer' ? said.text : '';
			const answer = { event: id, member: me, text, writtenMs: timeOfId(id) };
			composed.set(before.id, { ...before, answer, onlyHere: true });
		} else if (before && intent.kind === 'erase') {
			if (intent.version === before.event) composed.delete(before.id);
			else if (intent.version === before.answer?.event) {
				composed.set(before.id, { ...before, answer: null, onlyHere: true });
			}
		}
	}
	return [...composed.values()].sort((a, b) => b.givenMs - a.givenMs);
}

function fromLog(space: SpaceId, given: FoldedThanks): ComposedThanks {
	const { id, event, giver, givenMs, words, takenIn, answer } = given;
	return {
		id,
		space,
		event,
		giver,
		givenMs,
		words,
		takenIn,
		answer: answer && { ...answer, text: answer.text ?? '' },
		onlyHere: false
	};
}

/** Something kept in My side: a draft of thanks, or a copy of received ones. */
export interface ComposedKept<Words> {
	id: ObjectId;
	/** The version that is shown: what later words take the place of. */
	event: EventId;
	keptMs: number;
	words: Words;
	/** Written apart on another device; nothing has taken their place. */
	others: readonly { words: Words }[];
	/** What letting go of it erases. */
	standing: readonly EventId[];
	onlyHere: boolean;
}

export type ComposedDraft = ComposedKept<ThanksDraft>;
export type ComposedCopy = ComposedKept<JarCopy>;

export function composeDrafts(fold: Fold, pending: readonly PendingIntent[]): ComposedDraft[] {
	const kept = draftsOf(fold).map((draft) => ({ ...draft, onlyHere: false }));
	return layKept(kept, pending, ({ content }) => {
		const read = readContent(content);
		return read.t === 'thanks_draft' ? read : null;
	});
}

export function composeJar(fold: Fold, pending: readonly PendingIntent[]): ComposedCopy[] {
	const kept = jarOf(fold).map((copy) => ({ ...copy, onlyHere: false }));
	return layKept(kept, pending, ({ content }) => {
		const read = readContent(content);
		return read.t === 'jar' ? read : null;
	});
}

function layKept<Words>(
	kept: readonly ComposedKept<Words>[],
	pending: readonly PendingIntent[],
	wordsOf: (intent: PutIntent) => Words | null
): ComposedKept<Words>[] {
	const composed = new Map(kept.map((one) => [one.id, one]));
	for (const { id, intent } of pending) {
		const before = composed.get(intent.object);
		if (intent.kind === 'erase' && before?.standing.includes(intent.version)) {
			if (intent.version === before.event) composed.delete(before.id);
		}
		const words = intent.kind === 'put' ? wordsOf(intent) : null;
		if (words === null) continue;
		composed.set(intent.object, {
			id: intent.object,
			event: id,
			keptMs: timeOfId(id),
			words,
			others: before?.others ?? [],
			standing: [...(before?.standing ?? []), id],
			onlyHere: true
		});
	}
	return [...composed.values()].sort((a, b) => b.keptMs - a.keptMs);
}

export interface ThanksReader {
	me: MemberId;
	/** What the person at this phone has switched on. */
	welcomesBodyWords: boolean;
	jar: readonly ComposedCopy[];
}

export function toThanksView(given: ComposedThanks, reader: ThanksReader): ThanksView {
	const { id, space, giver, givenMs, words, takenIn, answer, onlyHere } = given;
	const mine = giver === reader.me;
	const about = words?.about ?? 'ordinary';
	return {
		id,
		space,
		mine,
		did: words?.did ?? '',
		changed: words?.changed ?? '',
		shows: words?.shows ?? '',
		about,
		givenMs,
		takenIn,
		answer: answer && {
			text: answer.text,
			mine: answer.member === reader.me,
			writtenMs: answer.writtenMs
		},
		onlyHere,
		inJar: reader.jar.some(({ words: copy }) => copy.thanks === id && copy.space === space),
		closedToMe: !mine && about === 'body' && !reader.welcomesBodyWords,
		damaged: words === null
	};
}

export function toJarView({ id, words }: ComposedCopy): JarView {
	const { from, did, changed, shows, givenMs } = words;
	return { id, from, did, changed, shows, givenMs };
}

export function toDraftView({ id, words, keptMs, onlyHere }: ComposedDraft): ThanksDraftView {
	const { did, changed, shows, about } = words;
	return { id, did, changed, shows, about, keptMs, onlyHere };
}
