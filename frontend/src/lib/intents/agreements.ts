/**
 * What a person can do with limits, requests and agreements that are on the shared table. All throw
 * AppError; `signed_out` when locked, `space_closed` and `not_together` where there is nobody to do
 * it with, `not_now` where it cannot be done as things stand. Everything works offline and goes out
 * later; what the rules no longer take then waits under "needs you".
 */
import { parseId, toBase64url, type EventId } from '#lib/crypto/ids.js';
import { requestAnswerPlaintext, type RequestReply } from '#lib/log/content-agreement.js';
import { msOfDay } from '#lib/agreements/days.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import { signsOf } from '#lib/sync/intent.js';
import type { AgreementView } from '#lib/view/agreements.svelte.js';
import { act } from './act';
import { findAgreed, findAgreement, queueAct, queueErasure } from './agreed-here';

export * from './agreement-drafts';
export * from './verify-agreement';
export { keepAnswer } from './thanks';

/** How a review ends for this person: kept until another day, or let go of by both. */
export type ReviewChoice = { outcome: 'kept'; day: string } | { outcome: 'retired' };

/**
 * Signs exactly these words. Throws `not_now` where they wait for nobody any more, are one's own, or
 * still rest. If others have taken their place by the time this is sent, nothing is agreed, and
 * "needs you" says so, until this person signs other words.
 */
export async function accept(id: string, version: string): Promise<void> {
	return act(async (account) => {
		const { view, log } = findAgreement(account, id);
		const proposal = view.suggestions.find((one) => one.id === version);
		const from = proposal?.acceptableMs ?? null;
		const stored = log.fold.objects.get(parseId(view.id))?.[(proposal?.number ?? 0) - 1];
		if (from === null || account.world.now() < from || !stored?.envHash) {
			throw new AppError('not_now');
		}
		const words = toBase64url(stored.envHash);
		const signed = { version: parseId<EventId>(version), words };
		await forgetLate(account, view);
		await queueAct(account, view, { of: 'agreement.accepted', ...signed });
	});
}

/** Either person, at once, without a reason. */
export async function pause(id: string): Promise<void> {
	return act(async (account) => {
		const { view } = findAgreement(account, id);
		if (view.inForce === null) throw new AppError('not_now');
		if (!view.pausedMine) await queueAct(account, view, { of: 'agreement.paused' });
	});
}

/** Ends one's own pause; it holds again when nobody pauses. */
export async function resume(id: string): Promise<void> {
	return act(async (account) => {
		const { view } = findAgreement(account, id);
		if (view.pausedMine) await queueAct(account, view, { of: 'agreement.resumed' });
	});
}

/** Either person, at once, without a reason: nothing is in force and nothing is suggested any more. */
export async function withdraw(id: string): Promise<void> {
	return act(async (account) => {
		const { view } = findAgreement(account, id);
		if (view.inForce === null && view.suggestions.length === 0) return;
		await queueAct(account, view, { of: 'agreement.withdrawn' });
	});
}

/** It ends so once both have said the same. Revising is a new proposal. */
export async function review(id: string, choice: ReviewChoice): Promise<void> {
	return act(async (account) => {
		const { view } = findAgreement(account, id);
		if (view.inForce === null) throw new AppError('not_now');
		const nextMs = choice.outcome === 'kept' ? msOfDay(choice.day) : 0;
		const version = parseId<EventId>(view.inForce.version.id);
		await queueAct(account, view, { ...{ of: 'agreement.reviewed', version }, ...choice, nextMs });
	});
}

/**
 * "I have seen it": these words of the other person's limit. There is no accepting one. Throws
 * `not_now` where others have taken their place.
 */
export async function acknowledge(id: string, version: string): Promise<void> {
	return act(async (account) => {
		const { view } = findAgreed(account, id, 'limit');
		if (view.mine || view.retired || view.now.id !== version) throw new AppError('not_now');
		if (view.acknowledgedMs !== null) return;
		const seen = parseId<EventId>(version);
		await queueAct(account, view, { of: 'limit.acknowledged', version: seen });
	});
}

/** Lets go of one's own limit, for good. */
export async function retireLimit(id: string): Promise<void> {
	return act(async (account) => {
		const { view } = findAgreed(account, id, 'limit');
		if (!view.mine) throw new AppError('not_now');
		if (!view.retired) await queueAct(account, view, { of: 'limit.retired' });
	});
}

/**
 * Answers these words, freely; a later answer takes an earlier one's place. Throws `not_now` where
 * other words have taken theirs: nobody answers what they have not read.
 */
export async function answerRequest(
	id: string,
	version: string,
	answer: RequestReply,
	text: string
): Promise<void> {
	return act(async (account) => {
		const { view } = findAgreed(account, id, 'request');
		if (view.mine || view.withdrawn || view.asked.id !== version) throw new AppError('not_now');
		const content = requestAnswerPlaintext({ answer, text: text.trim() });
		const asked = parseId<EventId>(version);
		await queueAct(account, view, { of: 'request.answered', version: asked }, content);
		await account.answers.drop(parseId(view.id));
		account.refresh();
	});
}

/** Asks no longer. */
export async function withdrawRequest(id: string): Promise<void> {
	return act(async (account) => {
		const { view } = findAgreed(account, id, 'request');
		if (!view.mine) throw new AppError('not_now');
		if (!view.withdrawn) await queueAct(account, view, { of: 'request.withdrawn' });
	});
}

/**
 * Takes one's own words of a version, or of an answer, out of the history; that they stood there, and
 * the signatures, stay. Throws `not_now` for words that are in force: withdraw first.
 */
export async function eraseWords(id: string, version: string): Promise<void> {
	return act(async (account) => {
		const here = findAgreed(account, id);
		const { view } = here;
		const answers = view.kind === 'request' ? view.answers : [];
		const found = [...view.versions, ...answers].find((one) => one.id === version);
		if (!found?.mine) throw new AppError('not_now');
		const isInForce = view.kind === 'agreement' && view.inForce?.version.id === version;
		if (isInForce) throw new AppError('not_now');
		if (!found.erased) await queueErasure(account, here, parseId<EventId>(version));
	});
}

/** Yeses that came too late: whoever signs again has read how it stands. */
async function forgetLate({ outbox }: OpenAccount, { id }: AgreementView): Promise<void> {
	const late = outbox.entries.filter(({ row, intent }) => {
		return row.object === id && row.refused !== null && signsOf(intent) === 'accepted';
	});
	await outbox.remove(late.map(({ row }) => row.id));
}
