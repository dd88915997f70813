/** How the people who share a space appear in it. */
import type { MemberId, ObjectId } from '#lib/crypto/ids.js';
import type { MemberProfile } from './content';
import type { Fold, FoldedVersion } from './fold';

export interface FoldedMember {
	readonly member: MemberId;
	/** The object of this profile; a change is its next rev. */
	readonly id: ObjectId;
	readonly rev: number;
	readonly seq: number;
	readonly profile: MemberProfile;
}

/**
 * The newest profile that each person wrote of themselves. A rule sees to it that nobody writes in
 * another's object, so whoever wrote a version speaks for themselves.
 */
export function membersOf(fold: Fold): ReadonlyMap<MemberId, FoldedMember> {
	const members = new Map<MemberId, FoldedMember>();
	for (const [id, versions] of fold.objects) {
		for (const { member, rev, seq, content } of versions) {
			if (content.t !== 'member' || seq < (members.get(member)?.seq ?? 0)) continue;
			members.set(member, { member, id, rev, seq, profile: content });
		}
	}
	return members;
}

/**
 * Everything that this person wrote in it and has not taken back, in the order of the log. Words in
 * force are both people's: nobody takes them back alone.
 */
export function standingOf({ objects, agreed }: Fold, member: MemberId): FoldedVersion[] {
	const isInForce = ({ object, rev }: FoldedVersion): boolean => {
		const state = agreed.get(object)?.state;
		return state?.kind === 'agreement' && state.facts.inForce?.rev === rev;
	};
	return [...objects.values()]
		.flat()
		.filter((version) => version.member === member && version.content.t !== 'erased')
		.filter((version) => !isInForce(version))
		.sort((a, b) => a.seq - b.seq);
}
