/**
 * Tells the server that this person has looked, so that no note is sent about what is on a screen
 * already, and none about the same twice. It says neither at what, nor for how long.
 */
export interface LookingParts {
	/** In front, unlocked, and everything read that the server has. */
	isLooking: () => boolean;
	/** Another value whenever something came from the other person. */
	newest: () => string;
	look: () => Promise<void>;
	now: () => number;
}

/** A note comes half a minute after its cause: whoever has the app open is to be earlier. */
const AT_MOST_EVERY_MS = 20_000;

export class Looking {
	private seen: string | null = null;
	private lastMs = Number.NEGATIVE_INFINITY;
	private timer: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly parts: LookingParts) {}

	/** The app came to the front: a note may lie beside it that was about nothing new. */
	returned(): void {
		this.seen = null;
		this.came();
	}

	/** Something may be on the screen that was not there before. */
	came(): void {
		const { isLooking, newest, now } = this.parts;
		if (!isLooking() || newest() === this.seen) return;
		clearTimeout(this.timer);
		const waitMs = this.lastMs + AT_MOST_EVERY_MS - now();
		if (waitMs <= 0) void this.tell();
		else this.timer = setTimeout(() => void this.tell(), Math.min(waitMs, AT_MOST_EVERY_MS));
	}

	end(): void {
		clearTimeout(this.timer);
	}

	private async tell(): Promise<void> {
		const { isLooking, newest, look, now } = this.parts;
		const looked = newest();
		if (!isLooking() || looked === this.seen) return;
		this.lastMs = now();
		this.seen = looked;
		try {
			await look();
		} catch {
			// Offline: the next thing that comes, or the next return, says it.
			this.seen = null;
		}
	}
}
