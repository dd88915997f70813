/** What a person can do with thanks. All throw AppError; `signed_out` when locked. */
import { parseId, uuidV4, uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import {
	hasWords,
	jarPlaintext,
	thanksAnswerPlaintext,
	thanksPlaintext,
	type ThanksParts
} from '#lib/log/content.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import { thanksWork } from '#lib/sync/keep-typing.js';
import type { Intent } from '#lib/sync/intent.js';
import type { ComposedThanks } from '#lib/view/compose-thanks.js';
import { act } from './act';
import { discardTyped, handOn, keepBoth, keepTyped, saveTyped } from './draft-work';
import { eraseAll, intend, letGo, putNew } from './queueing';
import { togetherLog } from './together';

export type { ThanksParts };

/**
 * The id under which thanks are typed. It says nothing about time, and no server sees it: they get
 * another one when they are kept or given, and `thanks.find` and `thanks.findDraft` know both.
 */
export function newThanksId(): string {
	return uuidV4();
}

/** Seals what is typed so far, on this device only. Throws `too_long`, `storage`. */
export async function keepThanksDraft(id: string, parts: ThanksParts): Promise<{ keptMs: number }> {
	return act((account) => keepTyped(account, thanksWork(account), id, parts));
}

/** The screen is left: the words become an item of My side; emptied, they are let go of. */
export async function saveThanksDraft(id: string, parts: ThanksParts): Promise<void> {
	return act((account) => saveTyped(account, thanksWork(account), id, parts));
}

/** Lets go of the words, here and in My side. */
export async function discardThanksDraft(id: string): Promise<void> {
	return act((account) => discardTyped(account, thanksWork(account), id));
}

/** What another device wrote apart becomes a draft of its own. */
export async function keepBothThanks(id: string): Promise<void> {
	return act((account) => keepBoth(account, thanksWork(account), id));
}

/** Throws `not_together`, `space_closed`, `too_long`. The draft goes once the thanks are queued. */
export async function giveThanks(id: string, parts: ThanksParts): Promise<void> {
	return act(async (account) => {
		const { space } = togetherLog(account).keys;
		if (!hasWords(parts)) return;
		const object = uuidV7<ObjectId>(account.world.now());
		const intent = intend(account, { kind: 'give', object, content: thanksPlaintext(parts) });
		await handOn(account, thanksWork(account), id, { words: parts, space, intent });
	});
}

/** "Taken in": the other person is told, once. */
export async function takeIn(id: string): Promise<void> {
	return act(async (account) => {
		const given = findReceived(account, id);
		if (given.takenIn) return;
		await queueFor(account, given, { kind: 'take_in', object: given.id });
	});
}

/** A line back. One stands at a time; nothing happens where one does. */
export async function answerThanks(id: string, text: string): Promise<void> {
	return act(async (account) => {
		const given = findReceived(account, id);
		if (given.answer !== null || text.trim() === '') return;
		const content = thanksAnswerPlaintext(text);
		await queueFor(account, given, { kind: 'answer', object: given.id, content });
		await account.answers.drop(given.id);
		account.refresh();
	});
}

/**
 * Seals a line that is begun, on this device only, whatever became of the thanks or the request that
 * it answers; an empty one is let go. Throws `too_long`, `storage`.
 */
export async function keepAnswer(id: string, line: string): Promise<{ keptMs: number }> {
	return act(async (account) => {
		const answered = parseId<ObjectId>(id);
		await account.answers.keep(answered, line);
		account.refresh();
		return { keptMs: account.answers.all.get(answered)?.keptMs ?? account.world.now() };
	});
}

export async function takeBackAnswer(id: string): Promise<void> {
	return act(async (account) => {
		const given = findGiven(account, id);
		const { answer } = given;
		if (answer === null || answer.member !== ownIn(account, given)) return;
		await takeBackWords(account, given, answer.event);
	});
}

/** Thanks that were given; an answer to them stays. */
export async function takeBack(id: string): Promise<void> {
	return act(async (account) => {
		const given = findGiven(account, id);
		if (given.giver !== ownIn(account, given)) return;
		await takeBackWords(account, given, given.event);
	});
}

/** A copy in My side, which only this person has. */
export async function keepInJar(id: string): Promise<void> {
	return act(async (account) => {
		const { screens, personal, outbox } = account;
		const given = findGiven(account, id);
		const { words, space, id: thanks, givenMs } = given;
		const log = account.logs.get(space);
		const from = log && screens.nameOf(log, given.giver);
		const isKept = screens.jar.some(({ words: copy }) => copy.thanks === thanks);
		if (words === null || !from || isKept) return;
		const { did, changed, shows } = words;
		const content = jarPlaintext({ space, thanks, from, did, changed, shows, givenMs });
		await outbox.queue(personal.keys.space, [putNew(account, content)]);
		account.outboxChanged();
	});
}

/** @param id of the copy, or of the thanks that it is of */
export async function takeOutOfJar(id: string): Promise<void> {
	return act(async (account) => {
		const { screens, typedThanks } = account;
		const known = typedThanks.idOf(parseId<ObjectId>(id));
		const copies = screens.jar.filter((copy) => copy.id === known || copy.words.thanks === known);
		for (const copy of copies) await letGo(account, copy);
	});
}

async function takeBackWords(
	account: OpenAccount,
	given: ComposedThanks,
	version: EventId
): Promise<void> {
	checkOpen(account, given);
	await account.outbox.queue(given.space, eraseAll(account, given.id, [version]));
	account.outboxChanged();
}

async function queueFor(
	account: OpenAccount,
	given: ComposedThanks,
	intent: Intent
): Promise<void> {
	checkOpen(account, given);
	await account.outbox.queue(given.space, [intend(account, intent)]);
	account.outboxChanged();
}

function checkOpen(account: OpenAccount, { space }: ComposedThanks): void {
	const log = account.logs.get(space);
	if (!log || account.spaces.isClosed(log)) throw new AppError('space_closed');
}

/** Throws `server` for thanks that are not there, or not any more. */
function findGiven({ screens, typedThanks }: OpenAccount, id: string): ComposedThanks {
	const known = typedThanks.idOf(parseId<ObjectId>(id));
	const given = screens.thanks.find((candidate) => candidate.id === known);
	if (!given) throw new AppError('server');
	return given;
}

function findReceived(account: OpenAccount, id: string): ComposedThanks {
	const given = findGiven(account, id);
	if (given.giver === ownIn(account, given)) throw new AppError('server');
	return given;
}

function ownIn({ logs }: OpenAccount, { space }: ComposedThanks) {
	return logs.get(space)?.keys.own.member;
}
