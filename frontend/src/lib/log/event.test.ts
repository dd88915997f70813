import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Author } from '../../../tests/author';
import { CanonicalError, T, utf8, type Bytes } from '../crypto/canonical';
import { idFromBytes, uuidV4, uuidV7, type ObjectId } from '../crypto/ids';
import { randomBytes } from '../crypto/primitives';
import { importVerifier, verify } from '../crypto/signing';
import { buildEvent, headOf, parseEvent, signItem, ZERO_HASH } from './event';
import type { Clear, LogEvent, Member } from './types';

const sized = (length: number): fc.Arbitrary<Bytes> =>
	fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Uint8Array.from(bytes));
const nonZero = sized(32).filter((bytes) => bytes.some((byte) => byte !== 0));
const id = sized(16).map((bytes) => idFromBytes<never>(bytes));
const member: fc.Arbitrary<Member> = fc.record({ member: id, edPub: sized(32), xPub: sized(32) });

const clearAndVerb: fc.Arbitrary<{ clear: Clear; verb: string; envHash: Bytes | null }> = fc.oneof(
	fc.record({
		clear: fc.constant({ of: 'item.put' as const }),
		verb: fc.constant('item.put'),
		envHash: sized(32)
	}),
	naming('item.erased'),
	fc.record({
		clear: fc.constant({ of: 'appreciation.given' as const }),
		verb: fc.constant('appreciation.given'),
		envHash: sized(32)
	}),
	fc.record({
		clear: fc.record({ of: fc.constant('appreciation.answered' as const), envHash: sized(32) }),
		verb: fc.constant('appreciation.answered'),
		envHash: sized(32)
	}),
	naming('appreciation.taken_in'),
	naming('appreciation.erased'),
	fc.record({
		clear: fc.record({ of: fc.constant('space.joined' as const), th: sized(32) }),
		verb: fc.constant('space.joined'),
		envHash: fc.constant(null)
	}),
	fc.record({
		clear: fc.constant({ of: 'space.left' as const }),
		verb: fc.constant('space.left'),
		envHash: fc.constant(null)
	}),
	fc.record({
		clear: fc.oneof(opened('personal', 1), opened('shared', 2)),
		verb: fc.constant('space.opened'),
		envHash: fc.constant(null)
	}),
	fc.record({
		clear: fc.record({
			of: fc.constant('unknown' as const),
			fields: fc.array(sized(5), { maxLength: 3 })
		}),
		verb: fc.stringMatching(/^[a-z_]{1,32}\.[a-z_]{1,32}$/).filter((verb) => !KNOWN.has(verb)),
		envHash: fc.option(sized(32))
	})
);
const KNOWN = new Set([
	'space.opened',
	'space.joined',
	'space.left',
	'item.put',
	'item.erased',
	'appreciation.given',
	'appreciation.taken_in',
	'appreciation.answered',
	'appreciation.erased'
]);

function naming(
	of: 'item.erased' | 'appreciation.taken_in' | 'appreciation.erased'
): fc.Arbitrary<{ clear: Clear; verb: string; envHash: null }> {
	return fc.record({
		clear: fc.record({ of: fc.constant(of), envHash: sized(32) }),
		verb: fc.constant(of),
		envHash: fc.constant(null)
	});
}

function opened(kind: 'personal' | 'shared', count: number): fc.Arbitrary<Clear> {
	const members = fc.array(member, { minLength: count, maxLength: count });
	return fc.record({
		of: fc.constant('space.opened'),
		kind: fc.constant(kind),
		th: sized(32),
		members
	});
}

const event: fc.Arbitrary<LogEvent> = fc
	.record({
		space: id,
		eventId: id,
		seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
		prev: nonZero,
		member: id,
		atMs: fc.maxSafeNat(),
		object: id,
		rev: fc.nat(0xffffffff),
		rest: clearAndVerb
	})
	.map(({ rest, prev, ...fields }) => ({
		...fields,
		...rest,
		prev: fields.seq === 1 ? ZERO_HASH : prev
	}));

