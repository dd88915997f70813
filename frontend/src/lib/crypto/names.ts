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

/** A name as it was stored: one that is not in NFC is refused. Throws NameError `bad_name`. */
export function checkName(text: string): string {
	const length = Array.from(text).length;
	const isName =
		length >= 1 &&
		length <= MAX_NAME_CODE_POINTS &&
		text.isWellFormed() &&
		text === text.normalize('NFC') &&
		!REFUSED_IN_NAME.test(text);
	if (!isName) throw new NameError('bad_name');
	return text;
}

/** A name as it was typed: keyboards need not give NFC. */
export function typedName(text: string): string {
	return checkName(text.normalize('NFC'));
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
