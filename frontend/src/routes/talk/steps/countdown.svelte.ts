/** A stretch of time that can be stopped, taken up again and lengthened; it reads the clock it is given. */
const TICK_MS = 200;

export class Countdown {
	running = $state(false);
	/** What is left, in milliseconds; below zero it is over. */
	leftMs = $state(0);
	/** The whole of it, with what was added. */
	wholeMs = $state(0);

	readonly #now: () => number;
	#endMs = 0;
	#timer: ReturnType<typeof setInterval> | undefined;
	readonly #onend: () => void;

	constructor(onend: () => void = () => undefined, now: () => number = () => performance.now()) {
		this.#onend = onend;
		this.#now = now;
	}

	get over(): boolean {
		return this.wholeMs > 0 && this.leftMs <= 0;
	}

	/** From 0 to 1. */
	get share(): number {
		return this.wholeMs === 0 ? 0 : 1 - Math.max(0, this.leftMs) / this.wholeMs;
	}

	/** Anew, whatever was running. */
	start(seconds: number): void {
		this.#rest();
		this.wholeMs = this.leftMs = seconds * 1000;
		this.go();
	}

	go(): void {
		if (this.running || this.leftMs <= 0) return;
		this.running = true;
		this.#endMs = this.#now() + this.leftMs;
		this.#timer = setInterval(() => {
			this.#tick();
		}, TICK_MS);
	}

	hold(): void {
		if (!this.running) return;
		this.leftMs = Math.max(0, this.#endMs - this.#now());
		this.#rest();
	}

	lengthen(seconds: number): void {
		this.wholeMs += seconds * 1000;
		this.leftMs += seconds * 1000;
		this.#endMs += seconds * 1000;
	}

	stop(): void {
		this.#rest();
		this.wholeMs = this.leftMs = 0;
	}

	#tick(): void {
		this.leftMs = Math.max(0, this.#endMs - this.#now());
		if (this.leftMs > 0) return;
		this.#rest();
		this.#onend();
	}

	#rest(): void {
		this.running = false;
		clearInterval(this.#timer);
	}
}

/** "2:10". */
export function clockOf(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
