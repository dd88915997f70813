/**
 * One opening between this phone and the server. What is meant here goes out, once for each set of
 * bytes; what the server has is compared with what it confirmed before; and what has opened is
 * checked before anybody sees it (protocol.md §7).
 */
import {
	AnswerError,
	checkAnswer,
	openAnswer,
	signAnswer,
	type DeliveredAnswer
} from '#lib/crypto/answer.js';
import { equalBytes } from '#lib/crypto/canonical.js';
import { EnvelopeError } from '#lib/crypto/envelope.js';
import type { AnswerRow, OpenedRow, SealedRecord } from '#lib/store/rows.js';
import { faultsOf, hashesOf, revIn, sealedOf } from './answer-checks';
import { isWaiting, outOf, type AnswerRows, type OwnAnswer } from './answer-rows';
import type { AnswerAddress, AnswersApi, AnswerState } from './answers-api';
import { isRefusal, ServerRefusal } from './refusal';
import type { SpaceLog } from './space-log';
import { hasLeft } from './space-set';

/** Refusals of the answer itself; any other is about the connection, and the words go on waiting. */
const OF_THE_ANSWER: readonly number[] = [400, 409, 413, 422];

/** Signatures in a row that the server has moved on from, before the next contact tries again. */
const MAX_TRIES = 3;

/** Refusals that pass by themselves: the words go on waiting. */
const LATER: ReadonlySet<string> = new Set(['not_accepted', 'paused', 'not_now', 'too_soon']);

export interface VisitParts {
	api: AnswersApi;
	rows: AnswerRows;
	log: SpaceLog;
	now: () => number;
}

/** Throws AppError `offline`, and ServerRefusal where the session is at fault. */
export async function visit(parts: VisitParts, address: AnswerAddress): Promise<void> {
	const own = parts.rows.find(address);
	if (own?.row.refused === null && own.row.state === 'put' && own.content) {
		return put(parts, address);
	}
	if (own?.row.refused === null && own.row.state === 'withdraw') {
		return withdraw(parts, address, own.row);
	}
	await compare(parts, address, await parts.api.read(address));
}

async function put(parts: VisitParts, address: AnswerAddress): Promise<void> {
	const { api, rows } = parts;
	for (let tries = 0; tries < MAX_TRIES; tries += 1) {
		const own = rows.find(address);
		if (own?.row.state !== 'put' || own.content === null) return;
		const signed = own.row.signed ?? (await signNext(parts, address, own));
		if (signed === null) return;
		try {
			const isOpen = await api.put(address, signed);
			await confirm(parts, address, own.row, signed);
			if (isOpen) await compare(parts, address, await api.read(address));
			return;
		} catch (error) {
			if (!(error instanceof ServerRefusal)) throw error;
			if (!(await answerRefusal(parts, address, own.row, error))) return;
		}
	}
}

/** Signs for the next version of what the server has. Null where there is nothing left to send. */
async function signNext(
	parts: VisitParts,
	address: AnswerAddress,
	{ row, content }: OwnAnswer
): Promise<SealedRecord | null> {
	const { api, rows, log } = parts;
	const state = await api.read(address);
	if (state.theirs !== null || content === null) {
		await compare(parts, address, state);
		return null;
	}
	if (state.waitMs > 0) {
		await rows.patch(row, { againMs: parts.now() + state.waitMs });
		return null;
	}
	const { space, conversation, opening: step } = address;
	const rev = state.rev + 1;
	const place = { space, conversation, step, member: log.keys.own.member, rev };
	const signed = { rev, ...(await signAnswer(place, content, log.keys)) };
	const signedRev = Math.max(rev, row.signedRev);
	return (await rows.patch(row, { signed, signedRev })) ? signed : null;
}

/** Whether another try is due at once. */
async function answerRefusal(
	parts: VisitParts,
	address: AnswerAddress,
	row: AnswerRow,
	refusal: ServerRefusal
): Promise<boolean> {
	const { api, rows } = parts;
	const { code, status } = refusal;
	if (code === 'slow_down') return false;
	if (!OF_THE_ANSWER.includes(status)) throw refusal;
	if (code === 'stale') {
		// Another device put meanwhile, or the server was restored: what is meant here comes last.
		await rows.patch(row, { signed: null });
		return true;
	}
	if (code === 'frozen') {
		await compare(parts, address, await api.read(address));
		const still = rows.find(address)?.row;
		// The log names another record: these words can never get in.
		if (still && isWaiting(still)) await rows.patch(still, { signed: null, refused: code });
		return false;
	}
	if (code === 'too_soon') {
		const { waitMs } = await api.read(address);
		await rows.patch(row, { signed: null, againMs: parts.now() + waitMs });
	} else if (!LATER.has(code)) await rows.patch(row, { signed: null, refused: code });
	return false;
}

async function withdraw(parts: VisitParts, address: AnswerAddress, row: AnswerRow): Promise<void> {
	const { api, rows, now } = parts;
	try {
		await api.withdraw(address);
	} catch (error) {
		// Anything but these two leaves it to be tried again.
		if (!isRefusal(error, 'frozen') && !isRefusal(error, 'told')) throw error;
		// Open by now, or told of from another device: it stays in, as the server has it.
		await rows.patch(row, { state: 'in' });
		return compare(parts, address, await api.read(address));
	}
	const { waitMs } = await api.read(address);
	await rows.patch(row, { ...outOf(row), againMs: now() + waitMs });
}