describe('reading', () => {
	test('what is built is read back', () => {
		fc.assert(
			fc.property(event, (fields) => {
				expect(parseEvent(buildEvent(fields))).toEqual(fields);
			})
		);
	});

	test('t3: with any byte changed it is refused, or is another event with those very bytes', () => {
		fc.assert(
			fc.property(event, fc.nat(), fc.integer({ min: 1, max: 255 }), (fields, at, change) => {
				const bytes = buildEvent(fields);
				const index = at % bytes.length;
				bytes[index] = (bytes[index] ?? 0) ^ change;
				const read = attempt(bytes);
				if (read === null) return;
				expect(read).not.toEqual(fields);
				expect(buildEvent(read)).toEqual(bytes);
			}),
			{ numRuns: 500 }
		);
	});

	test('cut or lengthened bytes are refused', () => {
		fc.assert(
			fc.property(
				event,
				fc.nat(),
				fc.uint8Array({ minLength: 1, maxLength: 9 }),
				(fields, at, more) => {
					const bytes = buildEvent(fields);
					expect(attempt(bytes.slice(0, at % bytes.length))).toBeNull();
					expect(attempt(Uint8Array.of(...bytes, ...more))).toBeNull();
				}
			)
		);
	});

	test('any bytes are refused by name and nothing else', () => {
		const almost = fc
			.array(fc.uint8Array({ maxLength: 40 }), { minLength: 11, maxLength: 13 })
			.map((fields) => T('gs1:event', ...fields));
		fc.assert(
			fc.property(fc.oneof(fc.uint8Array({ maxLength: 500 }), almost), (bytes) => {
				attempt(Uint8Array.from(bytes));
			}),
			{ numRuns: 500 }
		);
	});
});

describe('a known verb', () => {
	const fields: Omit<LogEvent, 'verb' | 'clear' | 'envHash'> = {
		space: uuidV4(),
		eventId: uuidV7(1),
		seq: 2,
		prev: randomBytes(32),
		member: uuidV4(),
		atMs: 1,
		object: uuidV7(1),
		rev: 0
	};
	const hash = randomBytes(32);
	const bodiless = [
		{ of: 'space.joined', th: hash },
		{ of: 'space.left' },
		{ of: 'item.erased', envHash: hash },
		{ of: 'appreciation.taken_in', envHash: hash },
		{ of: 'appreciation.erased', envHash: hash }
	] as const;
	const bodied = [
		{ of: 'item.put' },
		{ of: 'appreciation.given' },
		{ of: 'appreciation.answered', envHash: hash }
	] as const;
	const build = (clear: Clear, envHash: Bytes | null): Bytes =>
		buildEvent({ ...fields, verb: clear.of, clear, envHash });

	test.each(bodiless)('$of has no body', (clear) => {
		expect(attempt(build(clear, hash))).toBeNull();
		expect(attempt(build(clear, null))?.clear).toEqual(clear);
	});

	test.each(bodied)('$of has a body', (clear) => {
		expect(attempt(build(clear, null))).toBeNull();
		expect(attempt(build(clear, hash))?.clear).toEqual(clear);
	});

	test.each([...bodiless, ...bodied])('$of has exactly its clear fields', (clear) => {
		const envHash = bodied.some(({ of }) => of === clear.of) ? hash : null;
		const own = 'th' in clear ? [clear.th] : 'envHash' in clear ? [clear.envHash] : [];
		const withFields = (given: Bytes[]): LogEvent | null => {
			const raw = { of: 'unknown' as const, fields: given };
			return attempt(buildEvent({ ...fields, verb: clear.of, clear: raw, envHash }));
		};
		expect(withFields(own)?.clear).toEqual(clear);
		expect(withFields([...own, hash])).toBeNull();
		expect(withFields([randomBytes(31)])).toBeNull();
		if (own.length > 0) expect(withFields([])).toBeNull();
	});
});

describe('signing', () => {
	test('an item names the hash of its body and is signed by its author', async () => {
		const author = await Author.open();
		const item = await author.put(uuidV7<ObjectId>(1), 1, { t: 'note', v: 1 });
		const verifier = await importVerifier(author.own.edPub);
		expect(await verify(verifier, item.sig, item.event)).toBe(true);
		expect(parseEvent(item.event).envHash).toHaveLength(32);
	});

	test('what no reader would take is not signed', async () => {
		const { own, key, items } = await Author.open();
		const genesis = parseEvent(items[0]!.event);
		const put = { ...genesis, verb: 'item.put', clear: { of: 'item.put' as const } };
		await expect(signItem(put, null, key)).rejects.toThrow(CanonicalError);
		await expect(signItem({ ...genesis, verb: 'opened' }, null, key)).rejects.toThrow(
			CanonicalError
		);
		await expect(signItem({ ...genesis, member: own.member }, null, key)).resolves.toBeDefined();
	});

	test('the head hangs on every byte of event and signature', async () => {
		const [bytes, sig] = [utf8('event'), randomBytes(64)];
		const head = await headOf(bytes, sig);
		expect(await headOf(bytes, sig)).toEqual(head);
		expect(await headOf(bytes, randomBytes(64))).not.toEqual(head);
		expect(await headOf(utf8('events'), sig)).not.toEqual(head);
	});
});

function attempt(bytes: Bytes): LogEvent | null {
	try {
		return parseEvent(bytes);
	} catch (error) {
		expect(error).toBeInstanceOf(CanonicalError);
		return null;
	}
}
