/** The list of what came was looked through, as far as it goes now. */
import { inboxPlaintext } from '#lib/log/content-own.js';
import { queueOwn } from '#lib/sync/own-item.js';
import { act } from './act';

/** Kept in My side, so that another device shows nothing as new again. */
export async function markInboxSeen(): Promise<void> {
	return act(async (account) => {
		const { inbox } = account.screens;
		if (inbox === null || inbox.newest <= inbox.seen) return;
		const { space, newest: seq } = inbox;
		await queueOwn(account, 'inbox', inboxPlaintext({ space, seq }));
	});
}
