/**
 * What a person keeps in My side, with what waits in the outbox laid on top. Pure. Told apart by
 * event id, because what waits has no rev yet.
 */
import { timeOfId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { readContent, type KnownContent } from '#lib/log/content.js';
import { keptOf } from '#lib/log/fold-kept.js';
import type { Fold } from '#lib/log/fold.js';
import type { PutIntent } from '#lib/sync/intent.js';
import type { PendingIntent } from './compose-notes';

export interface ComposedKept<Words> {
	id: ObjectId;
	/** The version that is shown: what later words take the place of. */
	event: EventId;
	keptMs: number;
	words: Words;
	/** Written apart on another device; nothing has taken their place. */
	others: readonly { event: EventId; words: Words }[];
	/** What letting go of it erases. */
	standing: readonly EventId[];
	onlyHere: boolean;
}

/** What stands beside words that change `base`: another device wrote it, and they do not replace it. */
export function apartFrom<Words>(
	kept: ComposedKept<Words> | undefined,
	base: EventId | null
): ComposedKept<Words>['others'] {
	return kept ? [kept, ...kept.others].filter(({ event }) => event !== base) : [];
}

type Of<Kind extends KnownContent['t']> = Extract<KnownContent, { t: Kind }>;

/** Everything of one kind, newest kept first. */
export function composeKept<Kind extends KnownContent['t']>(
	{ fold, pending }: { fold: Fold; pending: readonly PendingIntent[] },
	kind: Kind
): ComposedKept<Of<Kind>>[] {
	const kept = keptOf(fold, kind).map((one) => ({ ...one, onlyHere: false }));
	const composed = new Map<ObjectId, ComposedKept<Of<Kind>>>(kept.map((one) => [one.id, one]));
	for (const { id, intent } of pending) {
		const before = composed.get(intent.object);
		if (intent.kind === 'erase' && before?.standing.includes(intent.version)) {
			if (intent.version === before.event) composed.delete(before.id);
			else composed.set(before.id, without(before, intent.version));
		}
		const words = intent.kind === 'put' ? wordsOf(intent, kind) : null;
		if (words === null || intent.kind !== 'put') continue;
		composed.set(intent.object, {
			id: intent.object,
			event: id,
			keptMs: timeOfId(id),
			words,
			others: before ? notReplaced(before, intent) : [],
			standing: [...(before?.standing ?? []), id],
			onlyHere: true
		});
	}
	return [...composed.values()].sort((a, b) => b.keptMs - a.keptMs);
}

function without<Words>(kept: ComposedKept<Words>, version: EventId): ComposedKept<Words> {
	return { ...kept, others: kept.others.filter(({ event }) => event !== version) };
}

function notReplaced<Words>(
	{ event, words, others }: ComposedKept<Words>,
	{ base }: PutIntent
): ComposedKept<Words>['others'] {
	return [{ event, words }, ...others].filter((other) => !base.includes(other.event));
}

function wordsOf<Kind extends KnownContent['t']>(
	{ content }: PutIntent,
	kind: Kind
): Of<Kind> | null {
	const read = readContent(content);
	return isOf(read, kind) ? read : null;
}

function isOf<Kind extends KnownContent['t']>(
	content: { t: string },
	kind: Kind
): content is Of<Kind> {
	return content.t === kind;
}
