/**
 * How long to wait before the server is tried again: doubling from one second to five minutes, with
 * jitter, so that the phones of a restarted server do not all come at once.
 */
const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;

export class BackOff {
	private tries = 0;

	/** @param random gives a number from 0 up to 1 */
	constructor(private readonly random: () => number) {}

	/** Between half of the planned time and all of it. */
	nextMs(): number {
		const plannedMs = Math.min(FIRST_MS * 2 ** this.tries, LONGEST_MS);
		this.tries += 1;
		return plannedMs * (0.5 + this.random() / 2);
	}

	reset(): void {
		this.tries = 0;
	}
}
