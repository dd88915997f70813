/**
 * Drafts of limits, requests and agreements: this person's alone, sealed on this phone at each pause,
 * kept in My side when the screen is left, and gone from there when they are shared. All throw
 * AppError.
 */
import { parseId, uuidV4, uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import {
	agreedPlaintext,
	agreementDraftPlaintext,
	saysSomething,
	type AgreementDraft
} from '#lib/log/content-agreement.js';
import { dayOf, isDeep, settleDays } from '#lib/agreements/days.js';
import { isSameDraft } from '#lib/agreements/begin.js';
import type { OpenAccount } from '#lib/sync/account.js';
import type { AgreeAct } from '#lib/sync/agree-act.js';
import { AppError } from '#lib/sync/app-error.js';
import { keepAgreement, toDraftWords } from '#lib/sync/keep-typing.js';
import type { NewIntent } from '#lib/sync/outbox.js';
import type { DraftParts } from '#lib/view/agreements.svelte.js';
import type { ComposedKept } from '#lib/view/compose-kept.js';
import { act } from './act';
import { findAgreed } from './agreed-here';
import { eraseAll, intend, letGo, revise } from './queueing';
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
	return act(async (account) => {
		const first = parseId<ObjectId>(id);
		await keepAgreement(account, first, parts);
		account.refresh();
		return { keptMs: account.agreed.find(first)?.keptMs ?? account.world.now() };
	});
}

/** The screen is left: the words become an item of My side. Nothing happens if nothing changed. */
export async function saveDraft(id: string, parts: DraftParts): Promise<void> {
	return act(async (account) => {
		const first = parseId<ObjectId>(id);
		const shown = findDraft(account, first);
		const isUnchanged = shown !== undefined && isSameDraft(shown.words, parts);
		if (isUnchanged || !hasWords(parts)) {
			await account.agreed.drop(first);
			account.refresh();
			return;
		}
		const typed = account.agreed.find(first);
		const base = typed ? typed.base : (shown?.event ?? null);
		// What another device wrote meanwhile stays: these words then are a draft of their own.
		const next = shown?.event === base ? shown : undefined;
		const object = next?.id ?? uuidV7<ObjectId>(account.world.now());
		await revise(
			account,
			object,
			next?.event ?? null,
			agreementDraftPlaintext(toDraftWords(parts))
		);
		await account.agreed.becomes(first, object);
		account.outboxChanged();
	});
}

/** Lets go of the words, here and in My side. */
export async function discardDraft(id: string): Promise<void> {
	return act(async (account) => {
		const first = parseId<ObjectId>(id);
		const shown = findDraft(account, first);
		await account.agreed.drop(first);
		if (shown) await letGo(account, shown);
		account.refresh();
	});
}

/**
 * Shares a limit, asks a request, proposes an agreement: what the draft is. Proposing is signing; the
 * other person can then sign the same words. The draft goes in the same write. Gives the id of what
 * stands on the table. Throws `not_now` without a title and words, and where what it would change
 * cannot be changed any more.
 */
export async function shareDraft(id: string, parts: DraftParts): Promise<string> {
	return act(async (account) => {
		const first = parseId<ObjectId>(id);
		if (!saysSomething(parts)) throw new AppError('not_now');
		const { log, object, intent } = sharing(account, parts);
		const shown = findDraft(account, first);
		const gone = shown ? await eraseAll(account, shown.id, shown.standing) : [];
		// One write: whatever happens in between, the words are in one place or in both.
		await account.outbox.queueAll([
			{ space: log.keys.space, intents: [intent] },
			{ space: account.personal.keys.space, intents: gone }
		]);
		await account.agreed.becomes(first, object);
		account.outboxChanged();
		return object;
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
		return { log: togetherLog(account), object, intent };
	}
	const { view, log } = findAgreed(account, changes.object, kind);
	const isOver =
		(view.kind === 'limit' && (view.retired || !view.mine)) ||
		(view.kind === 'request' && (view.withdrawn || !view.mine));
	if (isOver) throw new AppError('not_now');
	const object = parseId<ObjectId>(view.id);
	const base = parseId<EventId>(changes.version);
	const intent: NewIntent = intend(account, {
		kind: 'agree',
		object,
		act: actOf(parts, base),
		content
	});
	return { log, object, intent };
}

function actOf({ kind, category }: DraftParts, base: EventId | null): AgreeAct {
	switch (kind) {
		case 'limit':
			return { of: 'limit.shared' };
		case 'request':
			return { of: 'request.asked' };
		case 'agreement':
			return { of: 'agreement.proposed', base, deep: isDeep(category) };
	}
}

function findDraft(
	{ screens, agreed }: OpenAccount,
	first: ObjectId
): ComposedKept<AgreementDraft> | undefined {
	const id = agreed.idOf(first);
	return screens.talk.own.drafts.find((draft) => draft.id === id);
}

function hasWords(parts: DraftParts): boolean {
	const { title, what, why, keptLooksLike, exceptions, help, ifMissed, ifKeptMissed } = parts;
	const texts = [title, what, why, keptLooksLike, exceptions, help, ifMissed, ifKeptMissed];
	return [...texts, parts.whyYou, parts.reason].some((text) => text.trim() !== '');
}
