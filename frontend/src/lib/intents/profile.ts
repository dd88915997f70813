/** How a person is called and drawn. */
import { queueProfile } from '#lib/sync/profile-intent.js';
import { checkName } from '#lib/sync/slow-key.js';
import { profile, type Glaze } from '#lib/view/profile.svelte.js';
import { act } from './act';

/** Throws `bad_name`, `signed_out`, `storage`. Nothing happens if nothing changed. */
export async function saveProfile(change: { name?: string; glaze?: Glaze }): Promise<void> {
	return act(async (account) => {
		const name = checkName(change.name ?? profile.name);
		const glaze = change.glaze ?? profile.glaze;
		if (name === profile.name && glaze === profile.glaze) return;
		await queueProfile(account, { name, glaze, recoveryChecked: profile.recoveryChecked });
	});
}
