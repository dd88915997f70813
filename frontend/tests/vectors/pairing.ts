/** Pairing: the two messages, what comes of them, the link and *verify together*. */
import type { Bytes } from '#lib/crypto/canonical.js';
import { invitationContext, pairingContext } from '#lib/crypto/contexts.js';
import { seal, type Plaintext } from '#lib/crypto/envelope.js';
import { toBase64url as b64 } from '#lib/crypto/ids.js';
import { invitationKeys } from '#lib/crypto/invitation.js';
import { gives, refused, type Draft } from './case';
import type { Json } from './fields';
import { fixedBytes, OTHER_SPACE, SPACE } from './fixed';
import * as fixed from './pairing-fixed';
import { pairingMessages } from './pairing-messages';

const { ANY_KEY, CLAIM, ID, LINK, M1, M2, NONCE, OFFER, ORDER_EIGHT, SALT, SECRET, TH, ZERO } =
	fixed;
const { X_E_SEED, X_I_SEED } = fixed;

export async function pairings(): Promise<Draft[]> {
	return [
		...(await pairingMessages()),
		...secrets(),
		...links(),
		...(await envelopes()),
		...numbers()
	];
}

function secrets(): Draft[] {
	const inviter = { x_seed: b64(X_I_SEED), x_pub: b64(CLAIM.agreement) };
	const invited = { x_seed: b64(X_E_SEED), x_pub: b64(OFFER.agreement) };
	const common = { s: b64(SECRET), th: b64(TH) };
	const nonce = b64(NONCE);
	return [
		gives('the hash of a nonce', { op: 'nonce_hash', nonce }),
		gives('the nonce of M1', { op: 'check_nonce', m1: b64(M1), nonce }),
		refused('changed', 'another nonce', {
			op: 'check_nonce',
			m1: b64(M1),
			nonce: b64(SECRET)
		}),
		refused('malformed', 'a nonce of 15 bytes', {
			op: 'check_nonce',
			m1: b64(M1),
			nonce: b64(NONCE.slice(1))
		}),
		gives('th', { op: 'th', m1: b64(M1), m2: b64(M2) }),
		gives('the keys of an invitation', { op: 'invitation_keys', id: b64(ID), s: b64(SECRET) }),
		gives('K_p, by the inviter', { op: 'pair_key', ...inviter, ...common }),
		gives('K_p, by the invited', { op: 'pair_key', ...invited, ...common }),
		gives('K_p of another link', { op: 'pair_key', ...invited, ...common, s: nonce }),
		gives('digits, by the inviter', { op: 'digits', ...inviter, ...common, nonce }),
		gives('digits, by the invited', { op: 'digits', ...invited, ...common, nonce }),
		gives('digits of another nonce', { op: 'digits', ...invited, ...common, nonce: b64(SECRET) }),
		refused('weak_key', 'K_p with the point 0', {
			op: 'pair_key',
			...inviter,
			...common,
			x_pub: b64(ZERO)
		}),
		refused('weak_key', 'digits with a point of order 8', {
			op: 'digits',
			...inviter,
			...common,
			nonce,
			x_pub: b64(ORDER_EIGHT)
		})
	];
}

function links(): Draft[] {
	const read = (text: string): Json => ({ op: 'read_link', text });
	const part = LINK.slice(LINK.indexOf('#'));
	const zeros = b64(new Uint8Array(16));
	return [
		gives('a link', { op: 'link', id: b64(ID), s: b64(SECRET) }),
		gives('a link is read', read(LINK)),
		gives('with its origin', read(`https://goldseam.example${LINK}`)),
		gives('with a port', read(`http://localhost:8000${LINK}`)),
		gives('its part alone', read(part)),
		refused('malformed', 'no link', read('')),
		refused('malformed', 'no part', read('https://goldseam.example/join')),
		refused('malformed', 'another path', read(LINK.replace('/join', '/invite'))),
		refused('malformed', 'another version', read(LINK.replace('#1.', '#2.'))),
		refused('malformed', 'two parts', read(`#1.${zeros}`)),
		refused('malformed', 'four parts', read(`${LINK}.${zeros}`)),
		refused('malformed', 'a secret of 15 bytes', read(`#1.${zeros}.${b64(new Uint8Array(15))}`)),
		refused('malformed', 'an id of 17 bytes', read(`#1.${b64(new Uint8Array(17))}.${zeros}`)),
		refused('malformed', 'stray bits', read(`#1.${zeros}.${zeros.replace(/A$/, 'B')}`)),
		refused('malformed', 'a space behind it', read(`${LINK} `))
	];
}

