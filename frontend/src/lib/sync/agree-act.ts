/**
 * What somebody does with a limit, a request or an agreement, as it waits in the outbox, and the
 * event that it becomes where the log stands when it is signed. Versions are named by the events that
 * brought them, because revs are only known where things have a place.
 */
import { parseId, type EventId } from '#lib/crypto/ids.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import type { AgreementClear, Clear, ReviewOutcome } from '#lib/log/types.js';

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
const NAMING = ['limit.acknowledged', 'agreement.accepted', 'request.answered'] as const;
const OUTCOMES: readonly ReviewOutcome[] = ['kept', 'retired'];

export type AgreeAct =
	| { of: (typeof BARE)[number] | (typeof WORDS)[number] }
	| { of: (typeof NAMING)[number]; version: EventId }
	/** `base` null: the first words. */
	| { of: 'agreement.proposed'; base: EventId | null; deep: boolean }
	| { of: 'agreement.reviewed'; version: EventId; outcome: ReviewOutcome; nextMs: number };

/** Null for what is no act of this version. */
export function readAgreeAct(value: unknown): AgreeAct | null {
	if (typeof value !== 'object' || value === null) return null;
	const { of, version, base, deep, outcome, nextMs } = value as Record<string, unknown>;
	const bare = [...BARE, ...WORDS].find((known) => known === of);
	if (bare !== undefined) return { of: bare };
	const naming = NAMING.find((known) => known === of);
	if (naming !== undefined) return { of: naming, version: parseId<EventId>(version) };
	if (of === 'agreement.proposed' && typeof deep === 'boolean') {
		return { of, base: base === null ? null : parseId<EventId>(base), deep };
	}
	const known = OUTCOMES.find((candidate) => candidate === outcome);
	if (of !== 'agreement.reviewed' || known === undefined || typeof nextMs !== 'number') return null;
	return { of, version: parseId<EventId>(version), outcome: known, nextMs };
}

/**
 * The clear fields and the rev of its event. Null where a version that it names is not there.
 *
 * @param revOf the rev that an event brought
 */
export function drawUp(
	act: AgreeAct,
	state: ObjectState | undefined,
	revOf: (event: EventId) => number | undefined
): { clear: Clear; rev: number } | null {
	const next = (state?.versions.length ?? 0) + 1;
	const named = (event: EventId) => {
		const rev = revOf(event);
		const envHash = rev === undefined ? undefined : state?.versions[rev - 1]?.envHash;
		return rev === undefined || envHash === undefined ? null : { rev, envHash };
	};
	switch (act.of) {
		case 'limit.shared':
		case 'request.asked':
			return { clear: act, rev: next };
		case 'agreement.proposed': {
			const base = act.base === null ? ZERO_HASH : named(act.base)?.envHash;
			const clear = base && { of: act.of, base, deep: act.deep };
			return clear ? { clear, rev: next } : null;
		}
		case 'request.answered': {
			const { envHash } = named(act.version) ?? {};
			return envHash ? { clear: { of: act.of, envHash }, rev: next } : null;
		}
		case 'limit.acknowledged':
		case 'agreement.accepted': {
			const version = named(act.version);
			return version && { clear: { of: act.of, envHash: version.envHash }, rev: version.rev };
		}
		case 'agreement.reviewed': {
			const version = named(act.version);
			const { of, outcome, nextMs } = act;
			return (
				version && { clear: { of, envHash: version.envHash, outcome, nextMs }, rev: version.rev }
			);
		}
		default:
			return { clear: act satisfies AgreementClear, rev: 0 };
	}
}
