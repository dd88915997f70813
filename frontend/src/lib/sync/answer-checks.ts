/** What of an opening can be checked on this phone: what the log names, and what the two records are. */
import { AnswerError, checkAnswer, parseAnswer, type DeliveredAnswer } from '#lib/crypto/answer.js';
import { CanonicalError, type Bytes } from '#lib/crypto/canonical.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import type { OpenedRecord } from '#lib/store/rows.js';
import type { AnswerAddress } from './answers-api';
import type { SpaceLog } from './space-log';
import { hasLeft } from './space-set';

/** What does not hold of each; null in a space of one person. */
export async function faultsOf(
	log: SpaceLog,
	address: AnswerAddress,
	{ mine, theirs }: { mine: DeliveredAnswer; theirs: DeliveredAnswer }
): Promise<{ mine: AnswerError | null; theirs: AnswerError | null } | null> {
	const { own, parties } = log.keys;
	if (parties.kind !== 'shared') return null;
	const { partner } = parties;
	const hashes = hashesOf(log, address);
	// Words are taken back in a closed space alone; anywhere else they are withheld.
	const mayBeGone = hasLeft(log);
	return {
		mine: await faultOf(mine, { ...address, ...own, mayBeGone, opened: hashes?.mine ?? null }),
		theirs: await faultOf(theirs, {
			...address,
			...partner,
			mayBeGone,
			opened: hashes?.theirs ?? null
		})
	};
}

async function faultOf(
	answer: DeliveredAnswer,
	{
		opening: step,
		space,
		conversation,
		member,
		edPub,
		mayBeGone,
		opened
	}: AnswerAddress & {
		member: SpaceLog['keys']['own']['member'];
		edPub: Bytes;
		mayBeGone: boolean;
		opened: Bytes | null;
	}
): Promise<AnswerError | null> {
	if (answer.body === null && !mayBeGone) return new AnswerError('body');
	try {
		await checkAnswer(answer, { space, conversation, step, member, edPub, opened });
		return null;
	} catch (error) {
		if (error instanceof AnswerError) return error;
		throw error;
	}
}

/** What the log says has opened, once it does. */
export function hashesOf(
	log: SpaceLog,
	{ conversation, opening }: AnswerAddress
): { mine: Bytes; theirs: Bytes } | null {
	const state: ObjectState | undefined = log.chain.objects.get(conversation);
	if (state?.kind !== 'conversation') return null;
	const hashes = state.facts.opened[opening - 1];
	if (!hashes) return null;
	const { inviterHash, invitedHash } = hashes;
	return state.author === log.keys.own.member
		? { mine: inviterHash, theirs: invitedHash }
		: { mine: invitedHash, theirs: inviterHash };
}

export function sealedOf({ record, sig, body }: DeliveredAnswer): OpenedRecord {
	return { rev: revIn(record), record, sig, body };
}

/** 0 for what is no record: it was found not to be one. */
export function revIn(record: Bytes): number {
	try {
		return parseAnswer(record).rev;
	} catch (error) {
		if (error instanceof CanonicalError) return 0;
		throw error;
	}
}
