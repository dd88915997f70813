/**
 * A mark that this browser was left in a hurry, or is to stay locked. It is written in one
 * synchronous step, because a page that is being replaced may not live to see a database commit;
 * the next start locks first and then removes it. It says nothing else.
 */
const KEY = 'goldseam-left';

export function markLeft(): void {
	try {
		localStorage.setItem(KEY, '1');
	} catch {
		// Without storage there is no account key on disk either.
	}
}

export function wasLeft(): boolean {
	try {
		return localStorage.getItem(KEY) !== null;
	} catch {
		return false;
	}
}

export function clearLeft(): void {
	try {
		localStorage.removeItem(KEY);
	} catch {
		// As above.
	}
}
