/** Two versions of the words, field by field: what the changes look like. Pure. */
import { differenceOf, type Piece } from '#lib/agreements/difference.js';
import type { AgreedWords } from '#lib/view/agreements.svelte.js';
import { readFields, type ReadField } from './fields';

export interface ChangedField {
	name: 'title' | ReadField['name'];
	/** In order; null where the two have so little in common that each stands whole. */
	pieces: readonly Piece[] | null;
	before: string;
	after: string;
}

/** A title that stayed stands above and is not told again; everything else is. */
export function changedFields(
	before: AgreedWords,
	after: AgreedWords,
	daySaid: (day: string) => string
): ChangedField[] {
	const earlier = new Map(fieldsIn(before, daySaid));
	const later = new Map(fieldsIn(after, daySaid));
	const names = [...new Set([...inOrder(earlier, later)])];
	return names.flatMap((name) => {
		const was = earlier.get(name) ?? '';
		const is = later.get(name) ?? '';
		if (name === 'title' && was === is) return [];
		return [{ name, pieces: piecesOf(name, was, is), before: was, after: is }];
	});
}

export function hasChanges(fields: readonly ChangedField[]): boolean {
	return fields.some(({ before, after }) => before !== after);
}

/** A day is one word. */
function piecesOf(name: ChangedField['name'], was: string, is: string): Piece[] | null {
	if (name !== 'starts' && name !== 'ends' && name !== 'review') return differenceOf(was, is);
	if (was === is) return [{ how: 'stays', words: is }];
	const pieces: Piece[] = [
		{ how: 'taken_out', words: was },
		{ how: 'added', words: is }
	];
	return pieces.filter(({ words }) => words !== '');
}

type Named = [ChangedField['name'], string];

function fieldsIn(words: AgreedWords, daySaid: (day: string) => string): Named[] {
	const fields = readFields('agreement', words, daySaid);
	return [['title', words.title.trim()], ...fields.map(({ name, text }): Named => [name, text])];
}

const ORDER: readonly ChangedField['name'][] = [
	'title',
	'what',
	'keptLooksLike',
	'why',
	'whyYou',
	'exceptions',
	'help',
	'ifMissed',
	'ifKeptMissed',
	'starts',
	'ends',
	'review'
];

function inOrder(...maps: readonly ReadonlyMap<ChangedField['name'], string>[]) {
	return ORDER.filter((name) => maps.some((map) => map.has(name)));
}
