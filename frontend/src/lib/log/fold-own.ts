/** Things of which My side holds one, whatever number of devices wrote them: the newest counts. */
import type { ObjectId } from '#lib/crypto/ids.js';
import type { KnownContent, Profile } from './content';
import type { Fold } from './fold';

type Of<Kind extends KnownContent['t']> = Extract<KnownContent, { t: Kind }>;

export interface FoldedOwn<Kind extends KnownContent['t']> {
	readonly id: ObjectId;
	readonly rev: number;
	readonly seq: number;
	readonly content: Of<Kind>;
}

export interface FoldedProfile {
	readonly id: ObjectId;
	readonly rev: number;
	readonly profile: Profile;
}

/** Every version of this kind whose words stand, in no order. */
export function versionsOf<Kind extends KnownContent['t']>(
	{ objects }: Fold,
	kind: Kind
): FoldedOwn<Kind>[] {
	return Array.from(objects, ([id, versions]) =>
		versions.flatMap(({ rev, seq, content }) =>
			isOf(content, kind) ? [{ id, rev, seq, content }] : []
		)
	).flat();
}

/** The last in the log. There is one object of it, unless two devices made one at the same time. */
export function newestOf<Kind extends KnownContent['t']>(
	fold: Fold,
	kind: Kind
): FoldedOwn<Kind> | null {
	return versionsOf(fold, kind).reduce<FoldedOwn<Kind> | null>(
		(newest, version) => (version.seq > (newest?.seq ?? 0) ? version : newest),
		null
	);
}

export function profileOf(fold: Fold): FoldedProfile | null {
	const newest = newestOf(fold, 'profile');
	return newest && { id: newest.id, rev: newest.rev, profile: newest.content };
}

function isOf<Kind extends KnownContent['t']>(
	content: { t: string },
	kind: Kind
): content is Of<Kind> {
	return content.t === kind;
}
