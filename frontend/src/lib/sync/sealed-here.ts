/** The sealed answers of an open account, and what they tell it. */
import type { OpenAccount } from './account';
import { AnswerRows } from './answer-rows';
import type { DeviceKeys } from './intent';
import { SealedAnswers } from './sealed-answers';

/** @param closing the account is closed in this tab */
export function sealedOf(
	account: OpenAccount,
	keys: DeviceKeys,
	closing: AbortSignal
): SealedAnswers {
	const { world, store, spaces, outbox } = account;
	return new SealedAnswers({
		api: world.api.answers,
		rows: new AnswerRows(store, keys, (space) => spaces.logs.get(space), world.now),
		spaces,
		outbox,
		now: world.now,
		isOver: () => closing.aborted,
		onChange: () => {
			account.tabs.tell({ say: 'outbox' });
			account.refresh();
		},
		onOutbox: () => {
			account.outboxChanged();
		}
	});
}
