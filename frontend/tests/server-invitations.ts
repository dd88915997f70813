/** Pairing as the server under test carries it out: two sealed messages, a nonce, a wrap. */
import { fromBase64url, toBase64url } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { append, placeOf, storedOf, type Json, type Refusal, type Space } from './server-space';

export interface Invitation {
	id: string;
	auth: string;
	inviter: string;
	claimer: string | null;
	m1: string;
	m2: string | null;
	nonce: string | null;
	pairWrap: string | null;
	space: string | null;
	expiresMs: number;
}

export type Reply = { status: number; body: Json | null } | Refusal;

export interface Doors {
	invitations: Map<string, Invitation>;
	spaces: Map<string, Space>;
	nowMs: number;
}

const WEEK_MS = 7 * 24 * 60 * 60_000;
const MAX_OPEN = 3;

const no = (status: number, code: string): Refusal => ({ status, code });
const yes = (status: number, body: Json | null): Reply => ({ status, body });

function stepOf({ m2, nonce, space }: Invitation): string {
	if (space !== null) return 'opened';
	if (nonce !== null) return 'answered';
	return m2 === null ? 'open' : 'claimed';
}

function find({ invitations, nowMs }: Doors, id: string): Invitation | undefined {
	const found = invitations.get(id);
	return found && found.expiresMs > nowMs ? found : undefined;
}

async function presented(doors: Doors, id: string, key: string | null) {
	const found = find(doors, id);
	if (!found || key === null) return undefined;
	const auth = toBase64url(await sha256(fromBase64url(key)));
	return auth === found.auth ? found : undefined;
}

export function makeInvitation(doors: Doors, login: string, { id, auth, m1 }: Json): Reply {
	if (doors.invitations.has(id as string)) return no(409, 'id_used');
	const open = [...doors.invitations.values()].filter(({ inviter }) => inviter === login);
	if (open.length >= MAX_OPEN) return no(422, 'too_many_invitations');
	const expiresMs = doors.nowMs + WEEK_MS;
	doors.invitations.set(id as string, {
		id: id as string,
		auth: auth as string,
		inviter: login,
		claimer: null,
		m1: m1 as string,
		m2: null,
		nonce: null,
		pairWrap: null,
		space: null,
		expiresMs
	});
	return yes(201, { expires_ms: expiresMs });
}

export function ownInvitations(doors: Doors, login: string): Reply {
	const own = [...doors.invitations.values()].filter(
		({ inviter, expiresMs }) => inviter === login && expiresMs > doors.nowMs
	);
	const invitations = own.map((invitation) => {
		const { id, expiresMs, m1, m2, nonce, space } = invitation;
		return { id, step: stepOf(invitation), expires_ms: expiresMs, m1, m2, nonce, space };
	});
	return yes(200, { invitations });
}

export async function meet(
	doors: Doors,
	login: string | null,
	id: string,
	key: string | null
): Promise<Reply> {
	const found = await presented(doors, id, key);
	if (!found) return no(404, 'not_found');
	if (found.claimer !== null && found.claimer !== login) return no(409, 'claimed');
	return yes(200, metBy(doors, found));
}

export async function claim(
	doors: Doors,
	login: string,
	id: string,
	key: string | null,
	{ m2 }: Json
): Promise<Reply> {
	const found = await presented(doors, id, key);
	if (!found) return no(404, 'not_found');
	if (found.inviter === login) return no(409, 'own_invitation');
	const isOther = found.m2 !== null && (found.m2 !== m2 || found.claimer !== login);
	if (isOther) return no(409, 'claimed');
	found.m2 = m2 as string;
	found.claimer = login;
	found.expiresMs = doors.nowMs + WEEK_MS;
	return yes(200, metBy(doors, found));
}

function metBy({ spaces }: Doors, invitation: Invitation): Json {
	const { expiresMs, m1, m2, nonce, space, pairWrap } = invitation;
	const first = space === null ? undefined : spaces.get(space)?.lines[0];
	const genesis = first && { event: toBase64url(first.event), sig: toBase64url(first.sig) };
	return {
		step: stepOf(invitation),
		expires_ms: expiresMs,
		m1,
		m2,
		nonce,
		space,
		genesis: genesis ?? null,
		pair_wrap: pairWrap
	};
}

export function answer(doors: Doors, login: string, id: string, { nonce }: Json): Reply {
	const found = find(doors, id);
	if (found?.inviter !== login) return no(404, 'not_found');
	const isFree = found.m2 !== null && (found.nonce === null || found.nonce === nonce);
	if (!isFree) return no(409, 'frozen');
	found.nonce = nonce as string;
	return yes(204, null);
}

export async function open(doors: Doors, login: string, id: string, body: Json): Promise<Reply> {
	const found = find(doors, id);
	if (found?.inviter !== login) return no(404, 'not_found');
	if (found.nonce === null || found.claimer === null) return no(409, 'frozen');
	const genesis = body.genesis as Json;
	const known = found.space === null ? undefined : doors.spaces.get(found.space);
	if (known) {
		const [first] = known.lines;
		const isSame = first && toBase64url(first.sig) === genesis.sig;
		return isSame ? yes(200, placeOf(known)) : no(409, 'frozen');
	}
	const line = await storedOf(genesis, doors.nowMs, false);
	if (Math.abs(line.parsed.atMs - doors.nowMs) > 5 * 60_000) return no(409, 'clock');
	const { clear } = line.parsed;
	if (clear.of !== 'space.opened') return no(400, 'malformed');
	const space: Space = {
		space: body.space as string,
		kind: 2,
		memberships: [
			{ login, member: body.member as string, skWrap: body.sk_wrap as string },
			{ login: found.claimer, member: clear.members[1]?.member ?? '', skWrap: null }
		],
		lines: [line],
		isClosed: false
	};
	doors.spaces.set(space.space, space);
	Object.assign(found, { space: space.space, pairWrap: body.pair_wrap });
	return yes(201, placeOf(space));
}

export async function join(
	doors: Doors,
	login: string,
	id: string,
	key: string | null,
	body: Json
): Promise<Reply> {
	const found = await presented(doors, id, key);
	const space = found?.space ? doors.spaces.get(found.space) : undefined;
	const membership = space?.memberships.find((candidate) => candidate.login === login);
	if (!found || !space || !membership) return no(404, 'not_found');
	const joined = body.joined as Json;
	const author = { ...membership, skWrap: body.sk_wrap as string };
	const outcome = await append(space, author, [joined], { repair: false, nowMs: doors.nowMs });
	if (typeof outcome === 'object') return outcome;
	membership.skWrap = body.sk_wrap as string;
	doors.invitations.delete(id);
	return yes(201, placeOf(space));
}

export function cancel(doors: Doors, login: string, id: string): Reply {
	const found = doors.invitations.get(id);
	if (found?.inviter !== login) return yes(204, null);
	if (found.space !== null) return no(409, 'frozen');
	doors.invitations.delete(id);
	return yes(204, null);
}
