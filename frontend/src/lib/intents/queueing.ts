/** One way to queue what is meant, to say it anew, and to let go of what a person keeps in My side. */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import type { OpenAccount } from '#lib/sync/account.js';
import type { Intent, PutIntent } from '#lib/sync/intent.js';
import type { Beside, NewIntent } from '#lib/sync/outbox.js';
import type { ComposedKept } from '#lib/view/compose-kept.js';

/** @param holdUntilMs 0: it goes out at once */
export function intend<Meant extends Intent>(
	account: OpenAccount,
	intent: Meant,
	holdUntilMs = 0
): NewIntent & { intent: Meant } {
	return { id: uuidV7<EventId>(account.world.now()), intent, holdUntilMs };
}

/** A new thing of My side. */
export function putNew(
	account: OpenAccount,
	content: Plaintext
): NewIntent & { intent: PutIntent } {
	const object = uuidV7<ObjectId>(account.world.now());
	return intend(account, { kind: 'put', object, base: [], content });
}

/** Words that were never sent are replaced in the outbox, so that no trail of them goes out. */
export async function revise(
	account: OpenAccount,
	version: Pick<PutIntent, 'object' | 'base' | 'content'>,
	beside?: Beside
): Promise<void> {
	const { outbox, personal } = account;
	const [only, ...more] = version.base;
	const waiting = only !== undefined && more.length === 0 ? outbox.find(only) : undefined;
	if (waiting?.intent.kind === 'put') {
		const { content } = version;
		if (await outbox.revise(waiting.row, { ...waiting.intent, content }, beside)) return;
	}
	await outbox.queue(personal.keys.space, [intend(account, { kind: 'put', ...version })], beside);
}

/** Takes a thing of My side off it, every version that this phone knows. */
export async function letGo(
	account: OpenAccount,
	{ id, standing }: Pick<ComposedKept<unknown>, 'id' | 'standing'>
): Promise<void> {
	await account.outbox.queue(account.personal.keys.space, eraseAll(account, id, standing));
	account.outboxChanged();
}

/** What is certainly not sent is taken out of the outbox instead. */
export function eraseAll(
	account: OpenAccount,
	object: ObjectId,
	versions: readonly EventId[]
): NewIntent[] {
	return versions.map((version) => ({
		...intend(account, { kind: 'erase', object, version }),
		unlessUnsent: version
	}));
}
