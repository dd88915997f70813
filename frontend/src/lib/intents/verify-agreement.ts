/**
 * "Verify this agreement": everything that this phone holds of the space is checked again from the
 * stored bytes, signature by signature, and nothing that was concluded before is believed.
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import { parseId, type ObjectId } from '#lib/crypto/ids.js';
import type { VerifiedEvent } from '#lib/log/types.js';
import { ChainError, startOfChain, verifyPage, type VerifiedPage } from '#lib/log/verify.js';
import type { SpaceLog } from '#lib/sync/space-log.js';
import { AppError } from '#lib/sync/app-error.js';
import { act } from './act';

export interface AgreementProof {
	/** Of the words in force, the proposal first; none where nothing is agreed. */
	signatures: { name: string; mine: boolean; atMs: number }[];
	/** Every line up to now is signed and in its place, and both signatures are over the same words. */
	whole: boolean;
}

/** Throws `server` for an agreement that is not there. Works offline, and in a closed space. */
export async function verifyAgreement(id: string): Promise<AgreementProof> {
	return act(async (account) => {
		const { screens, typedAgreements } = account;
		const object = typedAgreements.idOf(parseId<ObjectId>(id));
		const found = screens.agreements.find(object);
		if (found?.view.kind !== 'agreement') throw new AppError('server');
		const { log } = found;
		const read = await readAgain(log);
		if (read === null) return { signatures: [], whole: false };
		const agreement = read.state.objects.get(object);
		const rev = agreement?.kind === 'agreement' ? agreement.facts.inForce?.rev : undefined;
		if (rev === undefined) return { signatures: [], whole: true };
		const signed = signaturesOf(read.events, object, rev);
		const signatures = signed.map(({ event: { member, atMs } }) => {
			const mine = member === log.keys.own.member;
			return { name: screens.nameOf(log, member) ?? '', mine, atMs };
		});
		return { signatures, whole: signed.length === 2 };
	});
}

/** Null where what is stored does not verify. */
async function readAgain(log: SpaceLog): Promise<VerifiedPage | null> {
	const { keys, chain } = log;
	const lines = await log.lines(1, chain.seq);
	try {
		const page = await verifyPage(startOfChain(keys.space, keys.parties), lines);
		const { seq, head } = page.state;
		return seq === chain.seq && equalBytes(head, chain.head) ? page : null;
	} catch (error) {
		if (error instanceof ChainError) return null;
		throw error;
	}
}

/** The proposal of these words, and the other person's last acceptance of their very hash. */
function signaturesOf(
	events: readonly VerifiedEvent[],
	agreement: ObjectId,
	rev: number
): VerifiedEvent[] {
	const counted = events.filter(({ event, refused }) => {
		return refused === null && event.object === agreement && event.rev === rev;
	});
	const proposal = counted.find(({ event: { clear } }) => clear.of === 'agreement.proposed');
	const hash = proposal?.event.envHash;
	if (!proposal || !hash) return [];
	const acceptance = counted.findLast(({ event: { clear, member } }) => {
		const isAcceptance = clear.of === 'agreement.accepted' && equalBytes(clear.envHash, hash);
		return isAcceptance && member !== proposal.event.member;
	});
	return acceptance ? [proposal, acceptance] : [proposal];
}
