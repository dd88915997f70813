/** What an editor holds, sealed where words of its kind are kept until they become something. */
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import type { ThanksParts } from '#lib/log/content.js';
import type { FieldWords } from '#lib/log/content-talk.js';
import type { DraftParts } from '#lib/view/agreements.svelte.js';
import type { AgreementTyping, DraftWords } from './agreement-typing';
import type { AnswerTyping } from './answer-typing';
import type { Drafts } from './drafts';
import type { PageTyping } from './page-typing';
import type { Screens } from './screens';
import type { ThanksTyping } from './thanks-typing';
import type { Typing } from './typing';

/** The kinds of words that are typed here, and what the screens show of them. */
export interface TypedWords {
	drafts: Drafts;
	typing: ThanksTyping;
	answers: AnswerTyping;
	pages: PageTyping;
	agreed: AgreementTyping;
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
	if ('draft' in typing) return keepAgreement(words, id, typing.draft);
	if ('words' in typing) return keepPage(words, id, typing.step, typing.words);
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

/** A step that is being written, as a change of the version that it began with. */
export async function keepPage(
	{ pages, screens }: TypedWords,
	run: ObjectId,
	step: string,
	words: FieldWords
): Promise<void> {
	const typed = pages.find(run, step);
	const base = typed ? typed.base : (screens.talk.page(run, step)?.event ?? null);
	await pages.keep(run, step, words, base);
}

/** A draft of an agreement, as a change of the version that it began with. */
export async function keepAgreement(
	{ agreed, screens }: TypedWords,
	first: ObjectId,
	parts: DraftParts
): Promise<void> {
	const id = agreed.idOf(first);
	const shown = screens.talk.own.drafts.find((draft) => draft.id === id)?.event ?? null;
	const typed = agreed.find(first);
	await agreed.keep(first, toDraftWords(parts), typed ? typed.base : shown);
}

/** What an editor holds, with the ids that it names read strictly. */
export function toDraftWords(parts: DraftParts): DraftWords {
	const { changes } = parts;
	const place = changes && {
		object: parseId<ObjectId>(changes.object),
		version: parseId<EventId>(changes.version)
	};
	return { ...parts, changes: place };
}

/** Whether words are on this phone that nothing else holds. */
export async function areWordsHere(words: TypedWords): Promise<boolean> {
	const { drafts, typing, answers, pages, agreed } = words;
	await Promise.all([drafts, typing, answers, pages, agreed].map((kind) => kind.load()));
	const [notes, thanks, lines] = [drafts.list().length, typing.all.size, answers.all.size];
	return notes + thanks + lines + pages.all.length + agreed.all.size > 0;
}
