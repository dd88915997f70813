/** Who shares a space with whom: the folded log with the outbox laid on top. Pure. */
import type { MemberId, SpaceId } from '#lib/crypto/ids.js';
import { readContent, type MemberProfile } from '#lib/log/content.js';
import { membersOf, standingOf } from '#lib/log/fold-space.js';
import type { Fold } from '#lib/log/fold.js';
import type { Parties } from '#lib/log/verify.js';
import type { OpenedRow } from '#lib/store/rows.js';
import type { PendingIntent } from './compose-notes';
import { GLAZES, type Profile } from './profile.svelte.js';
import type { ClosedView, MemberView, Taking, TogetherView } from './us.svelte.js';

export interface SharedPlace {
	parties: Extract<Parties, { kind: 'shared' }>;
	/** By the vault. */
	partnerName: string;
	fold: Fold;
	seq: number;
	pending: readonly PendingIntent[];
	/** How this person appears in My side: until they say so here, they are that here too. */
	profile: Pick<Profile, 'name' | 'glaze'>;
}

/** What a person says of themselves here, sent or not; null before they said anything. */
export function ownMember({ parties, fold, pending }: SharedPlace): MemberProfile | null {
	const waiting = pending
		.map(({ intent }) => (intent.kind === 'put' ? readContent(intent.content) : null))
		.filter((content) => content?.t === 'member');
	return waiting.at(-1) ?? membersOf(fold).get(parties.own.member)?.profile ?? null;
}

/** Null until the invited person has joined. */
export function composeTogether(place: SharedPlace): TogetherView | null {
	const { parties, fold, seq, partnerName, profile } = place;
	const { space } = fold;
	const sinceMs = space?.joinedMs ?? null;
	if (space === null || sinceMs === null) return null;
	const { own, partner, th } = parties;
	const theirs = membersOf(fold).get(partner.member)?.profile ?? null;
	const me = toMember(own.member, ownMember(place), profile);
	// Until they say which glaze is theirs, they are drawn in one that nobody can mix up with mine.
	const unsaid = GLAZES.find((glaze) => glaze !== me.glaze) ?? me.glaze;
	return {
		space: space.space,
		me,
		them: toMember(partner.member, theirs, { name: partnerName, glaze: unsaid }),
		seed: hex(th),
		sinceMs,
		seq
	};
}

export function composeClosed(
	place: SharedPlace,
	space: SpaceId,
	here: { answers: readonly OpenedRow[]; isGone: boolean }
): ClosedView {
	const { parties, fold, partnerName, profile } = place;
	const theirs = membersOf(fold).get(parties.partner.member)?.profile ?? null;
	// Where another device closed and dropped it before this one had read so far, it was ours to do.
	const leaver = fold.space?.left?.by ?? parties.own.member;
	return {
		space,
		meName: ownMember(place)?.name ?? profile.name,
		themName: theirs?.name ?? partnerName,
		seed: hex(parties.th),
		iLeft: leaver === parties.own.member,
		taking: takingOf(place, here)
	};
}

function takingOf(
	{ parties, fold, pending }: SharedPlace,
	{ answers, isGone }: { answers: readonly OpenedRow[]; isGone: boolean }
): Taking {
	if (isGone) return 'over';
	const waiting = new Set(
		pending.flatMap(({ intent }) => (intent.kind === 'erase' ? [intent.version] : []))
	);
	const stands =
		standingOf(fold, parties.own.member).some(({ eventId }) => !waiting.has(eventId)) ||
		answers.some(({ mine }) => mine.body !== null);
	if (stands) return 'offered';
	const isWaiting = waiting.size > 0 || answers.some(({ takingBack }) => takingBack === true);
	return isWaiting ? 'waiting' : 'done';
}

function toMember(
	member: MemberId,
	said: MemberProfile | null,
	before: Pick<Profile, 'name' | 'glaze'>
): MemberView {
	const { name, glaze } = said ?? before;
	return { member, name, glaze, welcomesBodyWords: said?.welcomesBodyWords ?? false };
}

function hex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
