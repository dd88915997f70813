/** 1: easy to guess, 2: fair, 3: strong, 4: very strong. */
export type Strength = 1 | 2 | 3 | 4;

const YEAR = /^(19|20)\d\d$/;
const SEQUENCES = [
	'abcdefghijklmnopqrstuvwxyz',
	'0123456789012',
	'qwertyuiop',
	'asdfghjkl',
	'zxcvbnm'
];

/**
 * A cautious guess at how hard a person's own passphrase is to find by trying.
 *
 * It counts chunks rather than characters: a word is worth about as much as a draw from a list,
 * however long it is, and a year, a run of the keyboard or a repetition next to nothing. It guides
 * and refuses nothing; a passphrase is refused for its length alone (protocol.md §4).
 */
export function strengthOf(passphrase: string): Strength {
	const bits = bitsOf(passphrase.normalize('NFKC'));
	if (bits < 30) return 1;
	if (bits < 42) return 2;
	return bits < 52 ? 3 : 4;
}

function bitsOf(passphrase: string): number {
	const chunks = passphrase.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}\s]+/gu) ?? [];
	const seen = new Set<string>();
	let bits = 0;
	for (const chunk of chunks) {
		const plain = chunk.toLowerCase();
		bits += seen.has(plain) ? 1 : bitsOfChunk(chunk, plain);
		seen.add(plain);
	}
	return bits;
}

function bitsOfChunk(chunk: string, plain: string): number {
	const distinct = new Set(plain).size;
	if (distinct <= 2) return distinct + 2;
	if (isSequence(plain)) return 4;
	if (/^\p{L}+$/u.test(chunk)) return bitsOfLetters(chunk, plain);
	if (YEAR.test(chunk)) return 6;
	return /^\p{N}+$/u.test(chunk) ? 3 * chunk.length : 4 * distinct;
}

/** Letters that mix case inside are taken as drawn by chance; others as one word of a language. */
function bitsOfLetters(chunk: string, plain: string): number {
	const inner = chunk.slice(1);
	const mixed = inner !== inner.toLowerCase() && inner !== inner.toUpperCase();
	if (mixed) return 4 * chunk.length;
	const word = Math.min(13, 2.5 * new Set(plain).size);
	return chunk.length > 14 ? word + 2 * (chunk.length - 14) : word;
}

function isSequence(plain: string): boolean {
	const turned = Array.from(plain).reverse().join('');
	return SEQUENCES.some((run) => run.includes(plain) || run.includes(turned));
}
