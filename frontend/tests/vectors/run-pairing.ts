/** Runs one vector of pairing: the ops stand in tests/vectors/README.md. */
import { fromBase64url, parseId, toBase64url } from '#lib/crypto/ids.js';
import { verifyDigits } from '#lib/crypto/digits.js';
import * as invitation from '#lib/crypto/invitation.js';
import * as pairing from '#lib/crypto/pairing.js';
import type { Bytes } from '#lib/crypto/canonical.js';
import type { Json } from './fields';

export async function runPairing(input: Json): Promise<Json> {
	switch (input.op) {
		case 'm1':
		case 'read_m1':
		case 'm2':
		case 'read_m2':
			return runMessage(input.op, input);
		case 'link':
		case 'read_link':
		case 'invitation_keys':
		case 'seal':
		case 'open':
			return runInvitation(input.op, input);
		case 'nonce_hash':
			return { nonce_hash: toBase64url(await pairing.hashNonce(bytes(input.nonce))) };
		case 'check_nonce':
			await pairing.checkNonce(bytes(input.m1), bytes(input.nonce));
			return {};
		case 'th':
			return { th: toBase64url(await pairing.transcriptHash(bytes(input.m1), bytes(input.m2))) };
		case 'pair_key':
			return { k_p: toBase64url(await pairing.pairKey(await secretFrom(input))) };
		case 'digits':
			return { digits: await pairing.pairDigits(await secretFrom(input), bytes(input.nonce)) };
		case 'seal_pair':
		case 'open_pair':
			return runPairWrap(input.op, input);
		default:
			return {
				digits: await verifyDigits(parseId(input.space), input.seq as number, bytes(input.head))
			};
	}
}

async function runMessage(op: 'm1' | 'read_m1' | 'm2' | 'read_m2', input: Json): Promise<Json> {
	switch (op) {
		case 'm1': {
			const m1 = pairing.writeOffer(offerFrom(input.fields as Json));
			return { m1: toBase64url(m1), id: toBase64url(await pairing.invitationId(m1)) };
		}
		case 'read_m1': {
			const [m1, id] = [bytes(input.m1), bytes(input.id)];
			return { fields: offerJson(await pairing.readOffer(m1, id, takenFrom(input))) };
		}
		case 'm2':
			return { m2: toBase64url(pairing.writeClaim(claimFrom(input.fields as Json))) };
		case 'read_m2': {
			const [m2, m1] = [bytes(input.m2), bytes(input.m1)];
			return { fields: claimJson(await pairing.readClaim(m2, m1, takenFrom(input))) };
		}
	}
}

async function runInvitation(
	op: 'link' | 'read_link' | 'invitation_keys' | 'seal' | 'open',
	input: Json
): Promise<Json> {
	if (op === 'read_link') {
		const { id, secret } = invitation.readLink(input.text as string);
		return { id: toBase64url(id), s: toBase64url(secret) };
	}
	const link = { id: bytes(input.id), secret: bytes(input.s) };
	if (op === 'link') return { link: invitation.writeLink(link) };
	const keys = await invitation.invitationKeys(link);
	const part = input.part as invitation.MessagePart;
	switch (op) {
		case 'invitation_keys':
			return {
				k_i: toBase64url(keys.seal),
				a_i: toBase64url(keys.auth),
				auth: toBase64url(keys.authHash)
			};
		case 'seal': {
			const [message, salt] = [bytes(input.m), bytes(input.salt)];
			const sealed = await invitation.sealMessage(part, keys.seal, link.id, message, () => salt);
			return { envelope: toBase64url(sealed) };
		}
		case 'open': {
			const envelope = bytes(input.envelope);
			return { m: toBase64url(await invitation.openMessage(part, keys.seal, link.id, envelope)) };
		}
	}
}

async function runPairWrap(op: 'seal_pair' | 'open_pair', input: Json): Promise<Json> {
	const [key, th] = [bytes(input.k_p), bytes(input.th)];
	if (op === 'open_pair') {
		return { sk: toBase64url(await pairing.openPairWrap(key, th, bytes(input.envelope))) };
	}
	const [sk, salt] = [bytes(input.sk), bytes(input.salt)];
	return { envelope: toBase64url(await pairing.sealPairWrap(key, th, sk, () => salt)) };
}

async function secretFrom({ x_seed, x_pub, s, th }: Json): Promise<pairing.PairSecret> {
	return pairing.pairSecret(bytes(x_seed), bytes(x_pub), bytes(s), bytes(th));
}

export function offerJson({ space, nonceHash, agreement, ...speaker }: pairing.Offer): Json {
	const own = { x_i: toBase64url(agreement), nonce_hash: toBase64url(nonceHash) };
	return { space, ...speakerJson(speaker), ...own };
}

export function claimJson({ m1Hash, agreement, ...speaker }: pairing.Claim): Json {
	const own = { m1_hash: toBase64url(m1Hash), x_e: toBase64url(agreement) };
	return { ...speakerJson(speaker), ...own };
}

type Named = Pick<pairing.Offer, 'member' | 'name' | 'edPub' | 'xPub'>;

function speakerJson({ member, name, edPub, xPub }: Named): Json {
	return { member, name, ed_pub: toBase64url(edPub), x_pub: toBase64url(xPub) };
}

function offerFrom(fields: Json): pairing.Offer {
	return {
		...namedFrom(fields),
		space: parseId(fields.space),
		agreement: bytes(fields.x_i),
		nonceHash: bytes(fields.nonce_hash)
	};
}

function claimFrom(fields: Json): pairing.Claim {
	return { ...namedFrom(fields), agreement: bytes(fields.x_e), m1Hash: bytes(fields.m1_hash) };
}

function namedFrom({ member, name, ed_pub, x_pub }: Json): Named {
	const keys = { edPub: bytes(ed_pub), xPub: bytes(x_pub) };
	return { member: parseId(member), name: name as string, ...keys };
}

function takenFrom(input: Json): pairing.Taken {
	const { ids, keys } = input.taken as { ids: string[]; keys: string[] };
	return { ids: ids.map((id) => parseId<never>(id)), keys: keys.map(bytes) };
}

const bytes = (text: unknown): Bytes => fromBase64url(text);
