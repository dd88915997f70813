/**
 * Where back leads from the safety pages, which can be reached from anywhere, the lock included.
 * In memory only: no page of safety is written down (R22).
 */
const HOME = '/';
const ROOT = '/safety';

const state: { origin: string; entry: string } = $state({ origin: HOME, entry: ROOT });

export const isSafety = (path: string): boolean => path === ROOT || path.startsWith(`${ROOT}/`);

/** Called at each navigation into one of the safety pages. */
export function noteArrival(from: string | null, to: string): void {
	if (from !== null && isSafety(from)) return;
	state.origin = from ?? HOME;
	state.entry = to;
}

/** The page somebody came in by leads out again; the others lead to the first safety page. */
export function backFrom(path: string): string {
	return path === ROOT || path === state.entry ? state.origin : ROOT;
}