/** Stored under these bytes; words that were changed meanwhile go on waiting. */
async function confirm(
	{ rows }: VisitParts,
	address: AnswerAddress,
	sent: AnswerRow,
	{ rev, record }: SealedRecord
): Promise<void> {
	const now = rows.find(address)?.row ?? sent;
	// Whatever was signed here before, and perhaps kept from us, stands no more.
	const highest = Math.max(rev, now.highest, now.signedRev);
	const confirmed = { rev, record };
	if (await rows.patch(sent, { state: 'in', confirmed, highest, againMs: 0 })) return;
	await rows.patch(now, { confirmed, highest });
}

async function compare(
	parts: VisitParts,
	address: AnswerAddress,
	state: AnswerState
): Promise<void> {
	const { rows, log, now } = parts;
	if (state.mine !== null && state.theirs !== null) {
		await takeOpened(parts, address, state.mine, state.theirs, state.second);
		return;
	}
	if (hashesOf(log, address) !== null) rows.markMissing(address);
	const own = rows.find(address)?.row;
	const known = own?.confirmed?.rev ?? 0;
	if (state.rev < known) {
		// Somebody left: what waited is gone from the server, and here it stays readable.
		if (hasLeft(log)) return;
		// The server was restored from before: what it confirmed is meant still.
		if (own?.state !== 'in') return;
		await rows.patch(own, { state: 'put', signed: null });
		return put(parts, address);
	}
	if (state.mine !== null) return takeOwn(parts, address, state.mine);
	if (own === undefined ? state.waitMs > 0 : own.state === 'in') {
		await rows.takeWithdrawal(address, state.rev, now() + state.waitMs);
	}
}

/** Put from another device of this person, or from this one with its answer lost. */
async function takeOwn(
	parts: VisitParts,
	address: AnswerAddress,
	{ record, sig, body }: DeliveredAnswer
): Promise<void> {
	// Only what has opened is taken back, and only together with the other's it is shown.
	if (body === null) return;
	const mine = { record, sig, body };
	const { rows, log } = parts;
	const own = rows.find(address);
	const confirmed = own?.row.confirmed ?? null;
	const isConfirmed = confirmed !== null && equalBytes(confirmed.record, mine.record);
	if (isConfirmed && own?.content) return;
	const { space, conversation, opening: step } = address;
	const expected = { space, conversation, step, member: log.keys.own.member };
	try {
		const { edPub } = log.keys.own;
		const { rev } = await checkAnswer(mine, { ...expected, edPub, opened: null });
		const isEarlier = own !== undefined && rev <= own.row.highest;
		// The server was restored from before it was withdrawn.
		if (isEarlier && own.row.state === 'withdrawn') {
			await withdraw(parts, address, own.row);
			return;
		}
		// An earlier version than this phone knows is nothing that stands.
		if (isEarlier && !isConfirmed) return;
		const content = await openAnswer(log.keys.body, mine);
		await rows.take(address, content, { rev, record: mine.record });
	} catch (error) {
		// Nothing that we sealed: it is told once something opens, and what we mean stays as it is.
		if (!(error instanceof AnswerError) && !(error instanceof EnvelopeError)) throw error;
	}
}

async function takeOpened(
	{ rows, log, now }: VisitParts,
	address: AnswerAddress,
	mine: DeliveredAnswer,
	theirs: DeliveredAnswer,
	second: boolean
): Promise<void> {
	const meant = rows.find(address);
	const faults = await faultsOf(log, address, { mine, theirs });
	if (faults === null) return;
	const isOurs = faults.mine === null && isLastOfOurs(meant?.row, mine);
	const fault = !isOurs ? 'not_ours' : faults.theirs === null ? null : 'damaged';
	const before = rows.findOpened(address)?.row;
	const row: OpenedRow = {
		space: address.space,
		conversation: address.conversation,
		opening: address.opening,
		mine: sealedOf(mine),
		theirs: sealedOf(theirs),
		second,
		openedMs: before?.openedMs ?? now(),
		seen: before?.seen ?? false,
		fault
	};
	const isLate = meant !== undefined && isOurs && isMeantStill(meant.row, mine);
	if (isLate) await rows.patch(meant.row, { refused: 'frozen', signed: null });
	await rows.keepOpened(row, isLate || !isOurs);
}

/** Words that wait here and are not those that opened: they came too late, and are kept. */
function isMeantStill({ state, signed }: AnswerRow, mine: DeliveredAnswer): boolean {
	return state === 'put' && !(signed && equalBytes(signed.record, mine.record));
}

/**
 * Whether what opened is the version that the server confirmed to this phone last, the one that is on
 * its way, or a newer one from another device of this person. Anything else is an alarm.
 */
function isLastOfOurs(row: AnswerRow | undefined, mine: DeliveredAnswer): boolean {
	if (row === undefined) return true;
	const { confirmed, signed, highest } = row;
	if (signed && equalBytes(signed.record, mine.record)) return true;
	if (revIn(mine.record) > highest) return true;
	return confirmed !== null && equalBytes(confirmed.record, mine.record);
}
