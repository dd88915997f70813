/** What the intents of guided conversations share: runs and their pages in My side. */
import { parseId, uuidV7, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import { pagePlaintext, runPlaintext, type Page, type Run } from '#lib/log/content-talk.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import type { PutIntent } from '#lib/sync/intent.js';
import type { NewIntent } from '#lib/sync/outbox.js';
import { stepsOf, type Guide } from '#lib/talk/guide.js';
import type { ComposedKept } from '#lib/view/compose-kept.js';
import { pagesAt } from '#lib/view/compose-runs.js';
import { intend, letGo, revise } from './queueing';

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

/** What was typed or kept of a step is let go of: it stands elsewhere now. */
export async function dropPage(account: OpenAccount, run: string, step: string): Promise<void> {
	const id = parseId<ObjectId>(run);
	await account.pages.drop(id, step);
	for (const page of pagesAt(account.screens.talk.own, id, step)) await letGo(account, page);
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
