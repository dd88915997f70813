/** What an open account can do goes through here, so that screens only ever see AppError. */
import type { OpenAccount } from '#lib/sync/account.js';
import { openAccount } from '#lib/sync/current.js';
import { AppError } from '#lib/sync/app-error.js';
import { toAppError } from '#lib/sync/refusal.js';

/** Throws AppError `signed_out` while locked, and `storage` where the browser did not keep it. */
export async function act<Result>(
	work: (account: OpenAccount) => Promise<Result>
): Promise<Result> {
	try {
		return await work(openAccount());
	} catch (error) {
		if (error instanceof DOMException) throw new AppError('storage', { cause: error });
		throw toAppError(error);
	}
}
