/**
 * Limits, requests and agreements: folded logs, with the outbox of this phone laid on top. Pure. What
 * waits is judged by the same rules as what is in the log, so that a screen never shows a signature
 * that nobody could give.
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import {
	idToBytes,
	timeOfId,
	type EventId,
	type MemberId,
	type ObjectId,
	type SpaceId
} from '#lib/crypto/ids.js';
import { readContent } from '#lib/log/content.js';
import type { Agreed, RequestAnswer } from '#lib/log/content-agreement.js';
import { ZERO_HASH } from '#lib/log/event.js';
import { foldAgreed, type AgreedAct, type FoldedAgreed } from '#lib/log/fold-agreement.js';
import type { Fold, FoldedVersion } from '#lib/log/fold.js';
import type { Clear, LogEvent } from '#lib/log/types.js';
import { drawUp } from '#lib/sync/agree-act.js';
import type { AgreeIntent, EraseIntent } from '#lib/sync/intent.js';
import { dayOfReview } from '#lib/agreements/days.js';
import type { HistoryRow, SignedView, VersionView } from './agreements.svelte.js';
import type { PendingIntent } from './compose-notes';

/** A shared space as its agreements need it. */
export interface AgreedPlace {
	space: SpaceId;
	me: MemberId;
	fold: Fold;
	pending: readonly PendingIntent[];
	/** The space is closed. */
	closed: boolean;
	/** By the request that they answer. */
	begun: ReadonlyMap<ObjectId, { line: string }>;
	nowMs: number;
}

/** One of them with what waits laid on top. */
export interface ComposedAgreed {
	folded: FoldedAgreed;
	/** Words of events that wait. */
	waiting: ReadonlyMap<EventId, FoldedVersion['content']>;
	/** Every event of it that waits. */
	unsent: ReadonlySet<EventId>;
}

export function composeAgreed(place: AgreedPlace): ComposedAgreed[] {
	const composed = new Map<ObjectId, ComposedAgreed>(
		[...place.fold.agreed].map(([id, folded]) => [
			id,
			{ folded, waiting: new Map(), unsent: new Set() }
		])
	);
	for (const { id, intent } of place.pending) {
		if (intent.kind !== 'agree' && intent.kind !== 'erase') continue;
		const next = lay(place, composed.get(intent.object), id, intent);
		if (next) composed.set(intent.object, next);
	}
	return [...composed.values()];
}

function lay(
	{ space, me, nowMs }: AgreedPlace,
	before: ComposedAgreed | undefined,
	id: EventId,
	intent: AgreeIntent | EraseIntent
): ComposedAgreed | null {
	const drawn = intent.kind === 'agree' ? drawUpHere(before, intent) : erasure(before, intent);
	if (drawn === null) return null;
	const content = intent.kind === 'agree' ? intent.content : undefined;
	const atMs = timeOfId(id);
	const event: LogEvent = {
		...{ space, eventId: id, object: intent.object, member: me, atMs, ...drawn },
		seq: Number.MAX_SAFE_INTEGER,
		prev: ZERO_HASH,
		verb: drawn.clear.of,
		envHash: content ? hashFor(id) : null
	};
	// Rest and review are judged by the moment at which it is signed.
	if (event.verb === 'agreement.accepted' || event.verb === 'agreement.reviewed')
		event.atMs = nowMs;
	const folded = foldAgreed(before?.folded, event, { arrivedMs: event.atMs, repaired: false });
	if (folded === null || folded === before?.folded) return null;
	const waiting = new Map(before?.waiting);
	if (content) waiting.set(id, readContent(content));
	return { folded, waiting, unsent: new Set(before?.unsent).add(id) };
}

function drawUpHere(before: ComposedAgreed | undefined, { act }: AgreeIntent) {
	return drawUp(act, before?.folded.state, (event) => revOf(before, event));
}

