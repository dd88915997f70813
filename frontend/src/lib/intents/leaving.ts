/** Leaving a shared space, alone and at once (R13 to R15). All throw AppError. */
import { parseId, type SpaceId } from '#lib/crypto/ids.js';
import { AppError } from '#lib/sync/app-error.js';
import { act } from './act';

/**
 * Needs a connection. The other person is not told; they find the space closed. Throws
 * `not_together` where there is none.
 * @param choice whether this person's reading ends here and on the server too, at once
 */
export async function leaveSpace(choice: { removeHere: boolean }): Promise<void> {
	return act(async (account) => {
		const log = account.spaces.open;
		if (log === null) throw new AppError('not_together');
		await account.leave(log);
		if (choice.removeHere && account.logs.has(log.keys.space)) await account.drop(log);
	});
}

/** A closed space goes off this phone, and this person's reading of it off the server. */
export async function dropClosed(space: string): Promise<void> {
	return act(async (account) => {
		const log = account.logs.get(parseId<SpaceId>(space));
		if (!log) return;
		if (!account.spaces.isClosed(log)) throw new AppError('server');
		await account.drop(log);
	});
}
