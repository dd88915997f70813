/** What the intents of guided conversations share: rows of My side, queued and let go of. */
import { parseId, uuidV7, type EventId, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import { pagePlaintext, runPlaintext, type Page, type Run } from '#lib/log/content-talk.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import type { Intent, PutIntent } from '#lib/sync/intent.js';
import type { NewIntent } from '#lib/sync/outbox.js';
import { stepsOf, type Guide } from '#lib/talk/guide.js';
import type { ComposedKept } from '#lib/view/compose-kept.js';
import { pagesAt } from '#lib/view/compose-runs.js';

export function intend<Meant extends Intent>(
	account: OpenAccount,
	intent: Meant
): NewIntent & { intent: Meant } {
	return { id: uuidV7<EventId>(account.world.now()), intent, holdUntilMs: 0 };
}

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
	await revise(account, run.id, run.event, runPlaintext({ ...run.words, ...change }));
}

/** Words that were never sent are replaced in the outbox. */
export async function revise(
	account: OpenAccount,
	object: ObjectId,
	base: EventId | null,
	content: PutIntent['content']
): Promise<void> {
	const { outbox, personal } = account;
	const waiting = base === null ? undefined : outbox.find(base);
	if (waiting?.intent.kind === 'put') {
		if (await outbox.revise(waiting.row, { ...waiting.intent, content })) return;
	}
	const earlier = base === null ? [] : [base];
	const put = intend(account, { kind: 'put', object, base: earlier, content });
	await outbox.queue(personal.keys.space, [put]);
}

/** What was typed or kept of a step is let go of: it stands elsewhere now. */
export async function dropPage(account: OpenAccount, run: string, step: string): Promise<void> {
	const id = parseId<ObjectId>(run);
	await account.pages.drop(id, step);
	for (const page of pagesAt(account.screens.talk.own, id, step)) await letGo(account, page);
}

/** Takes a thing of My side off it, every version that this phone knows. */
export async function letGo(
	account: OpenAccount,
	{ id, standing }: Pick<ComposedKept<unknown>, 'id' | 'standing'>
): Promise<void> {
	const erasures = await eraseAll(account, id, standing);
	if (erasures.length > 0) await account.outbox.queue(account.personal.keys.space, erasures);
	account.outboxChanged();
}

/** What is certainly not sent is taken out of the outbox instead. */
export async function eraseAll(
	account: OpenAccount,
	object: ObjectId,
	versions: readonly EventId[]
): Promise<NewIntent[]> {
	const erasures: NewIntent[] = [];
	for (const version of versions) {
		if (await account.outbox.cancel([version])) continue;
		erasures.push(intend(account, { kind: 'erase', object, version }));
	}
	return erasures;
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
