/** What an editor holds, sealed where words of its kind are kept until they become something. */
import { parseId, type ObjectId } from '#lib/crypto/ids.js';
import type { ThanksParts } from '#lib/log/content.js';
import type { AnswerTyping } from './answer-typing';
import type { Drafts } from './drafts';
import type { Screens } from './screens';
import type { ThanksTyping } from './thanks-typing';
import type { Typing } from './typing';

/** The three kinds of words that are typed here, and what the screens show of them. */
export interface TypedWords {
	drafts: Drafts;
	typing: ThanksTyping;
	answers: AnswerTyping;
	screens: Screens;
}

/**
 * Sealing begins before this returns: what locks a phone forgets its keys right behind it.
 * Throws AppError `too_long`, or what the store throws.
 */
export async function keepTyping(words: TypedWords, typing: Typing): Promise<void> {
	const id = parseId<ObjectId>(typing.id);
	if ('did' in typing) return keepThanks(words, id, typing);
	if ('line' in typing) return words.answers.keep(id, typing.line);
	const { title, text } = typing;
	await words.drafts.keep(id, { title, text }, words.drafts.baseOf(id, words.screens.notes));
}

/** Thanks that are being typed, as a change of the version that they began with. */
export async function keepThanks(
	{ typing, screens }: TypedWords,
	first: ObjectId,
	{ did, changed, shows, about }: ThanksParts
): Promise<void> {
	const id = typing.idOf(first);
	const shown = screens.drafts.find((draft) => draft.id === id)?.event ?? null;
	const typed = typing.find(first);
	const base = typed ? typed.base : shown;
	await typing.keep(first, { did, changed, shows, about }, base);
}

/** Whether words are on this phone that nothing else holds. */
export async function areWordsHere({ drafts, typing, answers }: TypedWords): Promise<boolean> {
	await Promise.all([drafts, typing, answers].map((kind) => kind.load()));
	return drafts.list().length + typing.all.size + answers.all.size > 0;
}
