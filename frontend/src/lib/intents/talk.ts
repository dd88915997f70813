/**
 * What a person can do in a guided conversation. All throw AppError; `signed_out` when locked,
 * `space_closed` and `not_together` where there is nobody to do it with, `not_open` where this
 * person's own gate is shut (R26): nothing is signed then. Everything works offline and goes out
 * later; what the rules no longer take then waits under "needs you" with its words.
 */
import type { AgreementDraftParts, ClosedActivities, Words } from '#lib/view/talk.svelte.js';
import { act } from './act';

export type { AgreementDraftParts, ClosedActivities, Words };

/** Begins a guide alone; its first step is shown. Gives the run. */
export async function startRun(guide: string): Promise<string> {
	return act(() => todo(guide));
}

/**
 * Asks the other person to a guide, with a note or none. A run that was begun alone becomes one's
 * own of the conversation. Gives both.
 */
export async function inviteTogether(
	guide: string,
	note: string,
	run?: string
): Promise<{ run: string; conversation: string }> {
	return act(() => todo(guide, note, run));
}

/** Says yes to an invitation, and begins one's own run of it. Gives the run. */
export async function acceptInvitation(conversation: string): Promise<string> {
	return act(() => todo(conversation));
}

/** Today's number for a guide. It stays in memory, and is gone at midnight, lock and reload. */
export async function sayCheck(guide: string, check: number): Promise<void> {
	return act(() => todo(guide, check));
}

/** Today's yes to a deep or touch guide, said behind its content note; in memory only. */
export async function optIn(guide: string, said: { therapist: boolean }): Promise<void> {
	return act(() => todo(guide, said));
}

/**
 * Seals what is typed in a step so far, on this device only: of private pages, of answers not sealed
 * yet, and of pieces of a turn (under the one field `text`). Throws `too_long`, `storage`.
 */
export async function keepPage(
	run: string,
	step: string,
	words: Words
): Promise<{ keptMs: number }> {
	return act(() => todo(run, step, words));
}

/**
 * The screen is left: the words become one item of My side. Nothing happens if nothing changed. On
 * paper nothing is kept but that it is there.
 */
export async function savePage(
	run: string,
	step: string,
	page: { words: Words; paper: boolean }
): Promise<void> {
	return act(() => todo(run, step, page));
}

/** Where this person is; also to a step before. */
export async function moveTo(run: string, step: string): Promise<void> {
	return act(() => todo(run, step));
}

/** This run is over for this person; a conversation that it is of goes on unless it is ended too. */
export async function endRun(run: string): Promise<void> {
	return act(() => todo(run));
}

/** Takes a run and every page of it off My side. */
export async function discardRun(run: string): Promise<void> {
	return act(() => todo(run));
}

/** Ready for the current turns. */
export async function sayReady(conversation: string): Promise<void> {
	return act(() => todo(conversation));
}

/** The piece that it is this person's move to say. `text` may be empty only where it was said aloud. */
export async function say(conversation: string, piece: { text: string; aloud: boolean }) {
	return act(() => todo(conversation, piece));
}

/** "Yes, that is it" (`enough`), or "there is more". */
export async function sayHeard(conversation: string, enough: boolean): Promise<void> {
	return act(() => todo(conversation, enough));
}

/** Passes the current turns, for both, at once and without a reason. */
export async function passTurns(conversation: string): Promise<void> {
	return act(() => todo(conversation));
}

/** Needs nobody's consent (R27). `returnMs` is moved to 20 minutes at least, 7 days at most. */
export async function pause(conversation: string, returnMs: number): Promise<void> {
	return act(() => todo(conversation, returnMs));
}

/** Not before the pause's 20 minutes are over. */
export async function resume(conversation: string): Promise<void> {
	return act(() => todo(conversation));
}

/**
 * Seals an answer to the current reveal: the first one, or another in its place while it is closed.
 * Kept on this phone until it is in. Throws `too_long`, `wait` within 24 hours of a withdrawal.
 */
export async function putAnswer(conversation: string, words: Words): Promise<void> {
	return act(() => todo(conversation, words));
}

/** Passing is a sealed answer too, and looks like one until both are open. */
export async function passAnswer(conversation: string): Promise<void> {
	return act(() => todo(conversation));
}

/** Takes one's own closed answer back; 24 hours pass before another. Throws `told` after telling. */
export async function withdrawAnswer(conversation: string): Promise<void> {
	return act(() => todo(conversation));
}

/** "I have answered": a choice of its own; from then on the answer can be replaced, not withdrawn. */
export async function tellAnswered(conversation: string): Promise<void> {
	return act(() => todo(conversation));
}

/** The seam was shown on this phone. */
export async function markOpenedSeen(conversation: string, opening: number): Promise<void> {
	return act(() => todo(conversation, opening));
}

/** A line for oneself. */
export async function keepLine(guide: string, run: string | null, text: string): Promise<void> {
	return act(() => todo(guide, run, text));
}

export async function letGoOfLine(id: string): Promise<void> {
	return act(() => todo(id));
}

/** Puts chosen lines on the table, copies of them and nothing else. */
export async function shareLines(
	conversation: string,
	step: string,
	lines: readonly string[]
): Promise<void> {
	return act(() => todo(conversation, step, lines));
}

export async function takeBackLine(id: string): Promise<void> {
	return act(() => todo(id));
}

/** The words of a piece that this person said; that it was said stays. */
export async function takeBackPiece(conversation: string, piece: string): Promise<void> {
	return act(() => todo(conversation, piece));
}

/** Leaves a draft in My side, for the place where agreements are made. */
export async function leaveAgreementDraft(draft: AgreementDraftParts): Promise<void> {
	return act(() => todo(draft));
}

export async function discardAgreementDraft(id: string): Promise<void> {
	return act(() => todo(id));
}

/** Either person, at any time; before the yes only who invited. */
export async function endConversation(conversation: string): Promise<void> {
	return act(() => todo(conversation));
}

/** Joint or deep activities, closed or opened again by this person alone, and told to nobody (R18). */
export async function setClosed(closed: ClosedActivities): Promise<void> {
	return act(() => todo(closed));
}

function todo(..._given: readonly unknown[]): never {
	throw new Error('not built yet');
}
