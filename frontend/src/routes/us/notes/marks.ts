/**
 * Which words of a version stand in that version only (design language §10, difference). Pure, and
 * it never merges: it only says where to draw.
 */
import { diffArrays } from 'diff';

export interface Stretch {
	words: string;
	onlyHere: boolean;
}

/** A word with the signs that cling to it, and where it ends and begins in its text. */
interface Token {
	word: string;
	start: number;
	end: number;
}

// Beyond this many differing words two texts have little in common, and marks would only be noise.
const MAX_DIFFERENCES = 1000;

/**
 * For each text its stretches in order, which joined give the text again. Null when the texts
 * differ so much that marking words helps nobody.
 */
export function markOnlyHere(texts: readonly string[]): Stretch[][] | null {
	const tokens = texts.map(splitWords);
	const marked: Stretch[][] = [];
	for (const [index, own] of tokens.entries()) {
		const others = tokens.filter((_, other) => other !== index);
		const flags = own.map(() => others.length > 0);
		for (const other of others) {
			const missing = missingFrom(own, other);
			if (missing === null) return null;
			missing.forEach((isMissing, place) => (flags[place] &&= isMissing));
		}
		marked.push(joinNeighbours(texts[index] ?? '', own, flags));
	}
	return marked;
}

/**
 * Words as readers of the language see them. Punctuation belongs to the word it touches; where a
 * script writes no spaces, the segmenter's words stand alone.
 */
function splitWords(text: string): Token[] {
	const tokens: Token[] = [];
	let open: Token | null = null;
	let afterWord = false;
	for (const part of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
		const isWord = part.isWordLike === true;
		if (/^\s+$/u.test(part.segment)) {
			open = null;
		} else if (open === null || (isWord && afterWord)) {
			open = { word: part.segment, start: part.index, end: part.index + part.segment.length };
			tokens.push(open);
		} else {
			open.word += part.segment;
			open.end += part.segment.length;
		}
		afterWord = isWord;
	}
	return tokens;
}

function missingFrom(own: Token[], other: Token[]): boolean[] | null {
	const changes = diffArrays(
		own.map((token) => token.word),
		other.map((token) => token.word),
		{ maxEditLength: MAX_DIFFERENCES }
	);
	if (changes === undefined) return null;
	return changes
		.filter((change) => !change.added)
		.flatMap((change) => change.value.map(() => change.removed));
}

function joinNeighbours(text: string, tokens: Token[], flags: boolean[]): Stretch[] {
	const stretches: Stretch[] = [];
	let written = 0;
	const write = (end: number, onlyHere: boolean) => {
		if (end > written) stretches.push({ words: text.slice(written, end), onlyHere });
		written = end;
	};
	let place = 0;
	while (place < tokens.length) {
		if (flags[place] !== true) {
			place += 1;
			continue;
		}
		write(tokens[place]?.start ?? written, false);
		while (flags[place + 1] === true) place += 1;
		write(tokens[place]?.end ?? written, true);
		place += 1;
	}
	write(text.length, false);
	return stretches;
}
