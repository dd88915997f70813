/**
 * What somebody does with a limit, a request or an agreement, as it waits in the outbox, and the
 * event that it becomes where the log stands when it is signed. Versions are named by the events that
 * brought them, because revs are only known where things have a place.
 */
import { isZero, type Bytes } from '#lib/crypto/canonical.js';
import { parseId, toBase64url, type EventId } from '#lib/crypto/ids.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import type { Clear, LogEvent, ReviewOutcome } from '#lib/log/types.js';

/** Done to all of it, without words. */
const BARE = [
	'limit.retired',
	'request.withdrawn',
	'agreement.paused',
	'agreement.resumed',
	'agreement.withdrawn'
] as const;
/** Brings words, which name nothing. */
const WORDS = ['limit.shared', 'request.asked'] as const;
/** Names a version, and nothing else. */
const NAMING = ['limit.acknowledged', 'request.answered'] as const;
const OUTCOMES: readonly ReviewOutcome[] = ['kept', 'retired'];

export type AgreeAct =
	| { of: (typeof BARE)[number] }
	| { of: (typeof WORDS)[number] }
	| { of: (typeof NAMING)[number]; version: EventId }
	/** `words`: the hash of what was read and is signed, so that no other words can slip under it. */
	| { of: 'agreement.accepted'; version: EventId; words: string }
	/** `base` null: the first words. */
	| { of: 'agreement.proposed'; base: EventId | null; deep: boolean }
	| { of: 'agreement.reviewed'; version: EventId; outcome: ReviewOutcome; nextMs: number };

/** Null for what is no act of this version. */
export function readAgreeAct(value: unknown): AgreeAct | null {
	if (typeof value !== 'object' || value === null) return null;
	const { of, version, words, base, deep, outcome, nextMs } = value as Record<string, unknown>;
	const bare = [...BARE, ...WORDS].find((known) => known === of);
	if (bare !== undefined) return { of: bare };
	const naming = NAMING.find((known) => known === of);
	if (naming !== undefined) return { of: naming, version: parseId<EventId>(version) };
	if (of === 'agreement.accepted' && typeof words === 'string') {
		return { of, version: parseId<EventId>(version), words };
	}
	if (of === 'agreement.proposed' && typeof deep === 'boolean') {
		return { of, base: base === null ? null : parseId<EventId>(base), deep };
	}
	const known = OUTCOMES.find((candidate) => candidate === outcome);
	if (of !== 'agreement.reviewed' || known === undefined || typeof nextMs !== 'number') return null;
	return { of, version: parseId<EventId>(version), outcome: known, nextMs };
}

/** What a signed event meant. Null for another verb, and where a version that it names is not there. */
export function toAgreeAct(
	{ clear }: LogEvent,
	eventOf: (hash: Bytes) => EventId | undefined
): AgreeAct | null {
	const bare = [...BARE, ...WORDS].find((known) => known === clear.of);
	if (bare !== undefined) return { of: bare };
	if (clear.of === 'agreement.proposed') {
		const base = isZero(clear.base) ? null : eventOf(clear.base);
		return base === undefined ? null : { of: clear.of, base, deep: clear.deep };
	}
	const version = 'envHash' in clear ? eventOf(clear.envHash) : undefined;
	if (version === undefined) return null;
	if (clear.of === 'agreement.accepted') {
		return { of: clear.of, version, words: toBase64url(clear.envHash) };
	}
	if (clear.of === 'agreement.reviewed') {
		const { of, outcome, nextMs } = clear;
		return { of, version, outcome, nextMs };
	}
	const naming = NAMING.find((known) => known === clear.of);
	return naming === undefined ? null : { of: naming, version };
}

/**
 * The clear fields and the rev of its event. Null where a version that it names is not there, or has
 * other words than were signed for.
 *
 * @param revOf the rev that an event brought
 */
export function drawUp(
	act: AgreeAct,
	state: ObjectState | undefined,
	revOf: (event: EventId) => number | undefined
): { clear: Clear; rev: number } | null {
	const next = (state?.versions.length ?? 0) + 1;
	if (isBare(act)) return { clear: act, rev: 0 };
	if (isWords(act)) return { clear: act, rev: next };
	const named = act.of === 'agreement.proposed' ? act.base : act.version;
	const rev = named === null ? undefined : revOf(named);
	const envHash = rev === undefined ? undefined : state?.versions[rev - 1]?.envHash;
	if (act.of === 'agreement.proposed') {
		const base = act.base === null ? ZERO_HASH : envHash;
		return base ? { clear: { of: act.of, base, deep: act.deep }, rev: next } : null;
	}
	if (rev === undefined || envHash === undefined) return null;
	switch (act.of) {
		case 'request.answered':
			return { clear: { of: act.of, envHash }, rev: next };
		case 'limit.acknowledged':
			return { clear: { of: act.of, envHash }, rev };
		case 'agreement.accepted':
			return toBase64url(envHash) === act.words ? { clear: { of: act.of, envHash }, rev } : null;
		case 'agreement.reviewed': {
			const { of, outcome, nextMs } = act;
			return { clear: { of, envHash, outcome, nextMs }, rev };
		}
	}
}

type BareAct = Extract<AgreeAct, { of: (typeof BARE)[number] }>;
type WordsAct = Extract<AgreeAct, { of: (typeof WORDS)[number] }>;

function isBare(act: AgreeAct): act is BareAct {
	return BARE.some((known) => known === act.of);
}

function isWords(act: AgreeAct): act is WordsAct {
	return WORDS.some((known) => known === act.of);
}
