import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, type Bytes } from './canonical';
import { bodyContext, deviceContext, type BodyPlace, type Context } from './contexts';
import { EnvelopeError, fits, MAX_PLAINTEXT_BYTES, open, seal, type Plaintext } from './envelope';
import { uuidV4, uuidV7 } from './ids';
import { randomBytes } from './primitives';

const KEY = randomBytes(32);
const PLACE: BodyPlace = {
	space: uuidV4(),
	object: uuidV7(1),
	member: uuidV4(),
	verb: 'item.put',
	rev: 2
};
const CTX = bodyContext(PLACE);
const NOTE: Plaintext = { t: 'note', v: 1, text: 'the kiln is still warm' };

async function codeOf(work: Promise<unknown>): Promise<string> {
	try {
		await work;
	} catch (error) {
		if (error instanceof EnvelopeError) return error.code;
		throw error;
	}
	return 'opened';
}

/** Where each field of an envelope stands, and the error that a change of it gives. */
const FIELDS: [field: string, start: number, end: number, error: RegExp][] = [
	['version', 0, 1, /^version$/],
	['suite', 1, 2, /^suite$/],
	['epoch', 2, 6, /^epoch$/],
	['salt', 6, 38, /^commit$/],
	['commit', 38, 70, /^commit$/],
	['ciphertext', 70, 70 + 256, /^tag$/],
	['tag', 70 + 256, 70 + 256 + 16, /^tag$/]
];

describe('what was sealed', () => {
	test('t2: opens unchanged in its place', async () => {
		expect(await open(KEY, CTX, await seal(KEY, CTX, NOTE, 1), 1)).toEqual(NOTE);
	});

	test('any words of any length come back', async () => {
		await fc.assert(
			fc.asyncProperty(fc.json(), fc.nat(3000), fc.nat(3), async (json, length, epoch) => {
				const note = {
					t: 'note',
					v: 1,
					any: JSON.parse(json) as unknown,
					text: '𐐷'.repeat(length)
				};
				expect(await open(KEY, CTX, await seal(KEY, CTX, note, epoch), epoch)).toEqual(
					JSON.parse(JSON.stringify(note))
				);
			}),
			{ numRuns: 40 }
		);
	});

	test('the same words look different each time', async () => {
		const [one, other] = [await seal(KEY, CTX, NOTE, 1), await seal(KEY, CTX, NOTE, 1)];
		expect(one.slice(6)).not.toEqual(other.slice(6));
	});

	test('t1: lengths show in nine steps only', async () => {
		const lengths = new Set<number>();
		for (const length of [0, 1, 200, 300, 900, 2000, 4000, 8000, 16_000, 32_000, 65_000]) {
			const note = { ...NOTE, text: 'x'.repeat(length) };
			lengths.add((await seal(KEY, CTX, note, 1)).length - 86);
		}
		expect([...lengths]).toEqual([256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536]);
	});

	test('longer text is refused, and the editor can ask beforehand', async () => {
		const filled = (length: number): Plaintext => ({ t: 'x', v: 1, p: 'y'.repeat(length - 22) });
		expect(fits(filled(MAX_PLAINTEXT_BYTES))).toBe(true);
		expect(fits(filled(MAX_PLAINTEXT_BYTES + 1))).toBe(false);
		expect(await codeOf(seal(KEY, CTX, filled(MAX_PLAINTEXT_BYTES + 1), 1))).toBe('too_long');
	});
});

describe('tampering', () => {
	test.each(FIELDS)('t2: a changed bit of the %s is refused', async (_field, start, end, error) => {
		const envelope = await seal(KEY, CTX, NOTE, 1);
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: start, max: end - 1 }), fc.nat(7), async (at, bit) => {
				const changed = envelope.slice();
				changed[at] = (changed[at] ?? 0) ^ (1 << bit);
				expect(await codeOf(open(KEY, CTX, changed, 1))).toMatch(error);
			}),
			{ numRuns: 60 }
		);
	});

	test('t2: an envelope cut or lengthened anywhere is refused', async () => {
		const envelope = await seal(KEY, CTX, NOTE, 1);
		for (let length = 0; length < envelope.length; length += 1) {
			expect(await codeOf(open(KEY, CTX, envelope.slice(0, length), 1))).not.toBe('opened');
		}
		expect(await codeOf(open(KEY, CTX, concat(envelope, randomBytes(1)), 1))).toBe('bucket');
		expect(await codeOf(open(KEY, CTX, concat(envelope, randomBytes(256)), 1))).toBe('tag');
	});

	test.each<[string, Partial<BodyPlace>]>([
		['space', { space: uuidV4() }],
		['object', { object: uuidV7(2) }],
		['author', { member: uuidV4() }],
		['verb', { verb: 'item.pun' }],
		['revision', { rev: 1 }]
	])('t2: a body moved to another %s does not open', async (_field, change) => {
		const envelope = await seal(KEY, CTX, NOTE, 1);
		expect(await codeOf(open(KEY, bodyContext({ ...PLACE, ...change }), envelope, 1))).toBe(
			'commit'
		);
		expect(await codeOf(open(KEY, bodyContext({ ...PLACE }), envelope, 1))).toBe('opened');
	});

	test('t2: the expected epoch comes from the reader', async () => {
		expect(await codeOf(open(KEY, CTX, await seal(KEY, CTX, NOTE, 0), 1))).toBe('epoch');
		expect(await codeOf(open(KEY, CTX, await seal(KEY, CTX, NOTE, 1), 1))).toBe('opened');
	});

	test('another key does not open it', async () => {
		expect(await codeOf(open(randomBytes(32), CTX, await seal(KEY, CTX, NOTE, 1), 1))).toBe(
			'commit'
		);
	});

	test('a row of one device does not open on another, nor in another store', async () => {
		const device = uuidV4<never>();
		const context = deviceContext(device, 'drafts', 'a');
		const envelope = await seal(KEY, context, NOTE, 0);
		const others: Context[] = [
			deviceContext(uuidV4(), 'drafts', 'a'),
			deviceContext(device, 'outbox', 'a'),
			deviceContext(device, 'drafts', 'b'),
			deviceContext(device, 'draft', 'sa')
		];
		for (const other of others) expect(await codeOf(open(KEY, other, envelope, 0))).toBe('commit');
		expect(await codeOf(open(KEY, context, envelope, 0))).toBe('opened');
	});
});

describe('any bytes at all', () => {
	const arbitrary = fc.oneof(
		fc.uint8Array({ maxLength: 400 }),
		fc.uint8Array({ minLength: 342, maxLength: 342 }).map((bytes) => {
			bytes.set([1, 1, 0, 0, 0, 1]);
			return bytes;
		})
	);

	test('are refused by a named error and nothing else', async () => {
		await fc.assert(
			fc.asyncProperty(arbitrary, async (bytes) => {
				const envelope: Bytes = Uint8Array.from(bytes);
				expect(await codeOf(open(KEY, CTX, envelope, 1))).toMatch(
					/^(version|suite|epoch|bucket|commit)$/
				);
			}),
			{ numRuns: 300 }
		);
	});
});
