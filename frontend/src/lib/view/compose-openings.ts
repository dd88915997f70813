/**
 * The reveals of a conversation as one person may see them: one's own answer from the moment it is
 * meant, the other's only once both are open and both were checked. Pure. Whether the other person's
 * answer is in is not known here, so it can show nowhere (R6).
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import type { MemberId, SpaceId } from '#lib/crypto/ids.js';
import { readContent } from '#lib/log/content.js';
import type { SealedAnswer } from '#lib/log/content-talk.js';
import { openingAt, type FoldedConversation } from '#lib/log/fold-conversation.js';
import type { OpenedPair, OwnAnswer } from '#lib/sync/answer-rows.js';
import type { AnswerAddress } from '#lib/sync/answers-api.js';
import type { AnswerView, OpeningStage, OpeningView } from './talk.svelte.js';

/** What of sealed answers is on this phone. */
export interface AnswersHere {
	find(address: AnswerAddress): OwnAnswer | undefined;
	findOpened(address: AnswerAddress): OpenedPair | undefined;
	isMissing(address: AnswerAddress): boolean;
}

interface Place {
	space: SpaceId;
	me: MemberId;
	answers: AnswersHere;
	nowMs: number;
}

export function composeOpenings(
	place: Place,
	folded: FoldedConversation,
	stepIds: readonly string[] | null
): OpeningView[] {
	const { facts } = folded.state;
	return facts.plan.flatMap((_, index) => {
		const opening = openingAt(facts, index + 1);
		const stepId = stepIds?.[index] ?? null;
		return opening === null ? [] : [toOpening(place, folded, { opening, step: index + 1, stepId })];
	});
}

function toOpening(
	place: Place,
	folded: FoldedConversation,
	at: Pick<OpeningView, 'opening' | 'step' | 'stepId'>
): OpeningView {
	const { answers, space, me, nowMs } = place;
	const { facts } = folded.state;
	const address = { space, conversation: folded.id, opening: at.opening };
	const own = answers.find(address);
	const pair = answers.findOpened(address);
	const isCurrent = at.step === facts.done + 1;
	const told = isCurrent ? facts.told : [];
	const isMissing = answers.isMissing(address);
	const stage = stageOf({ folded, own, pair, isMissing, at, isCurrent });
	const isOpen = stage === 'open';
	const againMs = own?.row.againMs ?? 0;
	return {
		...at,
		stage,
		mine: isOpen ? toView(pair?.mine ?? null) : ownWords(own),
		theirs: isOpen ? toView(pair?.theirs ?? null) : null,
		openedMs: folded.openings[at.opening - 1]?.openedMs ?? pair?.row.openedMs ?? null,
		seen: pair?.row.seen ?? false,
		againMs: againMs > nowMs ? againMs : null,
		toldByMe: told.includes(me),
		toldByThem: told.some((member) => member !== me),
		mineGone: pair?.row.mine.body === null,
		theirsGone: pair?.row.theirs.body === null,
		problem: isOpen ? problemOf(pair, folded, place, at.opening) : null
	};
}

function stageOf({
	folded,
	own,
	pair,
	isMissing,
	at,
	isCurrent
}: {
	folded: FoldedConversation;
	own: OwnAnswer | undefined;
	pair: OpenedPair | undefined;
	isMissing: boolean;
	at: { opening: number; step: number };
	isCurrent: boolean;
}): OpeningStage {
	const { done, opened } = folded.state.facts;
	if (pair) return 'open';
	if (opened.length >= at.opening) return isMissing ? 'missing' : 'opening';
	if (at.step > done + 1) return 'ahead';
	if (!isCurrent || own?.row.refused !== null) return 'answer';
	switch (own.row.state) {
		case 'put':
			// One that is replaced stays sealed meanwhile.
			return own.row.confirmed === null ? 'unsent' : 'sealed';
		case 'in':
			return 'sealed';
		case 'withdraw':
			return 'withdrawing';
		case 'withdrawn':
			return 'answer';
	}
}

/** What was meant here last; nothing after a withdrawal. */
function ownWords(own: OwnAnswer | undefined): AnswerView | null {
	const read = own?.content ? readContent(own.content) : null;
	return read?.t === 'answer' ? toView(read) : null;
}

function toView(answer: SealedAnswer | null): AnswerView | null {
	return answer && { pass: answer.pass, words: answer.words };
}

/** What does not hold of what opened; the log is asked again, which may have spoken only after. */
function problemOf(
	pair: OpenedPair | undefined,
	{ openings, state }: FoldedConversation,
	{ me }: Place,
	opening: number
): OpeningView['problem'] {
	if (!pair) return null;
	if (pair.row.fault !== null) return pair.row.fault;
	const said = openings[opening - 1];
	if (said) {
		const isInviter = state.author === me;
		const ours = isInviter ? said.inviterHash : said.invitedHash;
		const other = isInviter ? said.invitedHash : said.inviterHash;
		if (!equalBytes(ours, pair.hashes.mine)) return 'not_ours';
		if (!equalBytes(other, pair.hashes.theirs)) return 'damaged';
	}
	const { row } = pair;
	const isDamaged = (whose: 'mine' | 'theirs') => pair[whose] === null && row[whose].body !== null;
	return isDamaged('mine') || isDamaged('theirs') ? 'damaged' : null;
}
