import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { CanonicalError, T, utf8, type Bytes } from './canonical';
import { verifyDigits } from './digits';
import { uuidV4, type MemberId, type SpaceId } from './ids';
import { NameError } from './names';
import {
	checkNonce,
	hashNonce,
	invitationId,
	openPairWrap,
	pairDigits,
	pairKey,
	pairSecret,
	PairingError,
	readClaim,
	readOffer,
	sealPairWrap,
	transcriptHash,
	writeClaim,
	writeOffer,
	type Claim,
	type Offer,
	type Taken
} from './pairing';
import { newSecretKey } from './keys';
import { randomBytes, sha256 } from './primitives';
import { agreementKeyFromSeed, signingKeyFromSeed, WeakKeyError } from './signing';

const NOTHING: Taken = { ids: [], keys: [] };

/** One phone while pairing, with what it keeps to itself. */
interface Phone {
	member: MemberId;
	name: string;
	edPub: Bytes;
	xPub: Bytes;
	seed: Bytes;
	agreement: Bytes;
}

async function makePhone(name: string): Promise<Phone> {
	const { publicKey: edPub } = await signingKeyFromSeed(randomBytes(32));
	const seed = randomBytes(32);
	return {
		member: uuidV4<MemberId>(),
		name,
		edPub,
		xPub: await agreementKeyFromSeed(randomBytes(32)),
		seed,
		agreement: await agreementKeyFromSeed(seed)
	};
}

let nadia: Phone;
let elias: Phone;
const nonce = randomBytes(16);
const secret = randomBytes(16);
const space = uuidV4<SpaceId>();

let offer: Offer;
let m1: Bytes;
let claim: Claim;
let m2: Bytes;

const offerOf = async ({ seed: _seed, ...speaker }: Phone): Promise<Offer> => ({
	...speaker,
	space,
	nonceHash: await hashNonce(nonce)
});

const claimOf = async ({ seed: _seed, ...speaker }: Phone, to: Bytes): Promise<Claim> => ({
	...speaker,
	m1Hash: await sha256(to)
});

beforeAll(async () => {
	nadia = await makePhone('Nadia');
	elias = await makePhone('Elias');
	offer = await offerOf(nadia);
	m1 = writeOffer(offer);
	claim = await claimOf(elias, m1);
	m2 = writeClaim(claim);
});

const readOwn = async (bytes: Bytes, taken = NOTHING): Promise<Offer> =>
	readOffer(bytes, await invitationId(bytes), taken);
const readAnswer = async (change: Partial<Claim>, taken = NOTHING): Promise<Claim> =>
	readClaim(writeClaim({ ...claim, ...change }), m1, taken);

/** What one phone makes of the two messages. */
async function see(
	phone: Phone,
	theirs: Bytes,
	given: { m1: Bytes; m2: Bytes; secret: Bytes; nonce: Bytes }
): Promise<{ key: Bytes; digits: string }> {
	const th = await transcriptHash(given.m1, given.m2);
	const pair = await pairSecret(phone.seed, theirs, given.secret, th);
	return { key: await pairKey(pair), digits: await pairDigits(pair, given.nonce) };
}

describe('two phones that got what the other sent', () => {
	test('t7: come to the same key and the same six digits', async () => {
		const seen = { m1, m2, secret, nonce };
		const ours = await see(nadia, claim.agreement, seen);
		expect(await see(elias, offer.agreement, seen)).toEqual(ours);
		expect(ours.digits).toMatch(/^[0-9]{6}$/);
		expect(ours.key).toHaveLength(32);
	});

	test('read every field as it was written', async () => {
		expect(await readOwn(m1)).toEqual(offer);
		expect(await readClaim(m2, m1, NOTHING)).toEqual(claim);
	});

	test('hand over the space key under the key of the pair', async () => {
		const [key, th, spaceKey] = [newSecretKey(), await transcriptHash(m1, m2), newSecretKey()];
		const wrap = await sealPairWrap(key, th, spaceKey);
		expect(await openPairWrap(key, th, wrap)).toEqual(spaceKey);
		await expect(openPairWrap(key, await transcriptHash(m2, m1), wrap)).rejects.toThrow('commit');
	});
});

