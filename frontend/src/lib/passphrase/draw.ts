import { PASSPHRASE_WORDS } from './words';

/** Words in a suggestion: 55 bits, behind a slow hash. */
export const SUGGESTED_WORDS = 5;

/**
 * Words drawn evenly by chance. The list holds 2^11 words, so the low eleven bits of a random
 * number choose one without favour.
 *
 * `random` fills the array it is given, as `crypto.getRandomValues` does.
 */
export function drawWords(
	count: number = SUGGESTED_WORDS,
	random: (into: Uint16Array<ArrayBuffer>) => void = (into) => crypto.getRandomValues(into)
): string[] {
	const numbers = new Uint16Array(count);
	random(numbers);
	return Array.from(numbers, (number) => {
		const word = PASSPHRASE_WORDS[number % PASSPHRASE_WORDS.length];
		if (word === undefined) throw new Error('the word list is not whole');
		return word;
	});
}
