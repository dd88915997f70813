import { describe, expect, test } from 'vitest';
import { passphraseWrapContext, recoveryWrapContext, spaceKeyContext } from './contexts';
import { EnvelopeError, seal } from './envelope';
import { toBase64url, uuidV4, type AccountId, type SpaceId } from './ids';
import { CURRENT_PROFILE, KdfError, kdfProfile } from './kdf-profiles';
import { effectiveSalt, KeyError, newSecretKey, passphraseBytes } from './keys';
import { randomBytes } from './primitives';
import { openKey, sealKey } from './wraps';

const ACCOUNT = uuidV4<AccountId>();
const SPACE = uuidV4<SpaceId>();
const SALT = randomBytes(16);

describe('the slow hash', () => {
	test('t8: its costs are a table of this client', () => {
		expect(kdfProfile(CURRENT_PROFILE)).toEqual({ memoryKiB: 32_768, passes: 4, parallelism: 1 });
	});

	test.each([0, 2, 255, -1, 1.5, Number.NaN])('t8: profile %s is unknown', (id) => {
		expect(() => kdfProfile(id)).toThrow(new KdfError('unknown_profile'));
	});

	test('t8: one salt for two logins gives two salts', async () => {
		const mine = await effectiveSalt(1, 'elias', SALT);
		expect(await effectiveSalt(1, 'elias', SALT)).toEqual(mine);
		expect(await effectiveSalt(1, 'maren', SALT)).not.toEqual(mine);
		expect(await effectiveSalt(2, 'elias', SALT)).not.toEqual(mine);
	});

	test.each([0, 8, 15, 17])('t8: a salt of %i bytes is refused', async (length) => {
		await expect(effectiveSalt(1, 'elias', randomBytes(length))).rejects.toThrow(
			new KeyError('salt_length')
		);
	});

	test('a passphrase is the same from two keyboards and keeps its spaces', () => {
		expect(passphraseBytes('cafe\u0301 au lait')).toEqual(passphraseBytes('café au lait'));
		expect(passphraseBytes(' five words of clay')).not.toEqual(
			passphraseBytes('five words of clay')
		);
	});
});

describe('wraps', () => {
	const kek = newSecretKey();
	const key = newSecretKey();

	test('a key comes back under the same secret and context', async () => {
		const context = passphraseWrapContext(ACCOUNT, 1, SALT);
		expect(await openKey('ak', kek, context, await sealKey('ak', kek, context, key))).toEqual(key);
	});

	test('t8: a wrap does not open under another profile, salt, account or method', async () => {
		const envelope = await sealKey('ak', kek, passphraseWrapContext(ACCOUNT, 1, SALT), key);
		for (const context of [
			passphraseWrapContext(ACCOUNT, 2, SALT),
			passphraseWrapContext(ACCOUNT, 1, randomBytes(16)),
			passphraseWrapContext(uuidV4(), 1, SALT),
			recoveryWrapContext(ACCOUNT)
		]) {
			await expect(openKey('ak', kek, context, envelope)).rejects.toThrow(
				new EnvelopeError('commit')
			);
		}
	});

	test('a key of another kind is refused', async () => {
		const context = spaceKeyContext(ACCOUNT, SPACE, 1);
		const envelope = await sealKey('ak', kek, context, key);
		await expect(openKey('sk', kek, context, envelope)).rejects.toThrow(new EnvelopeError('json'));
	});

	test('a key of another length is refused', async () => {
		const context = spaceKeyContext(ACCOUNT, SPACE, 1);
		const short = { t: 'sk', v: 1, k: toBase64url(randomBytes(31)) };
		const envelope = await seal(kek, context, short, 0);
		await expect(openKey('sk', kek, context, envelope)).rejects.toThrow(new EnvelopeError('json'));
	});
});
