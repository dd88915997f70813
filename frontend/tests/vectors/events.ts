/** Signed events, heads, the rule of items, and pages of a log from its genesis. */
import { u8, type Bytes } from '#lib/crypto/canonical.js';
import { toBase64url, type MemberId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { sign } from '#lib/crypto/signing.js';
import { buildEvent } from '#lib/log/event.js';
import type { LogEvent } from '#lib/log/types.js';
import { gives, refused, type Draft } from './case';
import { fieldsOf } from './fields';
import { malformedEvents } from './malformed-events';
import { MEMBER, OBJECT, OTHER_OBJECT, OWN, STRANGER } from './fixed';
import { AGREEING, ERASED, HASH, JOINT, OPENED, PUT, SHARED, TALK, UNKNOWN } from './sample-events';

export async function events(): Promise<Draft[]> {
	const build = (event: LogEvent): Draft['input'] => ({ op: 'build', fields: fieldsOf(event) });
	const parse = (event: Bytes): Draft['input'] => ({ op: 'parse', event: toBase64url(event) });
	const kinds: [string, LogEvent][] = [
		['item.put', PUT],
		['item.erased', ERASED],
		['space.opened, personal', OPENED],
		['space.opened, shared', SHARED],
		...JOINT.map((event): [string, LogEvent] => [event.verb, event]),
		...[...TALK, ...AGREEING].map((event, index): [string, LogEvent] => [
			`${event.verb} (${index + 1})`,
			event
		]),
		['an unknown verb with a body', UNKNOWN],
		['an unknown verb without one', { ...UNKNOWN, envHash: null }],
		['a rev of 0, which the rule judges', { ...PUT, rev: 0 }],
		['the last seq and date', { ...PUT, seq: 2 ** 53 - 1, atMs: 2 ** 53 - 1 }]
	];
	return [
		...kinds.map(([name, event]) => gives(`${name}, built`, build(event))),
		...kinds.map(([name, event]) => gives(`${name}, read`, parse(buildEvent(event)))),
		...malformedEvents().map(([name, bytes]) => refused('malformed', name, parse(bytes))),
		...(await signatures())
	];
}

async function signatures(): Promise<Draft[]> {
	const event = buildEvent(PUT);
	const sig = await sign(OWN.key, event);
	const verify = (replace: Record<string, Bytes>): Draft['input'] => ({
		op: 'verify',
		event: toBase64url(replace.event ?? event),
		sig: toBase64url(replace.sig ?? sig),
		ed_pub: toBase64url(replace.edPub ?? OWN.entry.edPub)
	});
	const otherSig = sig.slice();
	otherSig[40] = (otherSig[40] ?? 0) ^ 1;
	return [
		gives('a signature', verify({})),
		refused('signature', 'one bit of the signature', verify({ sig: otherSig })),
		refused('signature', 'no signature', verify({ sig: new Uint8Array(64) })),
		refused('signature', 'a signature of 63 bytes', verify({ sig: sig.slice(1) })),
		refused('signature', 'another event', verify({ event: buildEvent({ ...PUT, rev: 2 }) })),
		refused('signature', "another member's key", verify({ edPub: STRANGER.entry.edPub })),
		refused('signature', 'S and the order of the group', verify({ sig: withLargeS(sig) })),
		refused(
			'weak_key',
			'a key of small order',
			verify({ edPub: Uint8Array.of(1, ...new Uint8Array(31)) })
		)
	];
}

/** S + L: the same point equation holds, but a strict verifier takes only the smaller spelling. */
function withLargeS(sig: Bytes): Bytes {
	const order = 2n ** 252n + 27742317777372353535851937790883648493n;
	let s = order;
	for (let index = 63; index >= 32; index -= 1)
		s += BigInt(sig[index] ?? 0) << BigInt(8 * (index - 32));
	const copy = sig.slice();
	for (let index = 32; index < 64; index += 1)
		copy[index] = Number((s >> BigInt(8 * (index - 32))) & 255n);
	return copy;
}

export async function heads(): Promise<Draft[]> {
	const cases: [string, LogEvent][] = [
		['of a genesis', OPENED],
		['of a note', PUT],
		['of an unknown verb', UNKNOWN]
	];
	return Promise.all(
		cases.map(async ([name, event]) => {
			const bytes = buildEvent(event);
			const sig = await sign(OWN.key, bytes);
			return gives(name, { event: toBase64url(bytes), sig: toBase64url(sig) });
		})
	);
}

export async function items(): Promise<Draft[]> {
	const hashes = await Promise.all([1, 2, 3, 4].map((rev) => sha256(u8(rev))));
	const hash = (rev: number): Bytes => hashes[rev - 1] ?? HASH;
	const put = (rev: number, object = OBJECT, member: MemberId = MEMBER): LogEvent => ({
		...PUT,
		object,
		member,
		rev,
		envHash: hash(rev)
	});
	const erased = (rev: number, of = hash(rev), member: MemberId = MEMBER): LogEvent => ({
		...ERASED,
		member,
		rev,
		clear: { of: 'item.erased', envHash: of }
	});
	const stranger = STRANGER.entry.member;
	const run = (...list: LogEvent[]): Draft['input'] => ({
		events: list.map((event, index) => fieldsOf({ ...event, seq: index + 2 }))
	});
	return [
		gives('a first version', run(put(1))),
		gives('three versions', run(put(1), put(2), put(3))),
		gives('two objects by two authors', run(put(1), put(1, OTHER_OBJECT, stranger))),
		gives('the versions are erased one by one', run(put(1), put(2), erased(1), erased(2))),
		gives('put again after all is erased', run(put(1), erased(1), put(2))),
		gives('the newest version is erased', run(put(1), put(2), erased(2))),
		refused('stale', 'an object begins at rev 2', run(put(2))),
		refused('stale', 'an object begins at rev 0', run(put(0))),
		refused('stale', 'the same rev again', run(put(1), put(1))),
		refused('stale', 'a rev left out', run(put(1), put(3))),
		refused('not_author', 'somebody else revises', run(put(1), put(2, OBJECT, stranger))),
		refused('unknown_version', 'nothing to erase', run(erased(1))),
		refused('unknown_version', 'a version that is not there yet', run(put(1), erased(2))),
		refused('unknown_version', 'version 0', run(put(1), erased(0))),
		refused('not_author', 'somebody else erases', run(put(1), erased(1, hash(1), stranger))),
		refused('stale', 'the hash of another version', run(put(1), put(2), erased(1, hash(2)))),
		refused('already_erased', 'erased twice', run(put(1), erased(1), erased(1)))
	];
}
