/** How many are compared (protocol.md §8), and how many a PIN has (§11). */
export const DIGITS = 6;

/**
 * The digits in what was typed or pasted, at most six, in Western figures: whoever reads them out
 * may pause, and a keyboard may write other figures.
 */
export function digitsIn(typed: string): string {
	return Array.from(typed.normalize('NFKC'))
		.map(figure)
		.filter((digit) => digit !== null)
		.slice(0, DIGITS)
		.join('');
}

/** Unicode keeps the ten figures of a script together, from zero up. */
function figure(sign: string): string | null {
	if (!/^\p{Nd}$/u.test(sign)) return null;
	let zero = sign.codePointAt(0) ?? 0;
	const code = zero;
	while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
	return String(code - zero);
}
