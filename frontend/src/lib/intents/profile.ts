import type { Glaze } from '#lib/view/profile.svelte.js';
import { AppError } from './app-error';

/** Throws `bad_name`, `signed_out`. */
export async function saveProfile(change: { name?: string; glaze?: Glaze }): Promise<void> {
	throw new AppError('signed_out', { cause: change });
}
