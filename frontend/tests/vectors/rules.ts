/** The rules of shared and personal spaces: logs from their genesis, and one refusal at a time. */
import { u8, type Bytes } from '#lib/crypto/canonical.js';
import type { ObjectId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { Clear, LogEvent } from '#lib/log/types.js';
import { gives, refused, type Draft } from './case';
import { OPENED, PUT } from './sample-events';
import { agreementRules } from './agreement-rules';
import { talkRules } from './talk-rules';
import { fieldsOf, type Json } from './fields';
import { fixedBytes, OBJECT, OTHER_OBJECT, OWN, SPACE, STRANGER, type FixedMember } from './fixed';

const TH = await fixedBytes('th', 32);
const HASHES = await Promise.all([0, 1, 2, 3, 4].map((rev) => sha256(u8(rev))));
const hash = (rev: number): Bytes => HASHES[rev] ?? ZERO_HASH;

/** Who invites, and who is invited. */
const [NADIA, ELIAS] = [OWN, STRANGER];
const THIRD = await fixedBytes('a third key', 32);

type Opening = Omit<Extract<Clear, { of: 'space.opened' }>, 'of'>;

function opened(change: Partial<Opening> = {}, event: Partial<LogEvent> = {}): LogEvent {
	const members = [NADIA.entry, ELIAS.entry];
	const clear: Clear = { of: 'space.opened', kind: 'shared', th: TH, members, ...change };
	return { ...OPENED, clear, ...event };
}

function by(author: FixedMember, clear: Clear, change: Partial<LogEvent> = {}): LogEvent {
	const { member } = author.entry;
	return { ...PUT, member, verb: clear.of, envHash: null, clear, ...change };
}

const ABOUT_SPACE = { object: SPACE as string as ObjectId, rev: 0 };
const joined = (change: Partial<LogEvent> = {}, th = TH, author = ELIAS): LogEvent =>
	by(author, { of: 'space.joined', th }, { ...ABOUT_SPACE, ...change });
const left = (author: FixedMember, change: Partial<LogEvent> = {}): LogEvent =>
	by(author, { of: 'space.left' }, { ...ABOUT_SPACE, ...change });
const given = (author = NADIA, change: Partial<LogEvent> = {}): LogEvent =>
	by(author, { of: 'appreciation.given' }, { envHash: hash(1), ...change });
const takenIn = (author = ELIAS, change: Partial<LogEvent> = {}, named = 1): LogEvent =>
	by(author, { of: 'appreciation.taken_in', envHash: hash(named) }, change);
const answered = (rev: number, author = ELIAS, named = 1): LogEvent =>
	by(author, { of: 'appreciation.answered', envHash: hash(named) }, { rev, envHash: hash(rev) });
const erased = (rev: number, author: FixedMember, named = rev): LogEvent =>
	by(author, { of: 'appreciation.erased', envHash: hash(named) }, { rev });
const put = (author: FixedMember, rev = 1, change: Partial<LogEvent> = {}): LogEvent =>
	by(author, { of: 'item.put' }, { rev, envHash: hash(rev), ...change });
const itemErased = (author: FixedMember, rev = 1): LogEvent =>
	by(author, { of: 'item.erased', envHash: hash(rev) }, { rev });

const PERSONAL = opened({ kind: 'personal', th: ZERO_HASH, members: [NADIA.entry] });
const TOGETHER = [opened(), joined()];

function run(...events: LogEvent[]): Json {
	return { events: events.map((event, index) => fieldsOf(placed(event, index))) };
}

/** Rules look at no place, but an opening anywhere else than at seq 1 is one too many. */
function placed(event: LogEvent, index: number): LogEvent {
	return { ...event, seq: index + 1, prev: index === 0 ? ZERO_HASH : PUT.prev };
}

const together = (...events: LogEvent[]): Json => run(...TOGETHER, ...events);

export function rules(): Promise<Draft[]> {
	return Promise.resolve([
		...openings(),
		...memberships(),
		...gates(),
		...givings(),
		...answers(),
		...erasures(),
		...talkRules(),
		...agreementRules()
	]);
}

function openings(): Draft[] {
	const { entry } = ELIAS;
	const withInvited = (change: Partial<typeof entry>): Json =>
		run(opened({ members: [NADIA.entry, { ...entry, ...change }] }));
	const weak = Uint8Array.of(1, ...new Uint8Array(31));
	return [
		gives('a shared space is opened', run(opened())),
		gives('a personal space is opened', run(PERSONAL)),
		refused('already_opened', 'it is opened again', run(opened(), opened())),
		refused('genesis', 'it is about an object', run(opened({}, { object: OBJECT }))),
		refused('genesis', 'it has a rev', run(opened({}, { rev: 1 }))),
		refused('genesis', 'the invited person opens it', run(opened({}, { member: entry.member }))),
		refused('genesis', 'without a th', run(opened({ th: ZERO_HASH }))),
		refused(
			'genesis',
			'a personal space with a th',
			run(opened({ kind: 'personal', members: [NADIA.entry] }))
		),
		refused('genesis', 'two with one id', withInvited({ member: NADIA.entry.member })),
		refused('genesis', 'two with one signing key', withInvited({ edPub: NADIA.entry.edPub })),
		refused('genesis', 'two with one agreement key', withInvited({ xPub: NADIA.entry.xPub })),
		refused('weak_key', 'the invited person with a weak key', withInvited({ edPub: weak })),
		refused(
			'weak_key',
			'the inviter with a weak key',
			run(opened({ members: [{ ...NADIA.entry, edPub: weak }, entry] }))
		)
	];
}

function memberships(): Draft[] {
	return [
		gives('joined', together()),
		refused('genesis', 'joined with another th', run(opened(), joined({}, THIRD))),
		refused('genesis', 'joined about an object', run(opened(), joined({ object: OBJECT }))),
		refused('genesis', 'joined with a rev', run(opened(), joined({ rev: 1 }))),
		refused('not_author', 'the inviter joins', run(opened(), joined({}, TH, NADIA))),
		refused('already_joined', 'joined twice', together(joined())),
		gives('the inviter leaves', together(left(NADIA))),
		gives('the invited person leaves', together(left(ELIAS))),
		gives('the inviter leaves before anybody joined', run(opened(), left(NADIA))),
		gives('the invited person leaves before joining', run(opened(), left(ELIAS))),
		refused('genesis', 'left about an object', together(left(NADIA, { object: OBJECT }))),
		refused('genesis', 'left with a rev', together(left(NADIA, { rev: 2 }))),
		refused('space_closed', 'left twice', together(left(NADIA), left(ELIAS))),
		refused('space_closed', 'joined after it was left', run(opened(), left(NADIA), joined()))
	];
}

function gates(): Draft[] {
	const unknown = (object: ObjectId): LogEvent =>
		by(NADIA, { of: 'unknown', fields: [] }, { verb: 'kiln.lit', object });
	const others = [given(), takenIn(), answered(2), erased(1, NADIA), put(NADIA), itemErased(NADIA)];
	return [
		refused('unknown_verb', 'a verb of a later version', together(unknown(OBJECT))),
		refused(
			'unknown_verb',
			'a verb of a later version in a closed space',
			together(left(NADIA), unknown(OBJECT))
		),
		refused(
			'unknown_verb',
			'a verb of a later version before joining',
			run(opened(), unknown(OBJECT))
		),
		...[given(), takenIn(), answered(2), erased(1, NADIA), joined(), left(NADIA)].map((event) =>
			refused('unknown_verb', `${event.verb} in a personal space`, run(PERSONAL, event))
		),
		...others.map((event) =>
			refused('not_joined', `${event.verb} before joining`, run(opened(), event))
		),
		...others
			.filter(({ verb }) => !verb.endsWith('.erased'))
			.map((event) =>
				refused(
					'space_closed',
					`${event.verb} after leaving`,
					together(given(), left(ELIAS), event)
				)
			),
		...takenBackAfterLeaving(),
		gives('items in a shared space', together(put(NADIA), put(ELIAS, 1, { object: OTHER_OBJECT }))),
		gives('items in a personal space', run(PERSONAL, put(NADIA), put(NADIA, 2), itemErased(NADIA))),
		refused('not_author', "the other's item", together(put(NADIA), put(ELIAS, 2))),
		refused('other_kind', 'thanks where an item is', together(put(NADIA), given())),
		refused('other_kind', 'an item where thanks are', together(given(), put(NADIA))),
		refused('other_kind', 'thanks erased as an item', together(given(), itemErased(NADIA))),
		refused('other_kind', 'an item erased as thanks', together(put(NADIA), erased(1, NADIA))),
		refused(
			'other_kind',
			'an item in the place of the space',
			together(put(NADIA, 1, ABOUT_SPACE))
		),
		refused('other_kind', 'leaving an item', together(put(NADIA), left(NADIA, { object: OBJECT })))
	];
}

/** R14: one's own words, by whoever left and whoever did not. */
function takenBackAfterLeaving(): Draft[] {
	const item = put(NADIA, 1, { object: OTHER_OBJECT });
	const itemBack = { ...itemErased(NADIA), object: OTHER_OBJECT };
	const before = [given(), answered(2), item, left(ELIAS)];
	return [
		gives(
			'one of each taken back after leaving',
			together(...before, erased(1, NADIA), erased(2, ELIAS), itemBack)
		),
		refused(
			'not_author',
			"the other's words taken back after leaving",
			together(...before, erased(1, ELIAS))
		),
		refused(
			'already_erased',
			'taken back twice after leaving',
			together(...before, erased(1, NADIA), erased(1, NADIA))
		),
		refused(
			'unknown_version',
			'nothing to take back after leaving',
			together(left(ELIAS), itemBack)
		),
		refused(
			'not_joined',
			'taken back where nobody ever joined',
			run(opened(), left(NADIA), erased(1, NADIA))
		)
	];
}

function givings(): Draft[] {
	const other = { object: OTHER_OBJECT };
	return [
		gives('thanks by both', together(given(), given(ELIAS, other))),
		gives('thanks taken in', together(given(), takenIn())),
		gives('thanks of the invited taken in', together(given(ELIAS), takenIn(NADIA))),
		refused('already_given', 'given twice', together(given(), given())),
		refused('already_given', 'given again by the other', together(given(), given(ELIAS))),
		refused('stale', 'given as rev 0', together(given(NADIA, { rev: 0 }))),
		refused('stale', 'given as rev 2', together(given(NADIA, { rev: 2 }))),
		refused('unknown_version', 'taken in, but not given', together(takenIn())),
		refused('not_recipient', 'taken in by the giver', together(given(), takenIn(NADIA))),
		refused('stale', 'taken in as rev 2', together(given(), takenIn(ELIAS, { rev: 2 }))),
		refused('stale', 'taken in by another hash', together(given(), takenIn(ELIAS, {}, 2))),
		refused('taken_back', 'taken in too late', together(given(), erased(1, NADIA), takenIn())),
		refused('already_taken_in', 'taken in twice', together(given(), takenIn(), takenIn()))
	];
}

function answers(): Draft[] {
	return [
		gives('answered', together(given(), answered(2))),
		gives('taken in and answered', together(given(), takenIn(), answered(2))),
		gives('answered and then taken in', together(given(), answered(2), takenIn())),
		gives(
			'answered again after taking back',
			together(given(), answered(2), erased(2, ELIAS), answered(3))
		),
		refused('unknown_version', 'answered, but not given', together(answered(2))),
		refused('not_recipient', 'answered by the giver', together(given(), answered(2, NADIA))),
		refused('stale', 'answered by another hash', together(given(), answered(2, ELIAS, 2))),
		refused('stale', 'answered as rev 1', together(given(), answered(1))),
		refused('stale', 'answered with a rev left out', together(given(), answered(3))),
		refused('taken_back', 'answered too late', together(given(), erased(1, NADIA), answered(2))),
		refused('already_answered', 'answered twice', together(given(), answered(2), answered(3))),
		refused(
			'stale',
			'answered again under the same rev',
			together(given(), answered(2), erased(2, ELIAS), answered(2))
		)
	];
}

function erasures(): Draft[] {
	return [
		gives('thanks taken back', together(given(), erased(1, NADIA))),
		gives(
			'thanks taken back after they were taken in',
			together(given(), takenIn(), erased(1, NADIA))
		),
		gives('an answer outlives the thanks', together(given(), answered(2), erased(1, NADIA))),
		gives(
			'an answer taken back after the thanks',
			together(given(), answered(2), erased(1, NADIA), erased(2, ELIAS))
		),
		refused('unknown_version', 'nothing to take back', together(erased(1, NADIA))),
		refused('unknown_version', 'no answer to take back', together(given(), erased(2, ELIAS))),
		refused('unknown_version', 'rev 0 taken back', together(given(), erased(0, NADIA))),
		refused('not_author', "the other's thanks taken back", together(given(), erased(1, ELIAS))),
		refused(
			'not_author',
			"the other's answer taken back",
			together(given(), answered(2), erased(2, NADIA))
		),
		refused('stale', 'taken back by another hash', together(given(), erased(1, NADIA, 2))),
		refused(
			'already_erased',
			'taken back twice',
			together(given(), erased(1, NADIA), erased(1, NADIA))
		)
	];
}
