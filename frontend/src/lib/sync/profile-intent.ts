/** The profile is one object of My side: its newest version is who the person says to be. */
import { uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { profilePlaintext, type Profile } from '#lib/log/content.js';
import { profileOf } from '#lib/log/fold.js';
import { profile as shown } from '#lib/view/profile.svelte.js';
import type { OpenAccount } from './account';
import { openAccount } from './current';
import type { PutIntent } from './intent';

/** Replaces a profile that waits unsent, so that trying out names leaves no trail of them. */
export async function queueProfile(
	account: OpenAccount,
	profile: Omit<Profile, 't'>
): Promise<void> {
	const { outbox, personal, world } = account;
	const content = profilePlaintext(profile);
	const waiting = outbox.entries.find(
		({ row, intent }) => intent.kind === 'put' && intent.content.t === 'profile' && !row.perhapsSent
	);
	const nowMs = world.now();
	const object = waiting?.intent.object ?? profileOf(personal.fold)?.id ?? uuidV7<ObjectId>(nowMs);
	const intent: PutIntent = { kind: 'put', object, base: [], content };
	const isRevised = waiting !== undefined && (await outbox.revise(waiting.row, intent));
	if (!isRevised) {
		const id = uuidV7<EventId>(nowMs);
		await outbox.queue(personal.keys.space, [{ id, intent, holdUntilMs: 0 }]);
	}
	account.outboxChanged();
}

export async function markRecoveryChecked(): Promise<void> {
	const { name, glaze } = shown;
	await queueProfile(openAccount(), { name, glaze, recoveryChecked: true });
}
