/** What the intents of a conversation share: finding it, this person's gate to it, and its outbox. */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type ObjectId } from '#lib/crypto/ids.js';
import type { TalkClear } from '#lib/log/types.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import type { NewIntent } from '#lib/sync/outbox.js';
import type { SpaceLog } from '#lib/sync/space-log.js';
import { toAct } from '#lib/sync/talk-act.js';
import { gate } from '#lib/talk/gates.js';
import { jointSteps, type Guide } from '#lib/talk/guide.js';
import type { ConversationView } from '#lib/view/talk.svelte.js';
import { intend } from './queueing';

export interface Here {
	view: ConversationView;
	log: SpaceLog;
}

/** Throws `server` for one that is not there, `space_closed`. */
export function findHere(account: OpenAccount, id: string): Here {
	const { talk } = account.screens;
	const view = talk.views.find((one) => one.id === id);
	const found = talk.find(id);
	if (!view || !found) throw new AppError('server');
	if (account.spaces.isClosed(found.log)) throw new AppError('space_closed');
	return { view, log: found.log };
}

/** Throws `server` where this app does not know the guide: a newer one does. */
export function guideOf({ screens }: OpenAccount, view: ConversationView): Guide {
	const guide = screens.talk.guideOf(view.id);
	if (!guide || jointSteps(guide).length === 0) throw new AppError('server');
	return guide;
}

/** Each phone keeps its own person's gate before it signs for them (R26). Throws `not_open`. */
export function checkGate({ screens }: OpenAccount, guide: Guide): void {
	const situation = screens.talk.situation(guide, 'together');
	if (!gate(guide, situation).open) throw new AppError('not_open');
}

export async function queue(
	account: OpenAccount,
	view: ConversationView,
	clear: TalkClear,
	content?: Plaintext
): Promise<void> {
	const { log } = findHere(account, view.id);
	const intent = talkIntent(account, parseId<ObjectId>(view.id), clear, content);
	await account.outbox.queue(log.keys.space, [intent]);
	account.outboxChanged();
}

export function talkIntent(
	account: OpenAccount,
	object: ObjectId,
	clear: TalkClear,
	content?: Plaintext
): NewIntent {
	const words = content === undefined ? {} : { content };
	return intend(account, { kind: 'talk', object, act: toAct(clear), ...words });
}
