import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldLogin, NameError, typedName } from './names';
import {
	formatRecoveryCode,
	parseRecoveryCode,
	readGroup,
	RecoveryCodeError
} from './recovery-code';

describe('the recovery code', () => {
	test('comes back from its nine groups', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 20, maxLength: 20 }), async (bytes) => {
				const code = Uint8Array.from(bytes);
				const groups = await formatRecoveryCode(code);
				expect(groups.every((group) => /^[0-9A-HJKMNP-TV-Z]{4}$/.test(group))).toBe(true);
				expect(groups).toHaveLength(9);
				expect(await parseRecoveryCode(groups.join(' ').toLowerCase())).toEqual(code);
			})
		);
	});

	test('one wrong character is noticed', async () => {
		// A fixed code: the check has 20 bits, so of random ones some wrong character would pass.
		const text = (await formatRecoveryCode(new Uint8Array(20).fill(7))).join('');
		for (let at = 0; at < text.length; at += 1) {
			const other = text.charAt(at) === 'Z' ? 'Y' : 'Z';
			const wrong = text.slice(0, at) + other + text.slice(at + 1);
			await expect(parseRecoveryCode(wrong)).rejects.toThrow(RecoveryCodeError);
		}
	});

	test('a group is read as it was printed', () => {
		expect(readGroup(' o1l- I')).toBe('0111');
	});

	test('any text is refused or is a code', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
				const error: unknown = await parseRecoveryCode(text).catch((thrown: unknown) => thrown);
				expect(error).toBeInstanceOf(RecoveryCodeError);
			})
		);
	});
});

describe('names', () => {
	test('a name that is accepted is accepted again unchanged', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
				const name = attempt(() => typedName(text));
				if (name !== null) expect(typedName(name)).toBe(name);
			})
		);
	});

	test('a login that is accepted is in the alphabet', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary-ascii', maxLength: 36 }), (text) => {
				const login = attempt(() => foldLogin(text));
				if (login !== null) expect(login).toMatch(/^[a-z0-9._-]{3,32}$/);
			})
		);
	});
});

function attempt(read: () => string): string | null {
	try {
		return read();
	} catch (error) {
		expect(error).toBeInstanceOf(NameError);
		return null;
	}
}
