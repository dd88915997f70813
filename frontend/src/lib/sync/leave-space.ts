/** Leaving a shared space: one person's act, which nobody and no flood can hold up (protocol.md §8). */
import { uuidV7, type ObjectId } from '#lib/crypto/ids.js';
import { signItem } from '#lib/log/event.js';
import type { SignedItem } from '#lib/log/types.js';
import type { Api } from './api';
import { AppError } from './app-error';
import { findStanding } from './fork';
import { isRefusal, ServerRefusal } from './refusal';
import { putBack, readOn } from './repair';
import { hasLeft, type SpaceSet } from './space-set';
import type { SpaceLog } from './space-log';

/** Each finds the place that it was signed for taken by somebody who wrote faster. */
const MAX_TRIES = 50;

/**
 * Signed again for each new head until it stands there. A leaving whose answer was lost is found by
 * reading, so it can be called again. Throws AppError `offline`, or ServerRefusal.
 */
export async function leaveSpace(api: Api, log: SpaceLog): Promise<void> {
	for (let tries = 0; tries < MAX_TRIES; tries += 1) {
		const before = log.chain.seq;
		await readOn(api, log);
		if (hasLeft(log)) return;
		// The server may have lost lines: it takes the next one only on top of them.
		if (tries > 0 && log.chain.seq === before) await putBack(api, log);
		try {
			await api.append(log.keys.space, [await signLeft(log)], false);
		} catch (error) {
			if (!isRefusal(error, 'head_moved') && !isRefusal(error, 'space_closed')) throw error;
		}
	}
	throw new AppError('server');
}

/**
 * The server was restored to before somebody left: the leaving is put back without asking, since it
 * was one person's act and nobody takes it back. Where the log went on meanwhile it stays as it is,
 * and a person is shown both lines. Throws what the connection throws.
 */
export async function putLeavingsBack(api: Api, spaces: SpaceSet): Promise<void> {
	for (const log of spaces.reopened) {
		try {
			if (hasLeft(log)) await putBack(api, log);
			else await leaveSpace(api, log);
			if ((await findStanding(api, log)).is === 'same') spaces.closedAgain(log.keys.space);
		} catch (error) {
			if (!(error instanceof ServerRefusal) || error.status === 401) throw error;
		}
	}
}

/** Dated like the line before it, its id too, so that it tells no time of leaving (R13). */
async function signLeft({ keys, chain }: SpaceLog): Promise<SignedItem> {
	const { space, own, signing } = keys;
	return signItem(
		{
			space,
			eventId: uuidV7(chain.atMs),
			seq: chain.seq + 1,
			prev: chain.head,
			member: own.member,
			atMs: chain.atMs,
			verb: 'space.left',
			object: space as string as ObjectId,
			rev: 0,
			clear: { of: 'space.left' }
		},
		null,
		signing
	);
}
