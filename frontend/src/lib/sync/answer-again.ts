/**
 * An opening that this phone has, and that a restored server may have lost (protocol.md §7). What the
 * log names goes in again with its bytes; before the log names it, the server counts from where it was
 * restored to, and the same words are signed for its next version.
 */
import {
	openAnswer,
	signAnswer,
	type DeliveredAnswer,
	type SignedAnswer
} from '#lib/crypto/answer.js';
import { CanonicalError, equalBytes } from '#lib/crypto/canonical.js';
import { EnvelopeError } from '#lib/crypto/envelope.js';
import { readContent } from '#lib/log/content.js';
import type { SealedAnswer } from '#lib/log/content-talk.js';
import type { OpenedRow } from '#lib/store/rows.js';
import { isSame } from '#lib/view/compose-runs.js';
import { faultsOf, hashesOf, sealedOf } from './answer-checks';
import type { VisitParts } from './answer-visit';
import { isSamePair } from './answer-rows';
import type { AnswerAddress, AnswerState } from './answers-api';
import type { SpaceLog } from './space-log';

/**
 * True where both are in on the server, as this phone has them. At most one answer is put, whatever
 * becomes of it. Throws AppError `offline`, and ServerRefusal.
 */
export async function putAgain(
	parts: VisitParts,
	address: AnswerAddress,
	row: OpenedRow
): Promise<boolean> {
	const { api, log } = parts;
	const state = await api.read(address);
	const isHere = state.mine !== null && (await isNoOther(log, row.mine, state.mine));
	if (isHere || state.theirs !== null) return renew(parts, row, state);
	const again = await signedAgain(log, row, state);
	if (again === null || !(await api.put(address, again))) return false;
	return renew(parts, row, await api.read(address));
}

/** Null where the server takes none: another is named, or one was withdrawn less than a day ago. */
async function signedAgain(
	log: SpaceLog,
	row: OpenedRow,
	{ mine, rev: last, waitMs }: AnswerState
): Promise<SignedAnswer | null> {
	const { record, sig, body } = row.mine;
	if (body === null) return null;
	const before = { record, sig, body };
	if (hashesOf(log, row) !== null) return mine === null ? before : null;
	const rev = last + 1;
	if (waitMs > 0) return null;
	if (row.mine.rev === rev) return before;
	const { space, conversation, opening: step } = row;
	const place = { space, conversation, step, member: log.keys.own.member, rev };
	return signAnswer(place, await openAnswer(log.keys.body, before), log.keys);
}

/** Keeps the records under which both are in now; they have to say what opened, and nothing else. */
async function renew(
	{ rows, log }: VisitParts,
	row: OpenedRow,
	{ mine, theirs, second }: AnswerState
): Promise<boolean> {
	if (mine === null || theirs === null) return false;
	const faults = await faultsOf(log, row, { mine, theirs });
	const isOurs = faults?.mine === null && (await isNoOther(log, row.mine, mine));
	const isTheirs = faults?.theirs === null && (await isNoOther(log, row.theirs, theirs));
	const next = {
		...row,
		second,
		mine: isOurs ? sealedOf(mine) : row.mine,
		theirs: isTheirs ? sealedOf(theirs) : row.theirs
	};
	if (!isSamePair(next, row)) await rows.keepOpened(next, true);
	return isOurs && isTheirs;
}

/** The same record, or one that says the same. */
async function isNoOther(
	log: SpaceLog,
	one: DeliveredAnswer,
	other: DeliveredAnswer
): Promise<boolean> {
	if (equalBytes(one.record, other.record)) return true;
	const [said, again] = [await wordsOf(log, one), await wordsOf(log, other)];
	return said !== null && said.pass === again?.pass && isSame(said.words, again.words);
}

async function wordsOf(
	log: SpaceLog,
	{ record, sig, body }: DeliveredAnswer
): Promise<SealedAnswer | null> {
	if (body === null) return null;
	try {
		const read = readContent(await openAnswer(log.keys.body, { record, sig, body }));
		return read.t === 'answer' ? read : null;
	} catch (error) {
		if (error instanceof EnvelopeError || error instanceof CanonicalError) return null;
		throw error;
	}
}
