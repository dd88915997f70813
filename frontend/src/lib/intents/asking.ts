/** The passphrase, asked for once in a while. */
import { markAsked } from '#lib/sync/asking.js';
import { act } from './act';

/** Not now: this one is not asked again, on any device. Throws `signed_out`, `storage`. */
export async function skipAsking(): Promise<void> {
	return act(markAsked);
}
