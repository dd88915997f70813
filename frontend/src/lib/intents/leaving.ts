/** Leaving a shared space, alone and at once (R13 to R15). All throw AppError. */
import { parseId, uuidV7, type EventId, type SpaceId } from '#lib/crypto/ids.js';
import { standingOf } from '#lib/log/fold-space.js';
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

/**
 * Everything that this person put into a closed space, at once (R14): gone from this phone's screens
 * now, from the server and from the other phone as soon as each is reached. What cannot be sent yet
 * waits in the outbox. What is asked twice happens once.
 */
export async function takeBackShared(space: string): Promise<void> {
	return act(async (account) => {
		const { logs, spaces, outbox, sealed } = account;
		const log = logs.get(parseId<SpaceId>(space));
		if (!log || !spaces.isClosed(log)) throw new AppError('server');
		const { own } = log.keys;
		for (const { row } of sealed.rows.opened) {
			if (row.space === log.keys.space && row.mine.body !== null) await sealed.rows.takeBack(row);
		}
		const waiting = new Set(
			outbox.entries.flatMap(({ intent }) => (intent.kind === 'erase' ? [intent.version] : []))
		);
		const erasures = standingOf(log.fold, own.member)
			.filter(({ eventId }) => !waiting.has(eventId))
			.map(({ eventId: version, object }) => ({
				// Dated like the last line, so that it tells no time either (R13).
				id: uuidV7<EventId>(log.chain.atMs),
				intent: { kind: 'erase' as const, object, version },
				holdUntilMs: 0
			}));
		await outbox.queue(log.keys.space, erasures);
		account.outboxChanged();
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
