/** The account that is open in this tab, for everything that acts on it. */
import type { OpenAccount } from './account';
import { AppError } from './app-error';

let current: OpenAccount | null = null;

export const findOpenAccount = (): OpenAccount | null => current;

/** Throws AppError `signed_out` while locked or without an account. */
export function openAccount(): OpenAccount {
	if (current === null) throw new AppError('signed_out');
	return current;
}

export function setOpenAccount(account: OpenAccount | null): void {
	current = account;
}
