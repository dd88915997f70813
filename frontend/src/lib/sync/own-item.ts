/** Things of which My side holds one: a change is the next version of that one. */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import type { KnownContent } from '#lib/log/content.js';
import { newestOf } from '#lib/log/fold-own.js';
import type { OpenAccount } from './account';
import type { PutIntent } from './intent';

/** Replaces what waits unsent of its kind, so that trying things out leaves no trail of them. */
export async function queueOwn(
	account: Pick<OpenAccount, 'outbox' | 'personal' | 'world' | 'outboxChanged'>,
	kind: KnownContent['t'],
	content: Plaintext
): Promise<void> {
	const { outbox, personal, world } = account;
	const waiting = outbox.entries.find(
		({ row, intent }) => intent.kind === 'put' && intent.content.t === kind && !row.perhapsSent
	);
	const nowMs = world.now();
	const known = newestOf(personal.fold, kind)?.id;
	const object = waiting?.intent.object ?? known ?? uuidV7<ObjectId>(nowMs);
	const intent: PutIntent = { kind: 'put', object, base: [], content };
	const isRevised = waiting !== undefined && (await outbox.revise(waiting.row, intent));
	if (!isRevised) {
		const id = uuidV7<EventId>(nowMs);
		await outbox.queue(personal.keys.space, [{ id, intent, holdUntilMs: 0 }]);
	}
	account.outboxChanged();
}
