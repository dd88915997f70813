/** Two versions of the words, field by field: what the changes look like. Pure. */
import { asReadBy } from '#lib/agreements/begin.js';
import { differenceOf, type Piece } from '#lib/agreements/difference.js';
import type { AgreedWords, VersionView } from '#lib/view/agreements.svelte.js';
import { readFields, type ReadField } from './fields';

export interface ChangedField {
	name: 'title' | 'category' | Exclude<ReadField['name'], 'review'>;
	/** In order; null where the two have so little in common that each stands whole. */
	pieces: readonly Piece[] | null;
	before: string;
	after: string;
}

/** How days and categories are written in a sentence. */
export interface Sayings {
	day: (day: string) => string;
	category: (id: string) => string;
}

/**
 * Each field of the later words and of those before, as their author would read both. A first review
 * is no change: it is counted anew from each suggestion. A title or a category that stayed stands
 * elsewhere on the screen.
 */
export function changedFields(
	before: Pick<VersionView, 'mine' | 'words'>,
	after: Pick<VersionView, 'mine' | 'words'>,
	say: Sayings
): ChangedField[] {
	if (!before.words || !after.words) return [];
	const read = asReadBy(before.words, before.mine === after.mine);
	const earlier = new Map(fieldsIn(read, say));
	const later = new Map(fieldsIn(after.words, say));
	return inOrder(earlier, later).flatMap((name) => {
		const was = earlier.get(name) ?? '';
		const is = later.get(name) ?? '';
		if (ABOVE.has(name) && was === is) return [];
		return [{ name, pieces: piecesOf(name, was, is), before: was, after: is }];
	});
}

const ABOVE: ReadonlySet<ChangedField['name']> = new Set(['title', 'category']);
/** What is one word, however it is written. */
const WHOLE: ReadonlySet<ChangedField['name']> = new Set(['category', 'starts', 'ends']);

export function isChanged({ before, after }: ChangedField): boolean {
	return before !== after;
}

function piecesOf(name: ChangedField['name'], was: string, is: string): Piece[] | null {
	if (!WHOLE.has(name)) return differenceOf(was, is);
	if (was === is) return [{ how: 'stays', words: is }];
	const pieces: Piece[] = [
		{ how: 'taken_out', words: was },
		{ how: 'added', words: is }
	];
	return pieces.filter(({ words }) => words !== '');
}

type Named = [ChangedField['name'], string];

function fieldsIn(words: AgreedWords, { day, category }: Sayings): Named[] {
	const fields = readFields('agreement', words, day).flatMap(({ name, text }): Named[] => {
		return name === 'review' ? [] : [[name, text]];
	});
	return [['title', words.title.trim()], ['category', category(words.category)], ...fields];
}

const ORDER: readonly ChangedField['name'][] = [
	'title',
	'category',
	'what',
	'keptLooksLike',
	'why',
	'whyYou',
	'exceptions',
	'help',
	'ifMissed',
	'ifKeptMissed',
	'starts',
	'ends'
];

function inOrder(...maps: readonly ReadonlyMap<ChangedField['name'], string>[]) {
	return ORDER.filter((name) => maps.some((map) => map.has(name)));
}
