/**
 * Sealed answers as a person gives them (protocol.md §7). They are kept on this phone until they are
 * in, over locks and reloads; whether the other person's is in shows nowhere before both are open.
 */
import { parseId, uuidV7, type ObjectId } from '#lib/crypto/ids.js';
import { answerPlaintext, hasFieldWords } from '#lib/log/content-talk.js';
import type { OpenAccount } from '#lib/sync/account.js';
import type { AnswerAddress } from '#lib/sync/answers-api.js';
import { AppError } from '#lib/sync/app-error.js';
import { isSame } from '#lib/view/compose-runs.js';
import type { ConversationView, OpeningView, Words } from '#lib/view/talk.svelte.js';
import { act } from './act';
import { dropPage, pageContent, putPage, wordsAt } from './own-talk';
import { revise } from './queueing';
import { checkGate, findHere, guideOf, queue } from './talk-here';

/**
 * Seals an answer to the current reveal: the first one, or another in its place while it is closed.
 * Throws `too_long`, `wait` within 24 hours of a withdrawal, `not_open`, `not_now`.
 */
export async function putAnswer(conversation: string, words: Words): Promise<void> {
	return act(async (account) => {
		await account.loadGuides();
		const { view, opening } = findOpening(account, conversation);
		checkGate(account, guideOf(account, view));
		if (!hasFieldWords(words)) return;
		await mean(account, view, opening, { pass: false, words });
	});
}

/** Passing is a sealed answer too, and looks like one until both are open. What is typed stays typed. */
export async function passAnswer(conversation: string): Promise<void> {
	return act(async (account) => {
		const { view, opening } = findOpening(account, conversation);
		await mean(account, view, opening, { pass: true, words: {} });
	});
}

/**
 * Takes one's own closed answer back, and its words become a draft again; 24 hours pass before
 * another. Throws `told` after telling.
 * @param missing an opening that the log names, and whose answers are not there; else the current one
 */
export async function withdrawAnswer(conversation: string, missing?: number): Promise<void> {
	return act(async (account) => {
		const { view, opening } =
			missing === undefined
				? findOpening(account, conversation)
				: findMissing(account, conversation, missing);
		if (opening.toldByMe) throw new AppError('told');
		if (!['sealed', 'unsent', 'missing'].includes(opening.stage)) return;
		// First, so that no moment is without them.
		await giveBack(account, view, opening);
		await account.sealed.mean(addressOf(view, opening), null);
		account.outboxChanged();
	});
}

/** "I have answered": a choice of its own; from then on the answer can be replaced, not withdrawn. */
export async function tellAnswered(conversation: string): Promise<void> {
	return act(async (account) => {
		const { view, opening } = findOpening(account, conversation);
		if (opening.stage !== 'sealed') throw new AppError('not_now');
		if (opening.toldByMe) return;
		await queue(account, view, { of: 'conversation.told', opening: opening.opening });
	});
}

/** The seam was shown on this phone. */
export async function markOpenedSeen(conversation: string, opening: number): Promise<void> {
	return act(async (account) => {
		const view = account.screens.talk.views.find(({ id }) => id === conversation);
		if (!view) return;
		await account.sealed.rows.markSeen(addressOf(view, { opening }));
		account.refresh();
	});
}

async function mean(
	account: OpenAccount,
	view: ConversationView,
	opening: OpeningView,
	answer: { pass: boolean; words: Words }
): Promise<void> {
	if (view.pause !== null) throw new AppError('not_now');
	if (opening.againMs !== null) throw new AppError('wait');
	await account.sealed.mean(addressOf(view, opening), answerPlaintext(answer));
	// The words are in the sealed answer from here on.
	if (!answer.pass && view.run !== null && opening.stepId !== null) {
		await dropPage(account, parseId(view.run), opening.stepId, answer.words);
	}
	account.outboxChanged();
}

/** The words of one's own half as a draft; beside another one, where that is being written already. */
async function giveBack(
	account: OpenAccount,
	{ run }: ConversationView,
	{ mine, stepId }: OpeningView
): Promise<void> {
	if (!mine || mine.pass || run === null || stepId === null) return;
	const id = parseId<ObjectId>(run);
	const page = { words: mine.words, paper: false };
	const before = wordsAt(account, id, stepId);
	if (!hasFieldWords(before)) return putPage(account, id, stepId, page);
	if (isSame(before, mine.words)) return;
	const object = account.screens.talk.page(id, stepId)?.id ?? uuidV7<ObjectId>(account.world.now());
	await revise(account, { object, base: [], content: pageContent(id, stepId, page) });
}

/** The current reveal. Throws `not_now` where there is none, or it is open. */
function findOpening(
	account: OpenAccount,
	conversation: string
): { view: ConversationView; opening: OpeningView } {
	const { view } = findHere(account, conversation);
	const opening = view.openings.find(({ step }) => step === view.step);
	const isClosed = opening && opening.stage !== 'open' && opening.stage !== 'opening';
	if (!isClosed) throw new AppError('not_now');
	return { view, opening };
}

/** Throws `not_now` where it is not missing. */
function findMissing(
	account: OpenAccount,
	conversation: string,
	number: number
): { view: ConversationView; opening: OpeningView } {
	const { view } = findHere(account, conversation);
	const opening = view.openings[number - 1];
	if (opening?.stage !== 'missing') throw new AppError('not_now');
	return { view, opening };
}

function addressOf(
	{ space, id }: ConversationView,
	{ opening }: Pick<OpeningView, 'opening'>
): AnswerAddress {
	return { space: parseId(space), conversation: parseId<ObjectId>(id), opening };
}
