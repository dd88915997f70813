/** The two messages of pairing: written, read, and each fault by name. */
import { T, utf8, type Bytes } from '#lib/crypto/canonical.js';
import { idToBytes, toBase64url as b64 } from '#lib/crypto/ids.js';
import {
	invitationId,
	writeClaim,
	writeOffer,
	type Claim,
	type Offer
} from '#lib/crypto/pairing.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { gives, refused, type Draft } from './case';
import type { Json } from './fields';
import { fixedBytes, OTHER_SPACE, OWN, SPACE } from './fixed';
import { ANY_KEY, CLAIM, ID, M1, M2, OFFER, ORDER_EIGHT, ZERO } from './pairing-fixed';
import { claimJson, offerJson } from './run-pairing';

export async function pairingMessages(): Promise<Draft[]> {
	return [...written(), ...(await readOffers()), ...(await readClaims()), ...(await malformed())];
}

function written(): Draft[] {
	const m1 = (change: Partial<Offer>): Json => ({
		op: 'm1',
		fields: offerJson({ ...OFFER, ...change })
	});
	const m2 = (change: Partial<Claim>): Json => ({
		op: 'm2',
		fields: claimJson({ ...CLAIM, ...change })
	});
	return [
		gives('M1', m1({})),
		gives('M1 with a name of forty', m1({ name: '𐐷'.repeat(40) })),
		gives('M2', m2({})),
		gives('M2 with a name in Arabic', m2({ name: 'ليلى' })),
		refused('bad_name', 'M1 without a name', m1({ name: '' })),
		refused('bad_name', 'M2 with a name of two lines', m2({ name: 'El\nias' }))
	];
}

const NOTHING: Json = { ids: [], keys: [] };

function reading(m1: Bytes, id: Bytes, taken = NOTHING): Json {
	return { op: 'read_m1', m1: b64(m1), id: b64(id), taken };
}

async function readOffers(): Promise<Draft[]> {
	const read = async (change: Partial<Offer>, taken = NOTHING): Promise<Json> => {
		const m1 = writeOffer({ ...OFFER, ...change });
		return reading(m1, await invitationId(m1), taken);
	};
	const flipped = M1.slice();
	flipped[60] = (flipped[60] ?? 0) ^ 1;
	const other = { ids: [OTHER_SPACE, CLAIM.member], keys: [b64(ANY_KEY)] };
	return [
		gives('M1 is read', await read({})),
		gives('M1 is read beside other ids and keys', await read({}, other)),
		refused('changed', 'M1 with one bit changed', reading(flipped, ID)),
		refused('changed', 'M1 of another link', reading(M1, await fixedBytes('another id', 16))),
		refused('weak_key', 'M1 with a signing key of small order', await read({ edPub: ZERO })),
		refused('weak_key', 'M1 with a weak key for later', await read({ xPub: ORDER_EIGHT })),
		refused('weak_key', 'M1 with a weak key of this pairing', await read({ agreement: ZERO })),
		refused('repeat', 'M1 of a space of ours', await read({}, { ids: [SPACE], keys: [] })),
		refused(
			'repeat',
			'M1 of a member id of ours',
			await read({}, { ids: [OWN.entry.member], keys: [] })
		),
		...(await Promise.all(
			[OFFER.edPub, OFFER.xPub, OFFER.agreement].map(async (key, at) =>
				refused(
					'repeat',
					`M1 with key ${String(at + 1)} of ours`,
					await read({}, { ids: [], keys: [b64(key)] })
				)
			)
		)),
		refused('repeat', 'M1 with one key twice', await read({ agreement: OFFER.xPub })),
		refused(
			'repeat',
			'M1 whose member is the space',
			await read({ member: SPACE as string as Offer['member'] })
		)
	];
}

