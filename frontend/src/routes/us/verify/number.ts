/** A number of changes as somebody types it, from 1 to the newest; null where it is none. */
export function numberIn(typed: string, newest: number): number | null {
	const plain = typed.normalize('NFKC').trim();
	if (!/^\d{1,15}$/.test(plain)) return null;
	const number = Number(plain);
	return number >= 1 && number <= newest ? number : null;
}
