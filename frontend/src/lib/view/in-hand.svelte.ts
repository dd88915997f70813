/**
 * The invitation somebody holds on the way to an account and back. It is a secret: this tab keeps it
 * over a reload, and lets go of it when it is answered or declined, at a lock, at a quick exit and
 * when it is closed. On the disk it lies no longer than that, and no other tab sees it.
 */
const KEY = 'goldseam-join';
/** A look at the shape alone: whoever uses it reads it strictly. */
const SHAPE = /^#1\.[\w-]{22}\.[\w-]{22}$/;

let held: string | null = $state(read());

export const inHand = {
	/** As it stood behind the # of the link; null where there is none. */
	get hash(): string | null {
		return held;
	}
};

export function takeInHand(hash: string): void {
	held = hash;
	try {
		sessionStorage.setItem(KEY, hash);
	} catch {
		// Without storage it lasts until the page is loaded again.
	}
}

export function letGo(): void {
	held = null;
	try {
		sessionStorage.removeItem(KEY);
	} catch {
		// As above.
	}
}

/** Put there by this module, or by the first script of the page before anything else ran. */
function read(): string | null {
	try {
		const kept = sessionStorage.getItem(KEY);
		return kept !== null && SHAPE.test(kept) ? kept : null;
	} catch {
		return null;
	}
}
