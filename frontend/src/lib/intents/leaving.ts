/** Leaving a shared space, alone and at once (R13 to R15). All throw AppError. */
import { AppError } from './app-error';
import { act } from './act';

export async function leaveSpace(choice: { removeHere: boolean }): Promise<void> {
	void choice;
	return act(() => Promise.reject(new AppError('server')));
}
export async function dropClosed(space: string): Promise<void> {
	void space;
	return act(() => Promise.reject(new AppError('server')));
}
