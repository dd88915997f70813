/** Searching by words. Letters compare without case and accents, so that "cafe" finds "Café". */

/** Gives what tells whether a text holds every one of these words; where there are none, each does. */
export function holdsWords(wanted: string): (text: string) => boolean {
	const words = plain(wanted)
		.split(/\s+/u)
		.filter((word) => word !== '');
	return (text) => {
		const whole = plain(text);
		return words.every((word) => whole.includes(word));
	};
}

function plain(text: string): string {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