async function envelopes(): Promise<Draft[]> {
	const { seal: key } = await invitationKeys({ id: ID, secret: SECRET });
	const link = { id: b64(ID), s: b64(SECRET) };
	const pairKey = await fixedBytes('K_p', 32);
	const spaceKey = await fixedBytes('space key', 32);
	const sealed = async (plaintext: Plaintext, part: 'm1' | 'm2'): Promise<string> =>
		b64(await seal(key, invitationContext(ID, part), plaintext, 0, () => SALT));
	const wrapped = async (plaintext: Plaintext): Promise<string> =>
		b64(await seal(pairKey, pairingContext(TH), plaintext, 0, () => SALT));
	const whole = await sealed({ t: 'm2', v: 1, m: b64(M2) }, 'm2');
	const wrap = await wrapped({ t: 'sk', v: 1, k: b64(spaceKey) });
	const opened = (part: string, envelope: string): Json => ({
		op: 'open',
		part,
		...link,
		envelope
	});
	const unwrapped = (envelope: string, th = TH): Json => ({
		op: 'open_pair',
		k_p: b64(pairKey),
		th: b64(th),
		envelope
	});
	return [
		gives('M1 sealed', { op: 'seal', part: 'm1', ...link, salt: b64(SALT), m: b64(M1) }),
		gives('M2 sealed', { op: 'seal', part: 'm2', ...link, salt: b64(SALT), m: b64(M2) }),
		gives('M2 opened', opened('m2', whole)),
		refused('commit', 'M2 as M1', opened('m1', whole)),
		refused('commit', 'M2 under another link', { ...opened('m2', whole), s: b64(NONCE) }),
		refused(
			'malformed',
			'M1 in the place of M2',
			opened('m2', await sealed({ t: 'm1', v: 1, m: b64(M1) }, 'm2'))
		),
		refused(
			'malformed',
			'a later M2',
			opened('m2', await sealed({ t: 'm2', v: 2, m: b64(M2) }, 'm2'))
		),
		refused(
			'malformed',
			'an M2 of no bytes',
			opened('m2', await sealed({ t: 'm2', v: 1, m: 7 }, 'm2'))
		),
		gives('the space key sealed', {
			op: 'seal_pair',
			k_p: b64(pairKey),
			th: b64(TH),
			salt: b64(SALT),
			sk: b64(spaceKey)
		}),
		gives('the space key opened', unwrapped(wrap)),
		refused('commit', 'the space key of another pairing', unwrapped(wrap, ZERO)),
		refused(
			'malformed',
			'an account key',
			unwrapped(await wrapped({ t: 'ak', v: 1, k: b64(spaceKey) }))
		),
		refused(
			'malformed',
			'a short space key',
			unwrapped(await wrapped({ t: 'sk', v: 1, k: b64(NONCE) }))
		)
	];
}

function numbers(): Draft[] {
	const number = (seq: number, head: Bytes, space = SPACE): Json => ({
		op: 'verify_number',
		space,
		seq,
		head: b64(head)
	});
	return [
		gives('the number of a history', number(7, TH)),
		gives('of one event more', number(8, TH)),
		gives('of another head', number(7, ANY_KEY)),
		gives('of another space', number(7, TH, OTHER_SPACE)),
		gives('of a long history', number(Number.MAX_SAFE_INTEGER, TH))
	];
}
