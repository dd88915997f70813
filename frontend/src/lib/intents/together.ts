/** The space of the two, for what is done in it. */
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import type { SpaceLog } from '#lib/sync/space-log.js';
import { factsOf } from '#lib/sync/space-set.js';

/** Throws `not_together`. */
export function togetherLog({ spaces }: OpenAccount): SpaceLog {
	const { open } = spaces;
	if (open === null || factsOf(open)?.joined !== true) throw new AppError('not_together');
	return open;
}
