/** Thanks of a shared space, and what a person keeps of them in the personal one. */
import type { EventId, MemberId, ObjectId } from '#lib/crypto/ids.js';
import type { JarCopy, Thanks, ThanksDraft } from './content';
import { keptOf, type Kept } from './fold-kept';
import type { Fold, FoldedVersion } from './fold';

/** Why there are no words: withheld, damaged, or written with a newer app. */
export type Unreadable = 'missing' | 'damaged' | 'unknown';

export interface FoldedAnswer {
	/** The event that said it: what taking it back names. */
	readonly event: EventId;
	readonly seq: number;
	readonly rev: number;
	readonly member: MemberId;
	readonly writtenMs: number;
	/** Null where it cannot be read; `problem` says why. */
	readonly text: string | null;
	readonly problem: Unreadable | null;
}

export interface FoldedThanks {
	readonly id: ObjectId;
	/** The event that gave it: what taking it back names. */
	readonly event: EventId;
	readonly seq: number;
	readonly giver: MemberId;
	readonly givenMs: number;
	readonly arrivedMs: number;
	readonly repaired: boolean;
	/** Null where they cannot be read; `problem` says why. */
	readonly words: Thanks | null;
	readonly problem: Unreadable | null;
	readonly takenIn: boolean;
	/** The one that stands. */
	readonly answer: FoldedAnswer | null;
}

/** Newest given first. What was taken back is absent. */
export function thanksOf(fold: Fold): FoldedThanks[] {
	return Array.from(fold.objects, ([id, versions]) => toThanks(fold, id, versions))
		.filter((thanks) => thanks !== null)
		.sort((a, b) => b.seq - a.seq);
}

function toThanks(
	fold: Fold,
	id: ObjectId,
	[given, ...answers]: readonly FoldedVersion[]
): FoldedThanks | null {
	if (given?.verb !== 'appreciation.given' || given.content.t === 'erased') return null;
	const { eventId: event, seq, member: giver, datedMs, arrivedMs, repaired } = given;
	const words = given.content.t === 'thanks' ? given.content : null;
	const answer = answers.findLast(({ content }) => content.t !== 'erased');
	return {
		id,
		event,
		seq,
		giver,
		givenMs: datedMs,
		arrivedMs,
		repaired,
		words,
		problem: problemOf(given),
		takenIn: fold.takenIn.has(id),
		answer: answer ? toAnswer(answer) : null
	};
}

function toAnswer(version: FoldedVersion): FoldedAnswer {
	const { eventId: event, seq, rev, member, datedMs, content } = version;
	const text = content.t === 'thanks_answer' ? content.text : null;
	return { event, seq, rev, member, writtenMs: datedMs, text, problem: problemOf(version) };
}

function problemOf({ content }: FoldedVersion): Unreadable | null {
	const { t } = content;
	return t === 'missing' || t === 'damaged' || t === 'unknown' ? t : null;
}

export type FoldedDraft = Kept<ThanksDraft>;
export type FoldedJarCopy = Kept<JarCopy>;

/** Drafts of thanks, newest kept first. */
export function draftsOf(fold: Fold): FoldedDraft[] {
	return keptOf(fold, 'thanks_draft');
}

/** Received words that were kept, newest kept first. */
export function jarOf(fold: Fold): FoldedJarCopy[] {
	return keptOf(fold, 'jar');
}
