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
import {
	readContent,
	type JarCopy,
	type Thanks,
	type ThanksDraft,
	type ThanksParts
} from '#lib/log/content.js';
import { thanksOf, type FoldedThanks } from '#lib/log/fold-thanks.js';
import type { Fold } from '#lib/log/fold.js';
import { composeKept, type ComposedKept } from './compose-kept';
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

export type ComposedDraft = ComposedKept<ThanksDraft>;
export type ComposedCopy = ComposedKept<JarCopy>;

export function composeDrafts(fold: Fold, pending: readonly PendingIntent[]): ComposedDraft[] {
	return composeKept({ fold, pending }, 'thanks_draft');
}

export function composeJar(fold: Fold, pending: readonly PendingIntent[]): ComposedCopy[] {
	return composeKept({ fold, pending }, 'jar');
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

export function toDraftView({
	id,
	words,
	keptMs,
	onlyHere,
	others
}: ComposedDraft): ThanksDraftView {
	const apart = others.map((other) => toParts(other.words));
	return { id, ...toParts(words), keptMs, onlyHere, others: apart };
}

/** Without what only their item knows. */
export function toParts({ did, changed, shows, about }: ThanksParts): ThanksParts {
	return { did, changed, shows, about };
}
