/**
 * What a person does alone in a guide, all of it in My side: their own way through it, pages, lines
 * to keep, and what they keep closed. All throw AppError.
 */
import { parseId, uuidV7, type ObjectId } from '#lib/crypto/ids.js';
import { closedPlaintext, keptPlaintext } from '#lib/log/content-talk.js';
import { AppError } from '#lib/sync/app-error.js';
import { keepPage as keepTyped } from '#lib/sync/keep-typing.js';
import { queueOwn } from '#lib/sync/own-item.js';
import { gate } from '#lib/talk/gates.js';
import { findGuide } from '#lib/talk/guide.js';
import { pagesAt } from '#lib/view/compose-runs.js';
import type { ClosedActivities, Words } from '#lib/view/talk.svelte.js';
import { act } from './act';
import { findRun, pageContent, putPage, putRun, reviseRun } from './own-talk';
import { intend, letGo, putNew } from './queueing';

export type { ClosedActivities, Words };

/** Begins a guide alone; its first step is shown. Gives the run. Throws `not_open`. */
export async function startRun(guide: string): Promise<string> {
	return act(async (account) => {
		const found = findGuide(await account.loadGuides(), guide);
		if (!found || found.mode === 'together') throw new AppError('server');
		if (!gate(found, account.screens.talk.situation(found, 'alone')).open) {
			throw new AppError('not_open');
		}
		const run = putRun(account, found, null);
		await account.outbox.queue(account.personal.keys.space, [run]);
		account.outboxChanged();
		return run.intent.object;
	});
}

/** Today's number for a guide. It stays in memory, and is gone at midnight, lock and reload. */
export async function sayCheck(guide: string, check: number): Promise<void> {
	return act((account) => {
		account.said.sayCheck(guide, check);
		account.refresh();
		return Promise.resolve();
	});
}

/** Today's yes to a deep or touch guide, said behind its content note; in memory only. */
export async function optIn(guide: string, said: { therapist: boolean }): Promise<void> {
	return act((account) => {
		account.said.optIn(guide, said);
		account.refresh();
		return Promise.resolve();
	});
}

/**
 * Seals what is typed in a step so far, on this device only: of private pages, of answers not sealed
 * yet, of pieces of a turn (under the name of their move), and of a note to an invitation (under the
 * space for the run, the guide for the step, and `note`). Throws `too_long`, `storage`.
 */
export async function keepPage(
	run: string,
	step: string,
	words: Words
): Promise<{ keptMs: number }> {
	return act(async (account) => {
		const id = parseId<ObjectId>(run);
		await keepTyped(account, id, step, words);
		account.refresh();
		return { keptMs: account.pages.find(id, step)?.keptMs ?? account.world.now() };
	});
}

/**
 * The screen is left: the words become one item of My side. Nothing happens if nothing changed. On
 * paper nothing is kept but that it is there. What another device wrote meanwhile stays beside it.
 */
export async function savePage(
	run: string,
	step: string,
	page: { words: Words; paper: boolean }
): Promise<void> {
	return act(async (account) => {
		const words = page.paper ? {} : page.words;
		await putPage(account, parseId(run), step, { ...page, words });
	});
}

/** Of pages that two devices wrote apart, these words stay, and no others. */
export async function settlePage(
	run: string,
	step: string,
	page: { words: Words; paper: boolean }
): Promise<void> {
	return act(async (account) => {
		const { outbox, personal, pages, world, screens } = account;
		const id = parseId<ObjectId>(run);
		const [shown, ...apart] = pagesAt(screens.talk.own, id, step);
		const base = shown ? [shown.event, ...shown.others.map(({ event }) => event)] : [];
		const object = shown?.id ?? uuidV7<ObjectId>(world.now());
		const content = pageContent(id, step, page);
		const put = intend(account, { kind: 'put', object, base, content });
		await outbox.queue(personal.keys.space, [put]);
		for (const other of apart) await letGo(account, other);
		await pages.drop(id, step);
		account.outboxChanged();
	});
}

/** Where this person is; also to a step before. */
export async function moveTo(run: string, step: string): Promise<void> {
	return act(async (account) => {
		const found = findRun(account, run);
		if (found.words.step === step && !found.words.ended) return;
		await reviseRun(account, found, { step, ended: false });
		account.outboxChanged();
	});
}

/**
 * This run is over for this person; a conversation that it is of goes on unless it is ended too. What
 * was said of today before it counts for no other run (R28).
 */
export async function endRun(run: string): Promise<void> {
	return act(async (account) => {
		const found = findRun(account, run);
		account.said.forgetGuide(found.words.guide);
		if (found.words.ended) return;
		await reviseRun(account, found, { ended: true });
		account.outboxChanged();
	});
}

/** Takes a run and every page of it off My side. */
export async function discardRun(run: string): Promise<void> {
	return act(async (account) => {
		const { pages, screens } = account;
		const found = findRun(account, run);
		account.said.forgetGuide(found.words.guide);
		for (const page of screens.talk.own.pages) {
			if (page.words.run === found.id) await letGo(account, page);
		}
		await pages.dropAll(found.id);
		await letGo(account, found);
	});
}

/** Lines for oneself, all of them or none. */
export async function keepLines(
	guide: string,
	run: string | null,
	lines: readonly string[]
): Promise<void> {
	return act(async (account) => {
		const from = run === null ? null : parseId<ObjectId>(run);
		const chosen = lines.map((line) => line.trim()).filter((line) => line !== '');
		const intents = chosen.map((text) =>
			putNew(account, keptPlaintext({ guide, run: from, text }))
		);
		await account.outbox.queue(account.personal.keys.space, intents);
		account.outboxChanged();
	});
}

export async function letGoOfLine(id: string): Promise<void> {
	return act(async (account) => {
		const kept = account.screens.talk.own.kept.find((one) => one.id === id);
		if (kept) await letGo(account, kept);
	});
}

/** Joint or deep activities, closed or opened again by this person alone, and told to nobody (R18). */
export async function setClosed(closed: ClosedActivities): Promise<void> {
	return act(async (account) => {
		await queueOwn(account, 'closed', closedPlaintext(closed));
		account.outboxChanged();
	});
}
