/** The first words of something, for a row or a line that stands for the whole. */

export function firstLine(text: string): string {
	return text.trim().split('\n', 1)[0] ?? '';
}

/** Of thanks, the first of the three parts that has words. */
export function firstPart(parts: { did: string; changed: string; shows: string }): string {
	return [parts.did, parts.changed, parts.shows].find((part) => part.trim() !== '') ?? '';
}
