import { describe, expect, test } from 'vitest';
import { vaultContext } from './contexts';
import { EnvelopeError, open, seal } from './envelope';
import { toBase64url, uuidV4, type AccountId, type SpaceId } from './ids';
import { newSecretKey } from './keys';
import { randomBytes } from './primitives';
import { openVault, sealVault, type Vault } from './wraps';

const ACCOUNT = uuidV4<AccountId>();
const SPACE = uuidV4<SpaceId>();

describe('the vault', () => {
	const key = newSecretKey();
	const context = vaultContext(ACCOUNT, 3);
	const membership = {
		space: SPACE,
		member: uuidV4<never>(),
		edSeed: randomBytes(32),
		xSeed: randomBytes(32),
		shared: null,
		seq: 12,
		head: randomBytes(32)
	};
	const partner = {
		member: uuidV4<never>(),
		edPub: randomBytes(32),
		xPub: randomBytes(32),
		name: 'Elias'
	};
	const shared = {
		partner,
		role: 'inviter' as const,
		th: randomBytes(32),
		isClosed: false,
		isRemoved: false
	};
	const pending = {
		invitation: randomBytes(16),
		secret: randomBytes(16),
		member: uuidV4<never>(),
		name: 'Nadia',
		edSeed: randomBytes(32),
		xSeed: randomBytes(32),
		m1: randomBytes(300)
	};
	const made = { ...pending, role: 'inviter' as const, space: SPACE, partner: null, th: null };
	const taken = {
		...pending,
		role: 'invited' as const,
		agreementSeed: randomBytes(32),
		m2: randomBytes(280),
		m2Envelope: randomBytes(598)
	};
	const vault: Vault = {
		memberships: [
			membership,
			{ ...membership, space: uuidV4(), shared },
			{
				...membership,
				space: uuidV4(),
				shared: { ...shared, role: 'invited', isClosed: true, isRemoved: true }
			}
		],
		pairing: [made, { ...made, partner, th: randomBytes(32) }, taken]
	};

	test('comes back as it was', async () => {
		expect(await openVault(key, context, await sealVault(key, context, vault))).toEqual(vault);
	});

	test('a vault from before there was pairing is read', async () => {
		const row = {
			space: SPACE,
			member: membership.member,
			ed_seed: toBase64url(membership.edSeed),
			x_seed: toBase64url(membership.xSeed),
			seq: 12,
			head: toBase64url(membership.head)
		};
		const envelope = await seal(key, context, { t: 'vault', v: 1, memberships: [row] }, 0);
		const read = await openVault(key, context, envelope);
		expect(read).toEqual({ memberships: [membership], pairing: [] });
	});

	/** What is sealed for the fullest vault, to change one field of. */
	async function rows(): Promise<Record<'memberships' | 'pairing', Record<string, unknown>[]>> {
		return (await open(key, context, await sealVault(key, context, vault), 0)) as never;
	}

	test.each<[string, 'memberships' | 'pairing', number, Record<string, unknown>]>([
		['a partner without a role', 'memberships', 1, { role: undefined }],
		['a third role', 'memberships', 1, { role: 'guest' }],
		['a partner without th', 'memberships', 1, { th: undefined }],
		['a short th', 'memberships', 1, { th: 'AAAA' }],
		['a partner without keys', 'memberships', 1, { partner: { ...partner } }],
		['a place before the first', 'memberships', 0, { seq: -1 }],
		['half a place', 'memberships', 0, { seq: 1.5 }],
		['closed as a word', 'memberships', 1, { closed: 'yes' }],
		['removed as a number', 'memberships', 1, { removed: 1 }],
		['an invitation without a secret', 'pairing', 0, { s: undefined }],
		['an invitation of nobody', 'pairing', 0, { name: '' }],
		['an invitation of a third role', 'pairing', 2, { role: 'guest' }],
		['an answer without its seed', 'pairing', 2, { x_e_seed: undefined }],
		['a number for an invitation', 'pairing', 2, { m2: 7 }]
	])('%s is refused', async (_what, list, index, change) => {
		const plaintext = await rows();
		plaintext[list][index] = { ...plaintext[list][index], ...change };
		const envelope = await seal(key, context, { t: 'vault', v: 1, ...plaintext }, 0);
		await expect(openVault(key, context, envelope)).rejects.toThrow(new EnvelopeError('json'));
		const whole = await seal(key, context, { t: 'vault', v: 1, ...(await rows()) }, 0);
		await expect(openVault(key, context, whole)).resolves.toEqual(vault);
	});

	test('t3: an older revision does not open as a newer one', async () => {
		const older = await sealVault(key, vaultContext(ACCOUNT, 2), vault);
		await expect(openVault(key, context, older)).rejects.toThrow(new EnvelopeError('commit'));
	});

	test.each<[string, Record<string, unknown>]>([
		['a list that is none', { memberships: {} }],
		['a membership that is none', { memberships: [null] }],
		['a short seed', { memberships: [{ ...membership, ed_seed: 'AAAA' }] }],
		['no seq', { memberships: [{}] }]
	])('%s is refused', async (_what, fields) => {
		const envelope = await seal(key, context, { t: 'vault', v: 1, pairing: [], ...fields }, 0);
		await expect(openVault(key, context, envelope)).rejects.toThrow(new EnvelopeError('json'));
	});

	test('a later shape is refused, not guessed at', async () => {
		const envelope = await seal(key, context, { t: 'vault', v: 2, memberships: [] }, 0);
		await expect(openVault(key, context, envelope)).rejects.toThrow(new EnvelopeError('json'));
	});
});
