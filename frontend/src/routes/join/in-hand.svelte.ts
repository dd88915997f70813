/**
 * The invitation somebody holds on the way to an account and back. In memory only: it is a secret,
 * and a closed tab lets go of it.
 */
let held: string | null = $state(null);

export const inHand = {
	/** As it stood behind the # of the link; null where there is none. */
	get hash(): string | null {
		return held;
	}
};

export function takeInHand(hash: string): void {
	held = hash;
}

export function letGo(): void {
	held = null;
}
