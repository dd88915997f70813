/**
 * What one text takes out of another and adds to it, by whole words (design language §10). Pure, and
 * it changes neither text: the parts that stayed and were added give the later one, those that stayed
 * and were taken out the earlier.
 */
import { diffWords } from 'diff';

export interface Piece {
	how: 'stays' | 'taken_out' | 'added';
	words: string;
}

/** Beyond this many differing words two texts have little in common, and marks would only be noise. */
const MAX_DIFFERENCES = 400;
/** What stands between two changes and is no word by itself: it goes with its neighbours. */
const NO_WORD = /^[\s\p{P}]*$/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Null where the two have so little in common that marking words helps nobody. */
export function differenceOf(before: string, after: string): Piece[] | null {
	const changes = diffWords(before, after, {
		intlSegmenter: segmenter,
		maxEditLength: MAX_DIFFERENCES
	});
	if (changes === undefined) return null;
	return joined(
		changes.map(({ value, added, removed }): Piece => {
			return { how: added ? 'added' : removed ? 'taken_out' : 'stays', words: value };
		})
	);
}

/** Neighbours become one stretch, first what was taken out and then what was added. */
function joined(pieces: readonly Piece[]): Piece[] {
	const result: Piece[] = [];
	let out = '';
	let added = '';
	const write = () => {
		if (out !== '') result.push({ how: 'taken_out', words: out });
		if (added !== '') result.push({ how: 'added', words: added });
		out = added = '';
	};
	for (const [index, { how, words }] of pieces.entries()) {
		if (how === 'taken_out') out += words;
		else if (how === 'added') added += words;
		else if (out !== '' && added !== '' && isBetween(pieces, index)) {
			out += words;
			added += words;
		} else {
			write();
			result.push({ how, words });
		}
	}
	write();
	return result;
}

/** Only signs and spaces, with changes on both sides. */
function isBetween(pieces: readonly Piece[], index: number): boolean {
	const next = pieces[index + 1];
	const words = pieces[index]?.words ?? '';
	return next !== undefined && next.how !== 'stays' && NO_WORD.test(words) && !words.includes('\n');
}
