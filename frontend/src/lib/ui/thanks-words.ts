/** How three parts are read as one text. */
export interface ThreeParts {
	did: string;
	changed: string;
	shows: string;
}

/** Ends a sentence, in any of the scripts people write here, closing quotes and brackets included. */
const ENDED = /[.!?…؟。！？]["'”’»)\]]*$/u;

/**
 * The parts as paragraphs: they run on as one where each but the last ends its sentence, and stand
 * apart where running on would join two thoughts. Nothing is added to anybody's words.
 */
export function paragraphsOf({ did, changed, shows }: ThreeParts): string[] {
	const parts = [did, changed, shows].map((part) => part.trim()).filter((part) => part !== '');
	const runsOn = parts.slice(0, -1).every((part) => ENDED.test(part));
	const isOneText = runsOn && !parts.some((part) => part.includes('\n'));
	return isOneText && parts.length > 0 ? [parts.join(' ')] : parts;
}
