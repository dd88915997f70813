/** Comparing the two histories by voice (protocol.md §9, T4). */
import { verifyDigits } from '#lib/crypto/digits.js';
import { AppError } from '#lib/sync/app-error.js';
import { act } from './act';
import { togetherLog } from './together';

/**
 * The same six digits on both phones at the same number only if both hold the same history up to
 * there. Works offline.
 * @param seq up to which line; without it, the newest that this phone holds
 */
export async function verifyNumber(seq?: number): Promise<{ seq: number; digits: string }> {
	return act(async (account) => {
		const log = togetherLog(account);
		const newest = log.chain.seq;
		const at = Math.min(seq ?? newest, newest);
		if (!Number.isSafeInteger(at) || at < 1) throw new AppError('server');
		return { seq: at, digits: await verifyDigits(log.keys.space, at, await log.headAt(at)) };
	});
}
