/** What the intents of guided conversations share: runs and their pages in My side. */
import { uuidV7, type EventId, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import {
	hasFieldWords,
	pagePlaintext,
	runPlaintext,
	type FieldWords,
	type Page,
	type Run
} from '#lib/log/content-talk.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import type { PutIntent } from '#lib/sync/intent.js';
import type { NewIntent } from '#lib/sync/outbox.js';
import { stepsOf, type Guide } from '#lib/talk/guide.js';
import type { ComposedKept } from '#lib/view/compose-kept.js';
import { isSame, pagesAt } from '#lib/view/compose-runs.js';
import { intend, letGo, putNew, revise } from './queueing';

/** A run at its first step, or one that was begun alone and is one's own of a conversation now. */
export function putRun(
	account: OpenAccount,
	guide: Guide,
	together: { space: SpaceId; conversation: ObjectId } | null,
	begunAs?: string
): NewIntent & { intent: PutIntent } {
	const before = begunAs === undefined ? undefined : findRun(account, begunAs);
	const company = together === null ? 'alone' : 'together';
	const [first] = stepsOf(guide, company);
	const run: Omit<Run, 't' | 'replaces'> = {
		guide: guide.id,
		version: guide.version,
		space: together?.space ?? null,
		conversation: together?.conversation ?? null,
		step: before?.words.step ?? first?.id ?? '',
		ended: false,
		startedMs: before?.words.startedMs ?? account.world.now()
	};
	const object = before?.id ?? uuidV7<ObjectId>(account.world.now());
	const base = before ? [before.event] : [];
	return intend(account, { kind: 'put', object, base, content: runPlaintext(run) });
}

/** The run with a change; replaced in the outbox where it was never sent, so that no trail goes out. */
export async function reviseRun(
	account: OpenAccount,
	run: ComposedKept<Run>,
	change: Partial<Pick<Run, 'step' | 'ended'>>
): Promise<void> {
	const content = runPlaintext({ ...run.words, ...change });
	await revise(account, { object: run.id, base: [run.event], content });
}

/** The words of a step as they stand here: typed ones first. */
export function wordsAt(account: OpenAccount, run: ObjectId, step: string): FieldWords {
	const typed = account.pages.find(run, step)?.words;
	return typed ?? account.screens.talk.page(run, step)?.words.words ?? {};
}

/**
 * What is typed becomes one item of My side; nothing happens if nothing changed, and nothing stays of
 * a run that was taken off it.
 */
export async function putPage(
	account: OpenAccount,
	run: ObjectId,
	step: string,
	page: Pick<Page, 'words' | 'paper'>
): Promise<void> {
	const { pages, screens } = account;
	if (!screens.talk.own.runs.some(({ id }) => id === run)) return pages.drop(run, step);
	const shown = screens.talk.page(run, step);
	const typed = pages.find(run, step);
	const isUnchanged =
		shown === undefined
			? !page.paper && !hasFieldWords(page.words)
			: shown.words.paper === page.paper && isSame(shown.words.words, page.words);
	if (!isUnchanged) {
		const base = typed ? typed.base : (shown?.event ?? null);
		const object = shown?.id ?? uuidV7<ObjectId>(account.world.now());
		const content = pageContent(run, step, page);
		await revise(account, { object, base: base === null ? [] : [base], content });
	}
	await pages.drop(run, step);
	account.outboxChanged();
}

/**
 * Words of a step that stand elsewhere from here on are let go of, with what they were a change of.
 * What another device wrote meanwhile was seen by nobody here: it stays, as a page of its own.
 */
export async function dropPage(
	account: OpenAccount,
	run: ObjectId,
	step: string,
	handedOn: FieldWords
): Promise<void> {
	const base = account.pages.find(run, step)?.base;
	await account.pages.drop(run, step);
	const isHandedOn = ({ event, words }: { event: EventId; words: Page }): boolean =>
		event === base || isSame(words.words, handedOn);
	for (const page of pagesAt(account.screens.talk.own, run, step)) {
		const heads = [page, ...page.others];
		const unseen = heads.filter((one) => !isHandedOn(one));
		if (!isHandedOn(page)) {
			const standing = heads.filter(isHandedOn).map(({ event }) => event);
			await letGo(account, { id: page.id, standing });
			continue;
		}
		const apart = unseen.map(({ words }) => putNew(account, pageContent(run, step, words)));
		await account.outbox.queue(account.personal.keys.space, apart);
		await letGo(account, page);
	}
}

/** One field of a step stands elsewhere from here on; what was typed beside it stays. */
export async function dropField(
	account: OpenAccount,
	run: ObjectId,
	step: string,
	field: string
): Promise<void> {
	const words = wordsAt(account, run, step);
	const rest = Object.fromEntries(Object.entries(words).filter(([name]) => name !== field));
	if (hasFieldWords(rest)) await putPage(account, run, step, { words: rest, paper: false });
	else await dropPage(account, run, step, words);
}

/** Throws `server` for one that is not there. */
export function findRun({ screens }: OpenAccount, id: string): ComposedKept<Run> {
	const run = screens.talk.own.runs.find((one) => one.id === id);
	if (!run) throw new AppError('server');
	return run;
}

export function pageContent(run: ObjectId, step: string, page: Pick<Page, 'words' | 'paper'>) {
	return pagePlaintext({ run, step, ...page });
}
