/** The rules of limits, requests and agreements: whole ones, and one refusal at a time. */
import { u8, type Bytes } from '#lib/crypto/canonical.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { LogEvent, ReviewOutcome } from '#lib/log/types.js';
import { gives, refused, type Draft } from './case';
import { AT_MS, OWN, STRANGER, type FixedMember } from './fixed';
import { by, together } from './together';

const HASHES = await Promise.all(Array.from({ length: 9 }, (_, rev) => sha256(u8(rev))));
const DAY_MS = 24 * 60 * 60_000;
/** Who invited, and who was invited; any of them may begin. */
const [NADIA, ELIAS] = [OWN, STRANGER];

const hash = (rev: number): Bytes => (rev === 0 ? ZERO_HASH : (HASHES[rev] ?? ZERO_HASH));
const words = (rev: number) => ({ rev, envHash: hash(rev) });

const shared = (author: FixedMember, rev = 1): LogEvent =>
	by(author, { of: 'limit.shared' }, words(rev));
const acknowledged = (author: FixedMember, rev = 1, named = rev): LogEvent =>
	by(author, { of: 'limit.acknowledged', envHash: hash(named) }, { rev });
const limitRetired = (author: FixedMember): LogEvent => by(author, { of: 'limit.retired' });
const limitErased = (author: FixedMember, rev = 1): LogEvent =>
	by(author, { of: 'limit.erased', envHash: hash(rev) }, { rev });
const asked = (author: FixedMember, rev = 1): LogEvent =>
	by(author, { of: 'request.asked' }, words(rev));
const answered = (author: FixedMember, rev: number, named = 1): LogEvent =>
	by(author, { of: 'request.answered', envHash: hash(named) }, words(rev));
const requestWithdrawn = (author: FixedMember): LogEvent => by(author, { of: 'request.withdrawn' });
const requestErased = (author: FixedMember, rev = 1): LogEvent =>
	by(author, { of: 'request.erased', envHash: hash(rev) }, { rev });
const proposed = (author: FixedMember, rev = 1, base = 0, deep = false): LogEvent =>
	by(author, { of: 'agreement.proposed', base: hash(base), deep }, words(rev));
const accepted = (author: FixedMember, rev = 1, afterMs = 0, named = rev): LogEvent =>
	by(author, { of: 'agreement.accepted', envHash: hash(named) }, { rev, atMs: AT_MS + afterMs });
const paused = (author: FixedMember): LogEvent => by(author, { of: 'agreement.paused' });
const resumed = (author: FixedMember): LogEvent => by(author, { of: 'agreement.resumed' });
const withdrawn = (author: FixedMember): LogEvent => by(author, { of: 'agreement.withdrawn' });
const reviewed = (author: FixedMember, afterMs: number, rev = 1, named = rev): LogEvent => {
	const outcome: ReviewOutcome = afterMs === 0 ? 'retired' : 'kept';
	const nextMs = afterMs === 0 ? 0 : AT_MS + afterMs;
	return by(author, { of: 'agreement.reviewed', envHash: hash(named), outcome, nextMs }, { rev });
};
const erased = (author: FixedMember, rev = 1): LogEvent =>
	by(author, { of: 'agreement.erased', envHash: hash(rev) }, { rev });

const AGREED = [proposed(ELIAS), accepted(NADIA)];
const CHANGED = [...AGREED, proposed(NADIA, 2, 1)];

export function agreementRules(): Draft[] {
	return [
		...limits(),
		...requests(),
		...signatures(),
		...pauses(),
		...reviews(),
		...otherKinds()
	].map((draft) => ({ ...draft, name: `agreements: ${draft.name}` }));
}

function limits(): Draft[] {
	return [
		gives('a limit, acknowledged', together(shared(ELIAS), acknowledged(NADIA))),
		gives(
			'a limit, changed and retired',
			together(shared(ELIAS), acknowledged(NADIA), shared(ELIAS, 2), limitRetired(ELIAS))
		),
		gives('a limit, its words erased', together(shared(NADIA), limitErased(NADIA))),
		refused('not_author', 'the other changes it', together(shared(NADIA), shared(ELIAS, 2))),
		refused('not_author', 'the other retires it', together(shared(NADIA), limitRetired(ELIAS))),
		refused(
			'not_recipient',
			'acknowledged by its owner',
			together(shared(NADIA), acknowledged(NADIA))
		),
		refused(
			'stale',
			'old words acknowledged',
			together(shared(NADIA), shared(NADIA, 2), acknowledged(ELIAS))
		),
		refused(
			'taken_back',
			'erased words acknowledged',
			together(shared(NADIA), limitErased(NADIA), acknowledged(ELIAS))
		),
		refused(
			'already_acknowledged',
			'acknowledged twice',
			together(shared(NADIA), acknowledged(ELIAS), acknowledged(ELIAS))
		),
		refused(
			'retired',
			'acknowledged when it was let go of',
			together(shared(NADIA), limitRetired(NADIA), acknowledged(ELIAS))
		)
	];
}

