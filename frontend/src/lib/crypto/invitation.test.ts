import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CanonicalError, type Bytes } from './canonical';
import { EnvelopeError } from './envelope';
import {
	findLink,
	invitationKeys,
	openMessage,
	readLink,
	sealMessage,
	signUpInvitation,
	writeLink
} from './invitation';
import { randomBytes, sha256 } from './primitives';

const sixteen = fc
	.uint8Array({ minLength: 16, maxLength: 16 })
	.map((bytes): Bytes => Uint8Array.from(bytes));
const invitation = fc.record({ id: sixteen, secret: sixteen });
const LINK = '/join#1.AAECAwQFBgcICQoLDA0ODw.EBESExQVFhcYGRobHB0eHw';
const PART = LINK.slice(LINK.indexOf('#'));

describe('a link', () => {
	test('is read as it was written, whole or in part', () => {
		fc.assert(
			fc.property(invitation, fc.webUrl(), (given, origin) => {
				const link = writeLink(given);
				const host = new URL(origin).origin;
				for (const text of [link, host + link, link.slice(link.indexOf('#'))]) {
					expect(readLink(text)).toEqual(given);
				}
			})
		);
	});

	test.each([
		'',
		'/join',
		LINK.replace('#1.', '#2.'),
		LINK.replace('#', '?'),
		LINK.replace('/join', '/invite'),
		`${LINK} `,
		`${LINK}.AAAA`,
		LINK.slice(0, -1),
		`${LINK}A`,
		// Stray bits in the last character.
		LINK.replace(/w$/, 'x'),
		LINK.replace('AAEC', 'AA=C')
	])('%j is none', (text) => {
		expect(() => readLink(text)).toThrow(CanonicalError);
		expect(() => readLink(LINK)).not.toThrow();
	});

	test('any text is read or refused by name', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.string().map((tail) => LINK + tail)
				),
				(text) => {
					try {
						readLink(text);
					} catch (error) {
						expect(error).toBeInstanceOf(CanonicalError);
					}
				}
			)
		);
	});
});

describe('in pasted text', () => {
	test.each([
		LINK,
		PART,
		`  https://goldseam.example${LINK}\n`,
		`Come in: https://goldseam.example${LINK}. See you`,
		`(https://goldseam.example${LINK})`,
		`https://goldseam.example${LINK.replace('#', '%23')}`,
		`<a href="http://127.0.0.1:8000${LINK}">`,
		`nonsense #1.AAAA.BBBB and then ${LINK}`
	])('%j holds one', (text) => {
		expect(findLink(text)).toBe(PART);
	});

	test.each(['', 'hello', `${LINK}A`, LINK.replace('#1', '#2'), LINK.replace(/w$/, 'x')])(
		'%j holds none',
		(text) => {
			expect(findLink(text)).toBeNull();
		}
	);

	test('what is found can be read', () => {
		fc.assert(
			fc.property(invitation, fc.string(), fc.string(), (given, before, after) => {
				const text = `${before} ${writeLink(given)} ${after}`;
				expect(readLink(findLink(text) ?? '')).toBeDefined();
			})
		);
	});
});

describe('the keys of a link', () => {
	const given = { id: randomBytes(16), secret: randomBytes(16) };

	test('one seals, the other is shown, and the server keeps its hash', async () => {
		const keys = await invitationKeys(given);
		expect(keys.authHash).toEqual(await sha256(keys.auth));
		expect(keys.seal).not.toEqual(keys.auth);
		expect(signUpInvitation(given.id, keys)).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
	});

	test('a message opens as the part it is and under its own invitation only', async () => {
		const { seal } = await invitationKeys(given);
		const message = randomBytes(400);
		const sealed = await sealMessage('m1', seal, given.id, message);
		expect(await openMessage('m1', seal, given.id, sealed)).toEqual(message);
		const refused = new EnvelopeError('commit');
		await expect(openMessage('m2', seal, given.id, sealed)).rejects.toThrow(refused);
		await expect(openMessage('m1', seal, randomBytes(16), sealed)).rejects.toThrow(refused);
	});
});
