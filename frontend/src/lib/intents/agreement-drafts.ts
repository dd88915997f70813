/**
 * Drafts of limits, requests and agreements: this person's alone, sealed on this phone at each pause,
 * kept in My side when the screen is left, and gone from there when they are shared. All throw
 * AppError.
 */
import { parseId, uuidV4, uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { agreedPlaintext, saysSomething } from '#lib/log/content-agreement.js';
import { dayOf, isDeep, settleDays } from '#lib/agreements/days.js';
import type { OpenAccount } from '#lib/sync/account.js';
import type { AgreeAct } from '#lib/sync/agree-act.js';
import { AppError } from '#lib/sync/app-error.js';
import { agreementWork, toDraftWords } from '#lib/sync/keep-typing.js';
import type { DraftParts } from '#lib/view/agreements.svelte.js';
import { act } from './act';
import { findAgreed } from './agreed-here';
import { discardTyped, handOn, keepBoth, keepTyped, saveTyped } from './draft-work';
import { intend } from './queueing';
import { togetherLog } from './together';

export type { DraftParts };

/**
 * Begins a draft with these words (`lib/agreements/begin.ts`: blank, from a starter, from a limit, a
 * change of what is there) and gives its id. Nothing leaves this phone.
 */
export async function startDraft(parts: DraftParts): Promise<string> {
	const id = uuidV4();
	await keepDraft(id, parts);
	return id;
}

/** Seals what is typed so far, on this device only. Throws `too_long`, `storage`. */
export async function keepDraft(id: string, parts: DraftParts): Promise<{ keptMs: number }> {
	return act((account) => keepTyped(account, agreementWork(account), id, toDraftWords(parts)));
}

/** The screen is left: the words become an item of My side; emptied, they are let go of. */
export async function saveDraft(id: string, parts: DraftParts): Promise<void> {
	return act((account) => saveTyped(account, agreementWork(account), id, toDraftWords(parts)));
}

/** Lets go of the words, here and in My side. */
export async function discardDraft(id: string): Promise<void> {
	return act((account) => discardTyped(account, agreementWork(account), id));
}

/** What another device wrote apart becomes a draft of its own. */
export async function keepBothDrafts(id: string): Promise<void> {
	return act((account) => keepBoth(account, agreementWork(account), id));
}

/**
 * Shares a limit, asks a request, proposes an agreement: what the draft is. Proposing is signing; the
 * other person can then sign the same words. The draft goes in the same write. Gives the id of what
 * stands on the table. Throws `not_now` without a title and words, and where what it would change
 * cannot be changed any more.
 */
export async function shareDraft(id: string, parts: DraftParts): Promise<string> {
	return act(async (account) => {
		if (!saysSomething(parts)) throw new AppError('not_now');
		const { space, intent } = sharing(account, parts);
		const words = toDraftWords(parts);
		await handOn(account, agreementWork(account), id, { words, space, intent });
		return intent.intent.object;
	});
}

function sharing(account: OpenAccount, parts: DraftParts) {
	const { kind, changes } = parts;
	const nowMs = account.world.now();
	const days = settleDays(kind, parts, parts.reviewDays, dayOf(nowMs));
	const content = agreedPlaintext(kind, { ...parts, ...days });
	if (changes === null) {
		const object = uuidV7<ObjectId>(nowMs);
		const intent = intend(account, { kind: 'agree', object, act: actOf(parts, null), content });
		return { space: togetherLog(account).keys.space, intent };
	}
	const { view, log } = findAgreed(account, changes.object, kind);
	const isOver =
		(view.kind === 'limit' && (view.retired || !view.mine)) ||
		(view.kind === 'request' && (view.withdrawn || !view.mine));
	if (isOver) throw new AppError('not_now');
	const object = parseId<ObjectId>(view.id);
	const base = parseId<EventId>(changes.version);
	const from = view.versions.find((version) => version.id === base)?.words?.category;
	const act = actOf(parts, base, from);
	const intent = intend(account, { kind: 'agree', object, act, content });
	return { space: log.keys.space, intent };
}

/** @param from the category of the words that it starts from: deep words do not turn light unseen */
function actOf({ kind, category }: DraftParts, base: EventId | null, from = category): AgreeAct {
	switch (kind) {
		case 'limit':
			return { of: 'limit.shared' };
		case 'request':
			return { of: 'request.asked' };
		case 'agreement':
			return { of: 'agreement.proposed', base, deep: isDeep(category) || isDeep(from) };
	}
}
