/** Comparing the two histories by voice (protocol.md §9, T4). */
import { AppError } from './app-error';
import { act } from './act';

export async function verifyNumber(seq?: number): Promise<{ seq: number; digits: string }> {
	void seq;
	return act(() => Promise.reject(new AppError('server')));
}