async function readClaims(): Promise<Draft[]> {
	const read = (change: Partial<Claim>, taken = NOTHING): Json => ({
		op: 'read_m2',
		m1: b64(M1),
		m2: b64(writeClaim({ ...CLAIM, ...change })),
		taken
	});
	const other = { ids: [OTHER_SPACE], keys: [b64(ANY_KEY)] };
	const foreign = await sha256(writeOffer({ ...OFFER, name: 'Mallory' }));
	return [
		gives('M2 is read', read({})),
		gives('M2 is read beside other ids and keys', read({}, other)),
		refused('changed', 'M2 for another M1', read({ m1Hash: foreign })),
		refused('weak_key', 'M2 with a signing key of small order', read({ edPub: ZERO })),
		refused('weak_key', 'M2 with a weak key for later', read({ xPub: ZERO })),
		refused('weak_key', 'M2 with a weak key of this pairing', read({ agreement: ORDER_EIGHT })),
		refused('repeat', 'M2 by the inviter', read({ member: OFFER.member })),
		refused('repeat', "M2 with the inviter's signing key", read({ edPub: OFFER.edPub })),
		refused('repeat', "M2 with the inviter's key for later", read({ xPub: OFFER.xPub })),
		refused('repeat', "M2 with the inviter's X_i", read({ agreement: OFFER.agreement })),
		refused('repeat', "M2 with the inviter's X_i for later", read({ xPub: OFFER.agreement })),
		refused('repeat', 'M2 with one key twice', read({ agreement: CLAIM.xPub })),
		refused('repeat', 'M2 of a member id of ours', read({}, { ids: [CLAIM.member], keys: [] })),
		refused('repeat', 'M2 with a key of ours', read({}, { ids: [], keys: [b64(CLAIM.agreement)] }))
	];
}

async function malformed(): Promise<Draft[]> {
	const first = [
		utf8('join'),
		idToBytes(SPACE),
		idToBytes(OFFER.member),
		utf8(OFFER.name),
		OFFER.edPub,
		OFFER.xPub,
		OFFER.agreement,
		OFFER.nonceHash
	];
	const second = [
		CLAIM.m1Hash,
		idToBytes(CLAIM.member),
		utf8(CLAIM.name),
		CLAIM.edPub,
		CLAIM.xPub,
		CLAIM.agreement
	];
	const withField = (fields: Bytes[], at: number, field: Bytes): Bytes[] => fields.with(at, field);
	const short = (fields: Bytes[], at: number): Bytes[] =>
		withField(fields, at, (fields[at] ?? ZERO).slice(1));
	const offers: [string, Bytes][] = [
		['another label', T('gs1:m2', ...first)],
		['nine fields', T('gs1:m1', ...first, utf8(''))],
		['another word than join', T('gs1:m1', ...withField(first, 0, utf8('leave')))],
		['a name that is not UTF-8', T('gs1:m1', ...withField(first, 3, Uint8Array.of(0xff)))],
		...[1, 2, 4, 5, 6, 7].map((at): [string, Bytes] => [
			`field ${String(at + 1)} a byte short`,
			T('gs1:m1', ...short(first, at))
		])
	];
	const claims: [string, Bytes][] = [
		['another label', T('gs1:m1', ...second)],
		['seven fields', T('gs1:m2', ...second, utf8(''))],
		['a byte more', Uint8Array.of(...M2, 0)],
		['a name that is not UTF-8', T('gs1:m2', ...withField(second, 2, Uint8Array.of(0xff)))],
		...[1, 3, 4, 5].map((at): [string, Bytes] => [
			`field ${String(at + 1)} a byte short`,
			T('gs1:m2', ...short(second, at))
		])
	];
	const badNames = ['', 'x'.repeat(41), 'Ame\u0301lie', 'El\u202eias'];
	return [
		...(await Promise.all(
			offers.map(async ([name, m1]) =>
				refused('malformed', `M1: ${name}`, reading(m1, await invitationId(m1)))
			)
		)),
		...claims.map(([name, m2]) =>
			refused('malformed', `M2: ${name}`, {
				op: 'read_m2',
				m1: b64(M1),
				m2: b64(m2),
				taken: NOTHING
			})
		),
		...(await Promise.all(
			badNames.map(async (name) => {
				const m1 = T('gs1:m1', ...withField(first, 3, utf8(name)));
				const title = `M1 is read with the name ${JSON.stringify(name)}`;
				return refused('bad_name', title, reading(m1, await invitationId(m1)));
			})
		))
	];
}
