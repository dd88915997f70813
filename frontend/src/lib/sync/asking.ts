/** Keeps in My side that the passphrase was typed, or that its asking was put away. */
import { passphrasePlaintext } from '#lib/log/content-own.js';
import { composeAsking, dueAsk } from '#lib/view/asking.js';
import type { OpenAccount } from './account';
import { queueOwn } from './own-item';

/** What was due is not asked again, here or on another device. Nothing happens where nothing was. */
export async function markAsked(account: OpenAccount): Promise<void> {
	const asking = composeAsking(account.screens.ownPlace);
	const due = asking && dueAsk(asking, account.world.now());
	if (!due) return;
	const { sinceMs } = asking;
	await queueOwn(account, 'passphrase', passphrasePlaintext({ sinceMs, day: due }));
}

/** There is a new passphrase: its days begin now. */
export async function beginAsking(account: OpenAccount): Promise<void> {
	const sinceMs = account.world.now();
	await queueOwn(account, 'passphrase', passphrasePlaintext({ sinceMs, day: 0 }));
}
