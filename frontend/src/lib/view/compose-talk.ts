/**
 * Guided conversations: folded logs, with the outbox and sealed answers of this phone laid on top.
 * Pure. What waits is judged by the same rules as what is in the log, so that a screen never shows a
 * move that nobody could make.
 */
import type { EventId, MemberId, ObjectId, SpaceId } from '#lib/crypto/ids.js';
import { timeOfId } from '#lib/crypto/ids.js';
import { readContent } from '#lib/log/content.js';
import type { Invitation, TurnPiece } from '#lib/log/content-talk.js';
import { ZERO_HASH } from '#lib/log/event.js';
import {
	foldConversation,
	wordsAt,
	type FoldedConversation,
	type FoldedPiece
} from '#lib/log/fold-conversation.js';
import type { Fold, FoldedVersion } from '#lib/log/fold.js';
import { currentStep, PAUSE_MIN_MS } from '#lib/log/rules/conversation.js';
import type { TurnFacts } from '#lib/log/rules/rule.js';
import { takenBy } from '#lib/log/rules/turns.js';
import type { LogEvent } from '#lib/log/types.js';
import type { TalkIntent } from '#lib/sync/intent.js';
import { clearAt, revOf } from '#lib/sync/talk-act.js';
import { findGuide, followsPlan, jointSteps, type GuideBundle } from '#lib/talk/guide.js';
import type { PendingIntent } from './compose-notes';
import { composeOpenings, type AnswersHere } from './compose-openings';
import type {
	ConversationStage,
	ConversationView,
	LineView,
	PieceView,
	TurnsPhase,
	TurnsView
} from './talk.svelte.js';

const LAPSE_MS = 14 * 24 * 60 * 60 * 1000;

/** A shared space as conversations need it. */
export interface TalkPlace {
	space: SpaceId;
	me: MemberId;
	fold: Fold;
	pending: readonly PendingIntent[];
	/** The space is closed. */
	closed: boolean;
	answers: AnswersHere;
	/** Null until they are loaded. */
	guides: GuideBundle | null;
	nowMs: number;
}

/** One conversation with what waits laid on top, and its words by the event that said them. */
export interface ComposedConversation {
	folded: FoldedConversation;
	/** Of events that wait. */
	waiting: ReadonlyMap<EventId, FoldedVersion['content']>;
	takenBack: ReadonlySet<EventId>;
	onlyHere: boolean;
}

export function composeConversations(place: TalkPlace): ComposedConversation[] {
	const composed = new Map<ObjectId, ComposedConversation>(
		[...place.fold.conversations].map(([id, folded]) => [
			id,
			{ folded, waiting: new Map(), takenBack: new Set(), onlyHere: false }
		])
	);
	for (const { id, intent } of place.pending) {
		const before = composed.get(intent.object);
		if (intent.kind === 'talk') {
			const next = lay(place, before, id, intent);
			if (next) composed.set(intent.object, next);
		} else if (intent.kind === 'erase' && before) {
			const takenBack = new Set(before.takenBack).add(intent.version);
			composed.set(intent.object, { ...before, takenBack, onlyHere: true });
		}
	}
	return [...composed.values()];
}

function lay(
	{ space, me, nowMs }: TalkPlace,
	before: ComposedConversation | undefined,
	id: EventId,
	{ object, act, content }: TalkIntent
): ComposedConversation | null {
	const clear = clearAt(act, nowMs);
	const event: LogEvent = {
		...{ space, eventId: id, object, clear },
		seq: Number.MAX_SAFE_INTEGER,
		prev: ZERO_HASH,
		member: me,
		atMs: timeOfId(id),
		verb: clear.of,
		rev: revOf(clear, before?.folded.state ?? null),
		envHash: content ? ZERO_HASH : null
	};
	// A pause is judged by the moment at which it is signed.
	if (clear.of === 'conversation.paused') event.atMs = nowMs;
	const folded = foldConversation(before?.folded, event);
	if (folded === null) return null;
	const waiting = new Map(before?.waiting);
	if (content) waiting.set(id, readContent(content));
	return { folded, waiting, takenBack: before?.takenBack ?? new Set(), onlyHere: true };
}

export function toConversationView(
	place: TalkPlace,
	composed: ComposedConversation,
	run: ObjectId | null
): ConversationView {
	const { folded, onlyHere } = composed;
	const { id, state, invitedMs } = folded;
	const { facts } = state;
	const invitation = invitationOf(place, composed);
	const stepIds = stepIdsOf(place, composed);
	const stage = stageOf(folded, place);
	const isRunning = stage === 'running';
	const step = isRunning ? facts.done + 1 : null;
	const openings = composeOpenings(place, folded, stepIds);
	return {
		id,
		space: place.space,
		guide: invitation?.guide ?? null,
		version: invitation?.version ?? null,
		known: stepIds !== null,
		note: invitation?.note ?? '',
		mine: state.author === place.me,
		invitedMs,
		lapsesMs: invitedMs + LAPSE_MS,
		stage,
		endedByMe: folded.endedBy && folded.endedBy === place.me,
		step,
		stepId: step === null ? null : (stepIds?.[step - 1] ?? null),
		done: facts.done,
		turns: turnsOf(place, composed, stepIds, isRunning),
		openings,
		pause: facts.paused && {
			...facts.paused,
			mine: folded.pausedBy === place.me,
			earliestMs: facts.paused.atMs + PAUSE_MIN_MS
		},
		lines: composeLines(place, id),
		run,
		lastMs: folded.last.atMs,
		onlyHere: onlyHere || openings.some(({ stage: at }) => at === 'unsent' || at === 'withdrawing')
	};
}

