/** Pages of a shared log, as each of the two phones verifies them, and one fault at a time. */
import type { Bytes } from '#lib/crypto/canonical.js';
import { toBase64url, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { sign, type SigningKey } from '#lib/crypto/signing.js';
import { buildEvent, headOf, ZERO_HASH } from '#lib/log/event.js';
import { sealBody } from '#lib/log/open-body.js';
import type { Clear, LogEvent, Member, SignedItem } from '#lib/log/types.js';
import { gives, refused, type Draft } from './case';
import { OPENED, PUT } from './sample-events';
import { itemJson, memberJson, type Json } from './fields';
import {
	AT_MS,
	fixedBytes,
	fixedId,
	fixedMember,
	OBJECT,
	OWN,
	SPACE,
	STRANGER,
	type FixedMember
} from './fixed';

const TH = await fixedBytes('th', 32);
const OTHER_TH = await fixedBytes('another th', 32);
const BODY_KEY = await fixedBytes('shared body key', 32);
const [NADIA, ELIAS] = [OWN, STRANGER];
const MALLORY = await fixedMember('somebody else');

/** An event signed by its author, unless `key` says who else signs it. */
interface Line {
	event: LogEvent;
	body?: Bytes;
	key: SigningKey;
}

async function chain(lines: readonly Line[]): Promise<SignedItem[]> {
	const items: SignedItem[] = [];
	let prev = ZERO_HASH;
	for (const [index, { event, body = null, key }] of lines.entries()) {
		const bytes = buildEvent({
			...event,
			seq: index + 1,
			prev,
			eventId: await fixedId<EventId>(`shared event ${String(index)}`, 7)
		});
		const item = { event: bytes, sig: await sign(key, bytes), body };
		prev = await headOf(item.event, item.sig);
		items.push(item);
	}
	return items;
}

type Opening = Omit<Extract<Clear, { of: 'space.opened' }>, 'of'>;

function line(author: FixedMember, clear: Clear, change: Partial<LogEvent> = {}): Line {
	const { member } = author.entry;
	const object = SPACE as string as ObjectId;
	const event = { ...PUT, member, object, rev: 0, verb: clear.of, envHash: null, clear };
	return { event: { ...event, ...change }, key: author.key };
}

function opened(change: Partial<Opening> = {}, event: Partial<LogEvent> = {}): Line {
	const members = [NADIA.entry, ELIAS.entry];
	const clear: Clear = { of: 'space.opened', kind: 'shared', th: TH, members, ...change };
	return { event: { ...OPENED, clear, ...event }, key: NADIA.key };
}

const at = (later: number): Partial<LogEvent> => ({ atMs: AT_MS + later });
const joined = (th = TH, author = ELIAS, change: Partial<LogEvent> = {}): Line =>
	line(author, { of: 'space.joined', th }, { ...at(1), ...change });
const left = (author: FixedMember, later: number): Line =>
	line(author, { of: 'space.left' }, at(later));

async function said(author: FixedMember, clear: Clear, rev: number, later: number): Promise<Line> {
	const place = { space: SPACE, object: OBJECT, member: author.entry.member, verb: clear.of, rev };
	const words = { t: clear.of === 'appreciation.given' ? 'thanks' : 'thanks_answer', v: 1 };
	const salt = await fixedBytes(`shared body ${String(rev)}`, 32);
	const body = await sealBody(BODY_KEY, place, words, () => salt);
	const change = { object: OBJECT, rev, envHash: await sha256(body), ...at(later) };
	return { ...line(author, clear, change), body };
}

const GIVEN = await said(NADIA, { of: 'appreciation.given' }, 1, 2);
const NAMED = { envHash: GIVEN.event.envHash ?? ZERO_HASH };
const TAKEN_IN = line(
	ELIAS,
	{ of: 'appreciation.taken_in', ...NAMED },
	{ object: OBJECT, rev: 1, ...at(3) }
);
const ANSWERED = await said(ELIAS, { of: 'appreciation.answered', ...NAMED }, 2, 4);
const GOOD: readonly Line[] = [opened(), joined(), GIVEN, TAKEN_IN, ANSWERED];

type Role = 'inviter' | 'invited';

/** What the vault of one of them says, and what the server handed out. */
async function given(
	role: Role,
	pages: readonly (readonly Line[])[],
	change: { own?: Member; partner?: Member; th?: Bytes } = {}
): Promise<Json> {
	const items = await chain(pages.flat());
	let start = 0;
	const cut = pages.map((page) => items.slice(start, (start += page.length)).map(itemJson));
	const [own, partner] = role === 'inviter' ? [NADIA, ELIAS] : [ELIAS, NADIA];
	return {
		space: SPACE,
		own: memberJson(change.own ?? own.entry),
		partner: memberJson(change.partner ?? partner.entry),
		role,
		th: toBase64url(change.th ?? TH),
		pages: cut
	};
}

export async function sharedPages(): Promise<Draft[]> {
	const forEach = await Promise.all((['inviter', 'invited'] as const).map(bothSee));
	return [...forEach.flat(), ...(await seconds())];
}

async function bothSee(role: Role): Promise<Draft[]> {
	const whole = GOOD.map((one) => [one]);
	const fine: [string, readonly (readonly Line[])[]][] = [
		['nothing yet', []],
		['opened', [GOOD.slice(0, 1)]],
		['joined', [GOOD.slice(0, 2)]],
		['thanks and their answer', [GOOD]],
		['the same in five pages', whole],
		['left by the inviter', [[...GOOD, left(NADIA, 4)]]],
		['left by the invited', [[...GOOD, left(ELIAS, 4)]]],
		['left before anybody joined', [[opened(), left(NADIA, 0)]]],
		['declined after it was opened', [[opened(), left(ELIAS, 0)]]],
		['a card behind the leaving', [[...GOOD, left(ELIAS, 4), { ...GIVEN, ...later(GIVEN, 9) }]]]
	];
	return [
		...(await Promise.all(
			fine.map(async ([name, pages]) => gives(`${role}: ${name}`, await given(role, pages)))
		)),
		...(await genesisFaults(role)),
		...(await laterFaults(role))
	];
}

function later(one: Line, ms: number): Pick<Line, 'event'> {
	return { event: { ...one.event, ...at(ms) } };
}

async function genesisFaults(role: Role): Promise<Draft[]> {
	const [nadia, elias, mallory] = [NADIA.entry, ELIAS.entry, MALLORY.entry];
	const weak = { ...elias, edPub: ZERO_HASH };
	const personal = { kind: 'personal' as const, th: ZERO_HASH, members: [nadia] };
	const faults: [string, Line][] = [
		['another th', opened({ th: OTHER_TH })],
		['a th of zeros', opened({ th: ZERO_HASH })],
		['a stranger for the invited', opened({ members: [nadia, mallory] })],
		[
			'the invited with another signing key',
			opened({ members: [nadia, { ...elias, edPub: mallory.edPub }] })
		],
		[
			'the invited with another agreement key',
			opened({ members: [nadia, { ...elias, xPub: mallory.xPub }] })
		],
		[
			'the inviter with another agreement key',
			opened({ members: [{ ...nadia, xPub: mallory.xPub }, elias] })
		],
		['the two the other way round', opened({ members: [elias, nadia] })],
		['a personal space', opened(personal)],
		['written by the invited', { ...opened({}, { member: elias.member }), key: ELIAS.key }],
		['about an object', opened({}, { object: OBJECT })],
		['a rev', opened({}, { rev: 1 })]
	];
	const forged = { ...opened(), key: MALLORY.key };
	const swapped = await given(
		role,
		[[opened()]],
		role === 'inviter'
			? { own: ELIAS.entry, partner: NADIA.entry }
			: { own: NADIA.entry, partner: ELIAS.entry }
	);
	return [
		...(await Promise.all(
			faults.map(async ([name, first]) =>
				refused('genesis', `${role}: genesis with ${name}`, await given(role, [[first]]))
			)
		)),
		refused('genesis', `${role}: the vault of the other`, swapped),
		refused(
			'genesis',
			`${role}: the vault of another pairing`,
			await given(role, [GOOD], { th: OTHER_TH })
		),
		refused(
			'genesis',
			`${role}: the vault names somebody else as partner`,
			await given(role, [GOOD], { partner: MALLORY.entry })
		),
		refused(
			'weak_key',
			`${role}: a signing key of small order that the vault names too`,
			await given(
				role,
				[[opened({ members: [nadia, weak] })]],
				role === 'inviter' ? { partner: weak } : { own: weak }
			)
		),
		refused(
			'signature',
			`${role}: genesis by a stranger in the inviter's name`,
			await given(role, [[forged]])
		),
		refused(
			'author',
			`${role}: genesis by a stranger`,
			await given(role, [[{ ...opened({}, { member: mallory.member }), key: MALLORY.key }]])
		)
	];
}

async function laterFaults(role: Role): Promise<Draft[]> {
	const [first, second, third] = GOOD as [Line, Line, Line, Line, Line];
	const withLast = (...lines: Line[]): Promise<Json> => given(role, [[first, second, ...lines]]);
	return [
		refused(
			'author',
			`${role}: thanks by a stranger`,
			await withLast(await said(MALLORY, { of: 'appreciation.given' }, 1, 2))
		),
		refused(
			'signature',
			`${role}: thanks in the other's name`,
			await withLast({ ...third, key: ELIAS.key })
		),
		refused(
			'signature',
			`${role}: joined in the other's name`,
			await given(role, [[first, { ...second, key: NADIA.key }]])
		),
		refused('clock', `${role}: left a moment later`, await withLast(left(ELIAS, 2))),
		refused('clock', `${role}: left a moment earlier`, await withLast(left(NADIA, 0))),
		refused(
			'clock',
			`${role}: dated before joining`,
			await withLast({ ...third, ...later(third, 0) })
		),
		refused(
			'body',
			`${role}: the answer in the place of the thanks`,
			await withLast({ ...third, body: ANSWERED.body ?? ZERO_HASH })
		)
	];
}

/** What stands in the second place: the invited person's phone takes only its own joining there. */
async function seconds(): Promise<Draft[]> {
	const faults: [string, Line][] = [
		['thanks before joining', { ...GIVEN }],
		['a joining with another th', joined(OTHER_TH)],
		['a joining by the inviter', joined(TH, NADIA)],
		['a joining about an object', joined(TH, ELIAS, { object: OBJECT })],
		['a joining with a rev', joined(TH, ELIAS, { rev: 1 })],
		['an unknown verb', line(NADIA, { of: 'unknown', fields: [] }, { verb: 'kiln.lit' })]
	];
	const drafts = faults.map(async ([name, second]) => [
		refused('genesis', `invited: ${name}`, await given('invited', [[opened(), second]])),
		gives(`inviter: ${name} is a card`, await given('inviter', [[opened(), second]]))
	]);
	return (await Promise.all(drafts)).flat();
}
