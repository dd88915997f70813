/** What a person may be called (protocol.md §3): the name others read, and the login. */

export class NameError extends Error {
	constructor(readonly code: 'bad_name' | 'bad_login') {
		super(`name: ${code}`);
		this.name = 'NameError';
	}
}

const MAX_NAME_CODE_POINTS = 40;
/** Control characters, and those that turn the direction of the text around them. */
const REFUSED_IN_NAME = /[\p{Cc}\p{Bidi_Control}]/u;
const LOGIN = /^[a-z0-9._-]{3,32}$/;

/** The name in NFC. Throws NameError `bad_name`. */
export function normaliseName(text: string): string {
	const name = text.normalize('NFC');
	const length = Array.from(name).length;
	const fits = length >= 1 && length <= MAX_NAME_CODE_POINTS;
	if (!fits || !name.isWellFormed() || REFUSED_IN_NAME.test(name)) throw new NameError('bad_name');
	return name;
}

/**
 * The login with A–Z folded; anything else that is not `[a-z0-9._-]{3,32}` is refused. Only those 26
 * letters fold: `toLowerCase` alone would also turn the Kelvin sign into a k.
 */
export function foldLogin(text: string): string {
	const login = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	if (!LOGIN.test(login)) throw new NameError('bad_login');
	return login;
}
