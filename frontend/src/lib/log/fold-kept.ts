/**
 * What a person keeps in My side and changes from whatever device: each thing an object, its versions
 * revised like those of a note.
 */
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import type { KnownContent } from './content';
import { replacedRevs, type Fold, type FoldedVersion } from './fold';

type Of<Kind extends KnownContent['t']> = Extract<KnownContent, { t: Kind }>;

export interface KeptVersion<Words> {
	/** The event that kept these words. */
	readonly event: EventId;
	readonly rev: number;
	readonly keptMs: number;
	readonly words: Words;
}

export interface Kept<Words> extends KeptVersion<Words> {
	readonly id: ObjectId;
	/** Written apart on another device, newest first: nothing later takes their place. */
	readonly others: readonly KeptVersion<Words>[];
	/** Every version whose body stands, oldest first: what letting go of it erases. */
	readonly standing: readonly EventId[];
}

/** Everything of one kind, newest kept first. */
export function keptOf<Kind extends KnownContent['t']>(fold: Fold, kind: Kind): Kept<Of<Kind>>[] {
	return Array.from(fold.objects, ([id, versions]) =>
		toKept(id, versions, ({ content }) => (isOf(content, kind) ? content : null))
	)
		.filter((kept) => kept !== null)
		.sort((a, b) => b.keptMs - a.keptMs);
}

/** Null where the newest version was erased, as with every item, and where nothing can be read. */
function toKept<Words>(
	id: ObjectId,
	versions: readonly FoldedVersion[],
	wordsOf: (version: FoldedVersion) => Words | null
): Kept<Words> | null {
	if (versions.at(-1)?.content.t === 'erased') return null;
	const replaced = replacedRevs(versions);
	const [head, ...others] = versions
		.filter(({ rev }) => !replaced.has(rev))
		.flatMap((version) => {
			const { eventId: event, rev, datedMs: keptMs } = version;
			const words = wordsOf(version);
			return words === null ? [] : [{ event, rev, keptMs, words }];
		})
		.reverse();
	const standing = versions
		.filter(({ content }) => content.t !== 'erased')
		.map(({ eventId }) => eventId);
	return head === undefined ? null : { id, ...head, others, standing };
}

function isOf<Kind extends KnownContent['t']>(
	content: { t: string },
	kind: Kind
): content is Of<Kind> {
	return content.t === kind;
}
