/** How the people who share a space appear in it. */
import type { MemberId, ObjectId } from '#lib/crypto/ids.js';
import type { MemberProfile } from './content';
import type { Fold } from './fold';

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
