/**
 * What a person can do together in a guided conversation. All throw AppError; `signed_out` when
 * locked, `space_closed` and `not_together` where there is nobody to do it with, `not_open` where
 * this person's own gate is shut (R26): nothing is signed then; `not_now` where the conversation has
 * moved on. Everything works offline and goes out later; what the rules no longer take then waits
 * under "needs you" with its words.
 */
import { parseId, uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { invitationPlaintext, linePlaintext, turnPlaintext } from '#lib/log/content-talk.js';
import type { TalkClear } from '#lib/log/types.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import { findGuide, planOf } from '#lib/talk/guide.js';
import type { Move } from '#lib/view/talk.svelte.js';
import { act } from './act';
import { dropField, putRun } from './own-talk';
import { eraseAll, intend } from './queueing';
import { checkGate, findHere, guideOf, queue, talkIntent, type Here } from './talk-here';
import { togetherLog } from './together';

export * from './talk-answers';
export * from './talk-runs';

/**
 * Asks the other person to a guide, with a note or none. A run that was begun alone becomes one's
 * own of the conversation. Gives both.
 */
export async function inviteTogether(
	guide: string,
	note: string,
	run?: string
): Promise<{ run: string; conversation: string }> {
	return act(async (account) => {
		const { outbox, personal, world } = account;
		const log = togetherLog(account);
		const found = findGuide(await account.loadGuides(), guide);
		if (!found || found.mode === 'alone') throw new AppError('server');
		checkGate(account, found);
		const { space } = log.keys;
		const conversation = uuidV7<ObjectId>(world.now());
		const content = invitationPlaintext({ guide, version: found.version, note: note.trim() });
		const clear: TalkClear = { of: 'conversation.invited', plan: planOf(found) };
		const invited = talkIntent(account, conversation, clear, content);
		const own = putRun(account, found, { space, conversation }, run);
		// One write: an invitation without one's own run of it would lead nowhere.
		await outbox.queueAll([
			{ space, intents: [invited] },
			{ space: personal.keys.space, intents: [own] }
		]);
		await account.pages.drop(parseId(space), guide);
		account.outboxChanged();
		return { run: own.intent.object, conversation };
	});
}

/** Says yes to an invitation, and begins one's own run of it. Gives the run. */
export async function acceptInvitation(conversation: string): Promise<string> {
	return act(async (account) => {
		const { outbox, personal } = account;
		await account.loadGuides();
		const { view, log } = findHere(account, conversation);
		const guide = guideOf(account, view);
		if (view.mine || view.stage !== 'invited') throw new AppError('not_now');
		checkGate(account, guide);
		const { space } = log.keys;
		const id = parseId<ObjectId>(view.id);
		const accepted = talkIntent(account, id, { of: 'conversation.accepted' });
		const own = putRun(account, guide, { space, conversation: id });
		await outbox.queueAll([
			{ space, intents: [accepted] },
			{ space: personal.keys.space, intents: [own] }
		]);
		account.outboxChanged();
		return own.intent.object;
	});
}

/** One's own run of a conversation that was accepted on another device; begun where there is none. */
export async function openRunOf(conversation: string): Promise<string> {
	return act(async (account) => {
		await account.loadGuides();
		const { view, log } = findHere(account, conversation);
		if (view.run !== null) return view.run;
		const place = { space: log.keys.space, conversation: parseId<ObjectId>(view.id) };
		const own = putRun(account, guideOf(account, view), place);
		await account.outbox.queue(account.personal.keys.space, [own]);
		account.outboxChanged();
		return own.intent.object;
	});
}

/** Ready for the current turns. */
export async function sayReady(conversation: string): Promise<void> {
	return act(async (account) => {
		await account.loadGuides();
		const { view, step } = findTurns(account, conversation);
		if (view.turns.at(-1)?.readyMine !== false) return;
		checkGate(account, guideOf(account, view));
		await queue(account, view, { of: 'conversation.ready', step });
	});
}

/**
 * A piece, for the move that it was written for. Throws `not_now` where that is not this person's move
 * any more. `text` may be empty only where it was said aloud.
 */
export async function say(
	conversation: string,
	{ move, text, aloud }: { move: Move; text: string; aloud: boolean }
): Promise<void> {
	return act(async (account) => {
		const { view, step } = findTurns(account, conversation);
		const turns = view.turns.at(-1);
		if (turns?.phase !== move || turns.whose === 'theirs') throw new AppError('not_now');
		if (text.trim() === '' && !aloud) return;
		const clear: TalkClear = { of: 'conversation.said', step, move };
		await queue(account, view, clear, turnPlaintext({ text, aloud }));
		// What was typed for this move is said now; what was typed for another one is not.
		if (view.run !== null && view.stepId !== null) {
			await dropField(account, parseId(view.run), view.stepId, move);
		}
		account.refresh();
	});
}

/** "Yes, that is it" (`enough`), or "there is more". */
export async function sayHeard(conversation: string, enough: boolean): Promise<void> {
	return act(async (account) => {
		const { view, step } = findTurns(account, conversation);
		if (view.turns.at(-1)?.whose !== 'mine') throw new AppError('not_now');
		await queue(account, view, { of: 'conversation.heard', step, enough });
	});
}

/** Passes the current turns, for both, at once and without a reason. */
export async function passTurns(conversation: string): Promise<void> {
	return act(async (account) => {
		const { view, step } = findTurns(account, conversation);
		await queue(account, view, { of: 'conversation.passed', step });
	});
}

/** Needs nobody's consent (R27). `returnMs` is moved to 20 minutes at least, 7 days at most. */
export async function pause(conversation: string, returnMs: number): Promise<void> {
	return act(async (account) => {
		const { view } = findHere(account, conversation);
		if (view.pause !== null) return;
		await queue(account, view, { of: 'conversation.paused', returnMs });
	});
}

/** Not before the pause's 20 minutes are over. */
export async function resume(conversation: string): Promise<void> {
	return act(async (account) => {
		const { view } = findHere(account, conversation);
		if (view.pause === null) return;
		if (account.world.now() < view.pause.earliestMs) throw new AppError('not_now');
		await queue(account, view, { of: 'conversation.resumed' });
	});
}

/** Puts chosen lines on the table, copies of them and nothing else. */
export async function shareLines(
	conversation: string,
	step: string,
	lines: readonly string[]
): Promise<void> {
	return act(async (account) => {
		const { view, log } = findHere(account, conversation);
		const about = { conversation: parseId<ObjectId>(view.id), step };
		const chosen = lines.map((line) => line.trim()).filter((line) => line !== '');
		const intents = chosen.map((text) => {
			const object = uuidV7<ObjectId>(account.world.now());
			const content = linePlaintext({ ...about, text });
			return intend(account, { kind: 'put', object, base: [], content });
		});
		await account.outbox.queue(log.keys.space, intents);
		account.outboxChanged();
	});
}

export async function takeBackLine(id: string): Promise<void> {
	return act(async (account) => {
		const view = account.screens.talk.views.find(({ lines }) => lines.some((one) => one.id === id));
		const line = view?.lines.find((one) => one.id === id);
		if (!view || !line?.mine) return;
		const { log } = findHere(account, view.id);
		const object = parseId<ObjectId>(id);
		const stored = (log.fold.objects.get(object) ?? []).map(({ eventId }) => eventId);
		const waiting = account.outbox.entries
			.filter(({ row, intent }) => row.object === object && intent.kind === 'put')
			.map(({ row }) => row.id);
		const erasures = eraseAll(account, object, [...stored, ...waiting]);
		await account.outbox.queue(log.keys.space, erasures);
		account.outboxChanged();
	});
}

/** The words of a piece that this person said, or of their invitation; that it was said stays. */
export async function takeBackPiece(conversation: string, piece: string): Promise<void> {
	return act(async (account) => {
		const { view, log } = findHere(account, conversation);
		const pieces = view.turns.flatMap((turns) => turns.pieces);
		const said = pieces.find(({ id, mine }) => id === piece && mine);
		if (!said || said.takenBack) return;
		const object = parseId<ObjectId>(view.id);
		const intent = { kind: 'erase', object, version: parseId<EventId>(piece) } as const;
		await account.outbox.queue(log.keys.space, [intend(account, intent)]);
		account.outboxChanged();
	});
}

/** Either person, at any time; before the yes only who invited. */
export async function endConversation(conversation: string): Promise<void> {
	return act(async (account) => {
		const { view } = findHere(account, conversation);
		const isOpen = view.stage === 'running' || (view.mine && view.stage !== 'ended');
		if (!isOpen) throw new AppError('not_now');
		await queue(account, view, { of: 'conversation.ended' });
	});
}

/** The current step, where it is one of turns. Throws `not_now`. */
function findTurns(account: OpenAccount, id: string): Here & { step: number } {
	const here = findHere(account, id);
	const { view } = here;
	const isTurns = view.turns.at(-1)?.step === view.step;
	if (view.step === null || !isTurns || view.pause !== null) throw new AppError('not_now');
	return { ...here, step: view.step };
}