function requests(): Draft[] {
	const one = [asked(ELIAS), answered(NADIA, 2)];
	return [
		gives('a request, answered', together(...one)),
		gives('a request, answered anew', together(...one, answered(NADIA, 3))),
		gives(
			'a request in other words',
			together(...one, asked(ELIAS, 3), answered(NADIA, 4, 3), requestErased(ELIAS))
		),
		gives('a request, withdrawn', together(...one, requestWithdrawn(ELIAS))),
		refused('not_recipient', 'answered by the asker', together(asked(NADIA), answered(NADIA, 2))),
		refused(
			'stale',
			'old words answered',
			together(asked(NADIA), asked(NADIA, 2), answered(ELIAS, 3))
		),
		refused('stale', 'an answer with the same rev', together(asked(NADIA), answered(ELIAS, 1))),
		refused(
			'taken_back',
			'erased words answered',
			together(asked(NADIA), requestErased(NADIA), answered(ELIAS, 2))
		),
		refused(
			'withdrawn',
			'answered when nobody asks',
			together(asked(NADIA), requestWithdrawn(NADIA), answered(ELIAS, 2))
		),
		refused('not_author', 'withdrawn by the other', together(asked(NADIA), requestWithdrawn(ELIAS)))
	];
}

function signatures(): Draft[] {
	return [
		gives('agreed', together(...AGREED)),
		gives('a change waits', together(...CHANGED)),
		gives('a change is agreed', together(...CHANGED, accepted(ELIAS, 2))),
		gives('two changes wait', together(...CHANGED, proposed(ELIAS, 3, 1))),
		gives('a counter waits', together(proposed(NADIA), proposed(ELIAS, 2, 1))),
		gives(
			'deep words, a day later',
			together(proposed(NADIA, 1, 0, true), accepted(ELIAS, 1, DAY_MS))
		),
		gives(
			'withdrawn, and agreed anew',
			together(...AGREED, withdrawn(NADIA), proposed(NADIA, 2, 1), accepted(ELIAS, 2))
		),
		refused('not_recipient', 'accepted by oneself', together(proposed(NADIA), accepted(NADIA))),
		refused('stale', 'other words accepted', together(...CHANGED, accepted(ELIAS, 2, 0, 1))),
		refused(
			'replaced',
			'countered words',
			together(proposed(NADIA), proposed(ELIAS, 2, 1), accepted(ELIAS))
		),
		refused(
			'replaced',
			'words older than those in force',
			together(...CHANGED, proposed(ELIAS, 3, 1), accepted(NADIA, 3), accepted(ELIAS, 2))
		),
		refused(
			'replaced',
			'withdrawn words',
			together(proposed(NADIA), withdrawn(ELIAS), accepted(ELIAS))
		),
		refused('already_accepted', 'accepted twice', together(...AGREED, accepted(NADIA))),
		refused(
			'taken_back',
			'erased words accepted',
			together(proposed(NADIA), erased(NADIA), accepted(ELIAS))
		),
		refused(
			'too_soon',
			'deep words, too early',
			together(proposed(NADIA, 1, 0, true), accepted(ELIAS, 1, DAY_MS - 1))
		),
		refused(
			'unknown_version',
			'a change of words that are not there',
			together(proposed(NADIA), proposed(ELIAS, 2, 5))
		),
		refused('stale', 'first words of a base', together(proposed(NADIA, 1, 1))),
		refused('in_force', 'words that hold are erased', together(...AGREED, erased(ELIAS)))
	];
}

function pauses(): Draft[] {
	return [
		gives('paused by both', together(...AGREED, paused(NADIA), paused(ELIAS))),
		gives('resumed by one', together(...AGREED, paused(NADIA), paused(ELIAS), resumed(NADIA))),
		gives(
			'a newer pause outlives an older signature',
			together(...CHANGED, paused(NADIA), accepted(ELIAS, 2))
		),
		gives(
			'an older pause does not',
			together(...AGREED, paused(NADIA), proposed(NADIA, 2, 1), accepted(ELIAS, 2))
		),
		refused('not_in_force', 'a proposal is paused', together(proposed(NADIA), paused(ELIAS))),
		refused('already_paused', 'paused twice', together(...AGREED, paused(NADIA), paused(NADIA))),
		refused('not_paused', 'the other resumes', together(...AGREED, paused(NADIA), resumed(ELIAS))),
		refused(
			'already_withdrawn',
			'withdrawn twice',
			together(...AGREED, withdrawn(NADIA), withdrawn(NADIA))
		)
	];
}

function reviews(): Draft[] {
	return [
		gives('kept, says one', together(...AGREED, reviewed(NADIA, DAY_MS))),
		gives('kept, say both', together(...AGREED, reviewed(NADIA, DAY_MS), reviewed(ELIAS, DAY_MS))),
		gives(
			'kept until another day',
			together(...AGREED, reviewed(NADIA, DAY_MS), reviewed(ELIAS, 2 * DAY_MS))
		),
		gives('retired by both', together(...AGREED, reviewed(NADIA, 0), reviewed(ELIAS, 0))),
		refused(
			'not_in_force',
			'a change is reviewed',
			together(...CHANGED, reviewed(NADIA, DAY_MS, 2))
		),
		refused(
			'stale',
			'other words are reviewed',
			together(...AGREED, reviewed(NADIA, DAY_MS, 1, 2))
		),
		refused('too_soon', 'the next review has been', together(...AGREED, reviewed(NADIA, -1))),
		refused(
			'too_late',
			'the next review is far off',
			together(...AGREED, reviewed(NADIA, 90 * DAY_MS + 1))
		),
		refused(
			'already_reviewed',
			'kept twice by one',
			together(...AGREED, reviewed(NADIA, DAY_MS), reviewed(NADIA, DAY_MS))
		)
	];
}

function otherKinds(): Draft[] {
	return [
		refused('other_kind', 'a limit is accepted', together(shared(NADIA), accepted(ELIAS))),
		refused(
			'other_kind',
			'an agreement is acknowledged',
			together(proposed(NADIA), acknowledged(ELIAS))
		),
		refused('other_kind', 'a request is retired', together(asked(NADIA), limitRetired(NADIA)))
	];
}