function erasure(
	before: ComposedAgreed | undefined,
	{ version }: EraseIntent
): { clear: Clear; rev: number } | null {
	const rev = revOf(before, version);
	const envHash = rev === undefined ? undefined : before?.folded.state.versions[rev - 1]?.envHash;
	if (before === undefined || rev === undefined || envHash === undefined) return null;
	return { clear: { of: `${before.folded.state.kind}.erased`, envHash }, rev };
}

/** Only words have a rev of their own. */
function revOf(before: ComposedAgreed | undefined, event: EventId): number | undefined {
	return before?.folded.acts.find((act) => act.event === event && isWords(act))?.rev;
}

const WORDS: ReadonlySet<string> = new Set([
	'limit.shared',
	'request.asked',
	'request.answered',
	'agreement.proposed'
]);

function isWords({ verb }: AgreedAct): boolean {
	return WORDS.has(verb);
}

/** What is not sealed yet has no hash; two of them differ all the same. */
function hashFor(id: EventId) {
	const hash = new Uint8Array(ZERO_HASH.length);
	hash.set(idToBytes(id));
	return hash;
}

/** The act that brought version `rev`. */
export function broughtBy({ acts }: FoldedAgreed, rev: number): AgreedAct | undefined {
	return acts.find((act) => act.rev === rev && isWords(act));
}

export function toSigned({ unsent }: ComposedAgreed, act: AgreedAct): SignedView {
	const { event, atMs, arrivedMs, repaired } = act;
	return { atMs, arrivedMs, repaired, onlyHere: unsent.has(event) };
}

/** The words of a version; null where they were erased or cannot be read. */
export function wordsOf(
	{ fold }: AgreedPlace,
	composed: ComposedAgreed,
	rev: number
): Agreed | RequestAnswer | null {
	const { folded, waiting } = composed;
	if (folded.state.versions[rev - 1]?.erased !== false) return null;
	const brought = broughtBy(folded, rev);
	const content =
		(brought && waiting.get(brought.event)) ?? fold.objects.get(folded.id)?.[rev - 1]?.content;
	return content !== undefined && isAgreedContent(content) ? content : null;
}

function isAgreedContent(content: { t: string }): content is Agreed | RequestAnswer {
	return ['limit', 'request', 'agreement', 'request_answer'].includes(content.t);
}

export function toVersionView(
	place: AgreedPlace,
	composed: ComposedAgreed,
	rev: number,
	number: number
): VersionView | null {
	const brought = broughtBy(composed.folded, rev);
	if (!brought) return null;
	const read = wordsOf(place, composed, rev);
	const words = read?.t === 'request_answer' ? null : read;
	const erased = composed.folded.state.versions[rev - 1]?.erased === true;
	return {
		id: brought.event,
		number,
		mine: brought.member === place.me,
		words,
		erased,
		damaged: words === null && !erased,
		...toSigned(composed, brought)
	};
}

/** Everything that was done, from the first on; identical on both phones (R17). */
export function toHistory({ me }: AgreedPlace, composed: ComposedAgreed): HistoryRow[] {
	const { folded } = composed;
	return folded.acts.map((act): HistoryRow => {
		const { event, member, verb, rev, clear } = act;
		const reviewed = clear.of === 'agreement.reviewed' ? clear : null;
		return {
			id: event,
			act: verb.slice(verb.indexOf('.') + 1),
			mine: member === me,
			version: rev === 0 ? null : (broughtBy(folded, versionNamed(folded, act))?.event ?? null),
			outcome: reviewed?.outcome ?? null,
			nextDay: reviewed?.outcome === 'kept' ? dayOfReview(reviewed.nextMs) : null,
			...toSigned(composed, act)
		};
	});
}

/** An answer names the words that it answers. */
function versionNamed({ state }: FoldedAgreed, { clear, rev }: AgreedAct): number {
	if (clear.of !== 'request.answered') return rev;
	return state.versions.findIndex(({ envHash }) => equalBytes(envHash, clear.envHash)) + 1;
}