/** Null where it cannot be read. */
export function invitationOf(
	{ fold }: TalkPlace,
	{ folded, waiting }: ComposedConversation
): Invitation | null {
	const [first] = folded.acts;
	const content = (first && waiting.get(first.event)) ?? wordsAt(fold, folded.id, 1);
	return content.t === 'conversation' ? content : null;
}

/** The guide's ids of the plan's steps; null where this app does not know what they are. */
function stepIdsOf(place: TalkPlace, composed: ComposedConversation): string[] | null {
	const invitation = invitationOf(place, composed);
	const { plan } = composed.folded.state.facts;
	const guide =
		invitation && place.guides && findGuide(place.guides, invitation.guide, invitation.version);
	if (!guide || !followsPlan(guide, plan)) return null;
	return jointSteps(guide).map(({ id }) => id);
}

export function stageOf(
	{ state, invitedMs }: FoldedConversation,
	{ closed, nowMs }: Pick<TalkPlace, 'closed' | 'nowMs'>
): ConversationStage {
	const { facts } = state;
	if (currentStep(facts) === null) return 'done';
	if (facts.ended) return 'ended';
	if (facts.accepted) return closed ? 'closed' : 'running';
	return !closed && nowMs < invitedMs + LAPSE_MS ? 'invited' : 'lapsed';
}

/** Of every step of turns up to the current one. */
function turnsOf(
	place: TalkPlace,
	composed: ComposedConversation,
	stepIds: readonly string[] | null,
	isRunning: boolean
): TurnsView[] {
	const { folded } = composed;
	const { plan, done, turn, paused } = folded.state.facts;
	const { me } = place;
	return plan.slice(0, done + 1).flatMap(({ kind, rounds }, index): TurnsView[] => {
		if (kind === 'reveal') return [];
		const step = index + 1;
		const current = step === done + 1 ? turn : null;
		const phase = phaseOf(folded, step, current);
		const taken = phase === 'done' ? rounds : 0;
		const other = current?.ready.find((member) => member !== me);
		return [
			{
				step,
				stepId: stepIds?.[index] ?? null,
				phase,
				whose: isRunning && paused === null && current ? whoseMove(current, phase, me) : null,
				speaker: speakerOf(current, me),
				readyMine: current?.ready.includes(me) ?? true,
				takenMine: current ? takenBy(current, me) : taken,
				takenTheirs: current ? (other ? takenBy(current, other) : 0) : taken,
				rounds,
				pieces: folded.pieces
					.filter((piece) => piece.step === step)
					.map((piece) => toPiece(place, composed, piece))
			}
		];
	});
}

function phaseOf(
	{ passed }: FoldedConversation,
	step: number,
	current: TurnFacts | null
): TurnsPhase {
	if (current === null) return passed.has(step) ? 'passed' : 'done';
	return current.ready.length < 2 ? 'ready' : current.phase;
}

function speakerOf(turn: TurnFacts | null, me: MemberId): TurnsView['speaker'] {
	const speaker = turn?.speaker ?? null;
	if (speaker === null) return null;
	return speaker === me ? 'mine' : 'theirs';
}

function whoseMove(turn: TurnFacts, phase: TurnsPhase, me: MemberId): TurnsView['whose'] {
	const speaker = speakerOf(turn, me);
	switch (phase) {
		case 'ready':
			// Whether the other person is ready shows nowhere.
			return turn.ready.includes(me) ? null : 'mine';
		case 'speak':
			return speaker ?? 'either';
		case 'confirm':
		case 'feeling':
			return speaker;
		case 'mirror':
		case 'validate':
		case 'imagine':
			return speaker === 'mine' ? 'theirs' : 'mine';
		case 'done':
		case 'passed':
			return null;
	}
}

function toPiece(
	{ fold, me }: TalkPlace,
	{ folded, waiting, takenBack }: ComposedConversation,
	piece: FoldedPiece
): PieceView {
	const { event, move, member, saidMs, heard, rev } = piece;
	const content = waiting.get(event) ?? wordsAt(fold, folded.id, rev);
	const isErased = content.t === 'erased' || takenBack.has(event);
	const words: TurnPiece | null = content.t === 'turn' && !isErased ? content : null;
	return {
		id: event,
		move,
		mine: member === me,
		text: words?.text ?? '',
		aloud: words?.aloud ?? false,
		saidMs,
		heard,
		onlyHere: waiting.has(event),
		damaged: words === null && !isErased,
		takenBack: isErased
	};
}

/** Lines that were put on the table, in the order in which they came. */
function composeLines({ fold, pending, me }: TalkPlace, conversation: ObjectId): LineView[] {
	const lines = new Map<ObjectId, LineView>();
	for (const [id, versions] of fold.objects) {
		const newest = versions.at(-1);
		if (newest?.content.t !== 'line' || newest.content.conversation !== conversation) continue;
		const { step, text } = newest.content;
		const mine = newest.member === me;
		lines.set(id, { id, step, text, mine, writtenMs: newest.datedMs, onlyHere: false });
	}
	for (const { id, intent } of pending) {
		if (intent.kind === 'erase') lines.delete(intent.object);
		const content = intent.kind === 'put' ? readContent(intent.content) : null;
		if (content?.t !== 'line' || content.conversation !== conversation) continue;
		const { step, text } = content;
		const writtenMs = timeOfId(id);
		lines.set(intent.object, {
			id: intent.object,
			step,
			text,
			mine: true,
			writtenMs,
			onlyHere: true
		});
	}
	return [...lines.values()];
}