describe('somebody between the phones', () => {
	let middle: Phone;

	beforeAll(async () => {
		middle = await makePhone('Elias');
	});

	test('t7: who answers in place of the other shows other digits on the two phones', async () => {
		const swapped = writeClaim(await claimOf(middle, m1));
		const inviter = await see(nadia, middle.agreement, { m1, m2: swapped, secret, nonce });
		const invited = await see(elias, offer.agreement, { m1, m2, secret, nonce });
		expect(inviter.digits).not.toBe(invited.digits);
		expect(inviter.key).not.toEqual(invited.key);
	});

	test('t7: a swapped invitation is not the one that the link names', async () => {
		const swapped = writeOffer({ ...(await offerOf(middle)), name: offer.name });
		const id = await invitationId(m1);
		await expect(readOffer(swapped, id, NOTHING)).rejects.toThrow(new PairingError('changed'));
		await expect(readOffer(m1, id, NOTHING)).resolves.toEqual(offer);
	});

	test('t7: without the secret of the link the keys are not the same', async () => {
		const seen = { m1, m2, secret, nonce };
		const ours = await see(nadia, claim.agreement, seen);
		const guessed = await see(elias, offer.agreement, { ...seen, secret: randomBytes(16) });
		expect(guessed.key).not.toEqual(ours.key);
	});

	test('t7: digits hang on a nonce that was promised before there was an answer', async () => {
		const digits = new Set<string>();
		for (let attempt = 0; attempt < 8; attempt += 1) {
			const seen = await see(nadia, claim.agreement, { m1, m2, secret, nonce: randomBytes(16) });
			digits.add(seen.digits);
		}
		expect(digits.size).toBeGreaterThan(4);
		await expect(checkNonce(m1, randomBytes(16))).rejects.toThrow(new PairingError('changed'));
		await expect(checkNonce(m1, nonce)).resolves.toBeUndefined();
		await expect(checkNonce(m1, randomBytes(15))).rejects.toThrow(CanonicalError);
	});

	test('t7: an answer to another invitation is refused', async () => {
		const m1Hash = await sha256(writeOffer(await offerOf(middle)));
		await expect(readAnswer({ m1Hash })).rejects.toThrow(new PairingError('changed'));
		await expect(readAnswer({})).resolves.toEqual(claim);
	});
});

describe('keys of small order', () => {
	const zero = new Uint8Array(32);
	/** Of order 8, on X25519. */
	const orderEight = Uint8Array.from(
		'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'.match(/../g) ?? [],
		(pair) => Number.parseInt(pair, 16)
	);

	test.each<[string, Partial<Offer>]>([
		['for signing', { edPub: zero }],
		['for later', { xPub: orderEight }],
		['for this pairing', { agreement: orderEight }],
		['of nothing', { agreement: zero }]
	])('t7: %s are refused in both messages', async (_what, change) => {
		await expect(readOwn(writeOffer({ ...offer, ...change }))).rejects.toThrow(WeakKeyError);
		await expect(readAnswer(change)).rejects.toThrow(WeakKeyError);
	});

	test('t7: no secret comes of them', async () => {
		const th = await transcriptHash(m1, m2);
		await expect(pairSecret(nadia.seed, orderEight, secret, th)).rejects.toThrow(WeakKeyError);
		await expect(pairSecret(nadia.seed, claim.agreement, secret, th)).resolves.toBeDefined();
	});
});

