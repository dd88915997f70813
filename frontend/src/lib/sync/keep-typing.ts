/** What an editor holds, sealed where words of its kind are kept until they become something. */
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import type { ThanksParts } from '#lib/log/content.js';
import { hasFieldWords, type FieldWords } from '#lib/log/content-talk.js';
import type { DraftParts } from '#lib/view/agreements.svelte.js';
import type { ComposedKept } from '#lib/view/compose-kept.js';
import type { AnswerTyping } from './answer-typing';
import type { AgreementDraftWords } from './draft-kinds';
import type { Drafts } from './drafts';
import type { PageTyping } from './page-typing';
import type { Screens } from './screens';
import type { TypedDrafts } from './typed-drafts';
import type { Typing } from './typing';

/** The kinds of words that are typed here, and what the screens show of them. */
export interface TypedWords {
	drafts: Drafts;
	typedThanks: TypedDrafts<ThanksParts>;
	answers: AnswerTyping;
	pages: PageTyping;
	typedAgreements: TypedDrafts<AgreementDraftWords>;
	screens: Screens;
}

/** Drafts of one kind: what is typed here, and what is kept in My side. */
export interface DraftWork<Words> {
	typed: TypedDrafts<Words>;
	kept: readonly ComposedKept<Words>[];
}

export interface DraftHere<Words> {
	/** The id that it was typed under. */
	first: ObjectId;
	/** As it is kept in My side. */
	shown: ComposedKept<Words> | undefined;
	/** The version that words typed now change; null for new ones. */
	base: EventId | null;
}

/**
 * Sealing begins before this returns: what locks a phone forgets its keys right behind it.
 * Throws AppError `too_long`, or what the store throws.
 */
export async function keepTyping(words: TypedWords, typing: Typing): Promise<void> {
	const id = parseId<ObjectId>(typing.id);
	if ('did' in typing) return keepDraft(thanksWork(words), id, typing);
	if ('line' in typing) return words.answers.keep(id, typing.line);
	if ('draft' in typing) return keepDraft(agreementWork(words), id, toDraftWords(typing.draft));
	if ('words' in typing) return keepPage(words, id, typing.step, typing.words);
	const { title, text } = typing;
	await words.drafts.keep(id, { title, text }, words.drafts.baseOf(id, words.screens.notes));
}

/** A draft that is being typed, as a change of the version that it began with. */
export async function keepDraft<Words>(
	work: DraftWork<Words>,
	first: ObjectId,
	words: Words
): Promise<void> {
	await work.typed.keep(first, words, draftAt(work, first).base);
}

export function draftAt<Words>(
	{ typed, kept }: DraftWork<Words>,
	first: ObjectId
): DraftHere<Words> {
	const id = typed.idOf(first);
	const shown = kept.find((draft) => draft.id === id);
	const before = typed.find(first);
	return { first, shown, base: before ? before.base : (shown?.event ?? null) };
}

/** Thanks, with those that are kept in My side. */
export function thanksWork({ typedThanks, screens }: TypedWords): DraftWork<ThanksParts> {
	return { typed: typedThanks, kept: screens.drafts };
}

/** Drafts of limits, requests and agreements, with those that are kept in My side. */
export function agreementWork({
	typedAgreements,
	screens
}: TypedWords): DraftWork<AgreementDraftWords> {
	return { typed: typedAgreements, kept: screens.agreements.kept };
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

/** What an editor holds, with the ids that it names read strictly. */
export function toDraftWords(parts: DraftParts): AgreementDraftWords {
	const { changes } = parts;
	const place = changes && {
		object: parseId<ObjectId>(changes.object),
		version: parseId<EventId>(changes.version)
	};
	return { ...parts, changes: place };
}

/** Whether words are on this phone that nothing else holds. */
export async function areWordsHere(words: TypedWords): Promise<boolean> {
	await loadTyping(words);
	const { drafts, typedThanks, answers, pages, typedAgreements } = words;
	const [notes, thanks, lines] = [drafts.list().length, typedThanks.all.size, answers.all.size];
	// Emptied again, a new page is none; emptied of what is kept, it is a change of that.
	const written = pages.all.filter((page) => page.base !== null || hasFieldWords(page.words));
	return notes + thanks + lines + written.length + typedAgreements.all.size > 0;
}

/** Reads what this or another tab kept. */
export async function loadTyping(words: Omit<TypedWords, 'screens'>): Promise<void> {
	const { drafts, typedThanks, answers, pages, typedAgreements } = words;
	const kinds = [drafts, typedThanks, answers, pages, typedAgreements];
	await Promise.all(kinds.map((kind) => kind.load()));
}
