/** The profile is one object of My side: its newest version is who the person says to be. */
import { profilePlaintext, type Profile } from '#lib/log/content.js';
import { profile as shown } from '#lib/view/profile.svelte.js';
import type { OpenAccount } from './account';
import { openAccount } from './current';
import { queueOwn } from './own-item';

export async function queueProfile(
	account: OpenAccount,
	profile: Omit<Profile, 't'>
): Promise<void> {
	await queueOwn(account, 'profile', profilePlaintext(profile));
}

export async function markRecoveryChecked(): Promise<void> {
	const { name, glaze } = shown;
	await queueProfile(openAccount(), { name, glaze, recoveryChecked: true });
}