describe('what is ours already', () => {
	test.each<[string, (known: Offer) => Taken]>([
		['a space', ({ space: known }) => ({ ids: [known], keys: [] })],
		['a member id', ({ member }) => ({ ids: [member], keys: [] })],
		['a signing key', ({ edPub }) => ({ ids: [], keys: [edPub] })],
		['a key for later', ({ xPub }) => ({ ids: [], keys: [xPub] })],
		['a key of this pairing', ({ agreement }) => ({ ids: [], keys: [agreement] })]
	])('%s is not taken from an invitation', async (_what, known) => {
		await expect(readOwn(m1, known(offer))).rejects.toThrow(new PairingError('repeat'));
		const other: Taken = { ids: [uuidV4<MemberId>()], keys: [randomBytes(32)] };
		await expect(readOwn(m1, other)).resolves.toEqual(offer);
	});

	test.each<[string, () => Partial<Claim>]>([
		['the inviter', () => ({ member: offer.member })],
		['the space', () => ({ member: offer.space as string as MemberId })],
		['the signing key of the inviter', () => ({ edPub: offer.edPub })],
		['the key for later of the inviter', () => ({ xPub: offer.xPub })],
		['our key of this pairing', () => ({ agreement: offer.agreement })],
		['our key for later as one of this pairing', () => ({ agreement: offer.xPub })],
		['one key twice', () => ({ agreement: claim.xPub })]
	])('t7: an answer that repeats %s is refused', async (_what, change) => {
		await expect(readAnswer(change())).rejects.toThrow(new PairingError('repeat'));
	});

	test('an answer with a key of another space of ours is refused', async () => {
		const taken = { ids: [], keys: [claim.edPub] };
		await expect(readAnswer({}, taken)).rejects.toThrow(new PairingError('repeat'));
	});
});

describe('names', () => {
	const raw = (name: string): Bytes => {
		const parts = [offer.edPub, offer.xPub, offer.agreement, offer.nonceHash];
		const ids = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
		return T('gs1:m1', utf8('join'), ...ids, utf8(name), ...parts);
	};

	test.each(['', 'x'.repeat(41), 'El\u202eias', 'El\nias', 'Ame\u0301lie'])(
		't12: %j is refused',
		async (name) => {
			await expect(readOwn(raw(name))).rejects.toThrow(NameError);
			expect(() => writeOffer({ ...offer, name })).toThrow(NameError);
			expect(() => writeClaim({ ...claim, name })).toThrow(NameError);
		}
	);

	test('a name of any script is read', async () => {
		expect((await readOwn(raw('ليلى'))).name).toBe('ليلى');
	});
});

describe('any bytes', () => {
	const near = (label: string): fc.Arbitrary<Bytes> =>
		fc
			.array(fc.uint8Array({ maxLength: 33 }), { minLength: 5, maxLength: 9 })
			.map((fields) => T(label, ...fields));
	const any = (label: string): fc.Arbitrary<Bytes> =>
		fc.oneof(
			fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
			near(label)
		);

	test('are refused by name and nothing else', async () => {
		await fc.assert(
			fc.asyncProperty(any('gs1:m1'), any('gs1:m2'), async (first, second) => {
				await expect(readOwn(first)).rejects.toHaveProperty('code');
				await expect(readClaim(second, m1, NOTHING)).rejects.toHaveProperty('code');
			})
		);
	});

	test('a message with any byte changed is refused, or says something else', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, change) => {
				const bytes = m2.slice();
				const index = at % bytes.length;
				bytes[index] = (bytes[index] ?? 0) ^ change;
				const read = await readClaim(bytes, m1, NOTHING).catch(() => null);
				if (read !== null) expect(writeClaim(read)).toEqual(bytes);
				expect(read).not.toEqual(claim);
			})
		);
	});

	test('an invitation with any byte changed is not the one that the link names', async () => {
		const id = await invitationId(m1);
		await fc.assert(
			fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, change) => {
				const bytes = m1.slice();
				const index = at % bytes.length;
				bytes[index] = (bytes[index] ?? 0) ^ change;
				await expect(readOffer(bytes, id, NOTHING)).rejects.toThrow(new PairingError('changed'));
			})
		);
	});
});

test('t4: the digits of two histories differ, and those of one are the same', async () => {
	const head = randomBytes(32);
	const digits = await verifyDigits(space, 7, head);
	expect(digits).toMatch(/^[0-9]{6}$/);
	expect(await verifyDigits(space, 7, head.slice())).toBe(digits);
	const others = [
		await verifyDigits(space, 7, randomBytes(32)),
		await verifyDigits(space, 8, head),
		await verifyDigits(uuidV4(), 7, head)
	];
	// One in a million each; all three at once never.
	expect(others.every((other) => other === digits)).toBe(false);
});
