/** What the intents of agreements share: finding one that can be acted on, and its outbox. */
import { parseId, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import type { OpenAccount } from '#lib/sync/account.js';
import type { AgreeAct } from '#lib/sync/agree-act.js';
import { AppError } from '#lib/sync/app-error.js';
import type { SpaceLog } from '#lib/sync/space-log.js';
import type {
	AgreedKind,
	AgreedView,
	AgreementView,
	LimitView,
	RequestView
} from '#lib/view/agreements.svelte.js';
import { eraseAll, intend } from './queueing';

export interface Views {
	limit: LimitView;
	request: RequestView;
	agreement: AgreementView;
}

export interface AgreedHere<View> {
	view: View;
	log: SpaceLog;
}

/** Throws `server` for one that is not there, or of another kind, and `space_closed`. */
export function findAgreed<Kind extends AgreedKind>(
	account: OpenAccount,
	id: string,
	kind: Kind
): AgreedHere<Views[Kind]>;
export function findAgreed(account: OpenAccount, id: string): AgreedHere<AgreedView>;
export function findAgreed(
	account: OpenAccount,
	id: string,
	kind?: AgreedKind
): AgreedHere<AgreedView> {
	const { agreements } = account.screens;
	const known = account.typedAgreements.idOf(parseId<ObjectId>(id));
	const found = agreements.find(known);
	if (!found || (kind !== undefined && found.view.kind !== kind)) throw new AppError('server');
	if (account.spaces.isClosed(found.log)) throw new AppError('space_closed');
	return found;
}

export function findAgreement(account: OpenAccount, id: string): AgreedHere<AgreementView> {
	return findAgreed(account, id, 'agreement');
}

export async function queueAct(
	account: OpenAccount,
	view: AgreedView,
	act: AgreeAct,
	content?: Plaintext
): Promise<void> {
	const { log } = findAgreed(account, view.id);
	const words = content === undefined ? {} : { content };
	const intent = intend(account, {
		kind: 'agree',
		object: parseId<ObjectId>(view.id),
		act,
		...words
	});
	await account.outbox.queue(log.keys.space, [intent]);
	account.outboxChanged();
}

/** Words that were certainly not sent leave the outbox instead. */
export async function queueErasure(
	account: OpenAccount,
	{ view, log }: AgreedHere<AgreedView>,
	version: EventId
): Promise<void> {
	const erasures = eraseAll(account, parseId<ObjectId>(view.id), [version]);
	await account.outbox.queue(log.keys.space, erasures);
	account.outboxChanged();
}
