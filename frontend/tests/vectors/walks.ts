/** Walks through the rules of limits and of requests: every event in every state. */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { Clear, LogEvent } from '#lib/log/types.js';
import { gives, type Draft } from './case';
import { fieldsOf, type Json } from './fields';
import { OWN, STRANGER, type FixedMember } from './fixed';
import { by, together } from './together';

const DEPTH = 5;
const REVS = [0, 1, 2, 3];
const hash = (rev: number): Bytes => new Uint8Array(32).fill(rev);

export function walks(): Promise<Draft[]> {
	return Promise.resolve([
		gives('a limit', explored(ofLimits)),
		gives('a request', explored(ofRequests))
	]);
}

function explored(said: (author: FixedMember, rev: number) => LogEvent[]): Json {
	const events = [OWN, STRANGER].flatMap((author) => REVS.flatMap((rev) => said(author, rev)));
	return {
		op: 'explore',
		start: together().events,
		events: events.map(fieldsOf),
		depth: DEPTH
	};
}

function ofLimits(author: FixedMember, rev: number): LogEvent[] {
	return [
		by(author, { of: 'limit.shared' }, { rev, envHash: hash(rev) }),
		by(author, { of: 'limit.retired' }, { rev }),
		...naming(author, rev, (envHash) => ({ of: 'limit.acknowledged', envHash })),
		...naming(author, rev, (envHash) => ({ of: 'limit.erased', envHash }))
	];
}

function ofRequests(author: FixedMember, rev: number): LogEvent[] {
	const answers = naming(author, rev, (envHash) => ({ of: 'request.answered', envHash }));
	return [
		by(author, { of: 'request.asked' }, { rev, envHash: hash(rev) }),
		by(author, { of: 'request.withdrawn' }, { rev }),
		...answers.map((answer) => ({ ...answer, envHash: hash(rev) })),
		...naming(author, rev, (envHash) => ({ of: 'request.erased', envHash }))
	];
}

/** About the first and the second words, whatever rev it names. */
function naming(author: FixedMember, rev: number, clear: (envHash: Bytes) => Clear): LogEvent[] {
	return [1, 2].map((named) => by(author, clear(hash(named)), { rev }));
}
