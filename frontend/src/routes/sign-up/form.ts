import type { AppErrorCode } from '#lib/intents/app-error.js';
import type { Glaze } from '#lib/view/profile.svelte.js';

/** What a person has typed on the way to an account. */
export interface SignUpForm {
	name: string;
	glaze: Glaze;
	/** The code that a server asks for when it is not open to everyone. */
	invitation: string;
	login: string;
	passphrase: string;
	passphraseKind: 'drawn' | 'own';
}

/** Why the server, or this phone, would not go on. */
export interface Refusal {
	code: AppErrorCode;
	text: string;
}

export const emptyForm = (): SignUpForm => ({
	name: '',
	glaze: 'celadon',
	invitation: '',
	login: '',
	passphrase: '',
	passphraseKind: 'drawn'
});
