/** An exercise as it goes: its phases, round after round, each at its own time or at a word. */
import type { Phase } from '#lib/talk/guide.js';
import { Countdown } from './countdown.svelte';

/** Phases shorter than this follow a breath, and the halves part and close with it. */
const BREATH_SECONDS = 12;

export class Course {
	begun = $state(false);
	/** Of all phases of all rounds. */
	at = $state(0);
	/** Rounds, with those that were added. */
	cycles = $state(1);

	readonly breathes: boolean;
	readonly count: Countdown;
	readonly #phases: readonly Phase[];
	readonly #onphase: () => void;

	/** @param onphase each time another phase begins, and at the end */
	constructor(
		phases: readonly Phase[],
		cycles: number,
		onphase: () => void = () => undefined,
		now?: () => number
	) {
		this.#phases = phases;
		this.cycles = cycles;
		this.breathes =
			phases.length > 1 &&
			phases.every(({ seconds }) => seconds !== null && seconds < BREATH_SECONDS);
		this.#onphase = onphase;
		this.count = new Countdown(() => {
			this.next();
		}, now);
	}

	get all(): number {
		return this.#phases.length * this.cycles;
	}

	get phase(): Phase | undefined {
		return this.#phases[this.at % this.#phases.length];
	}

	get over(): boolean {
		return this.begun && this.at >= this.all;
	}

	get wholeMs(): number {
		return this.#secondsOf(0, this.all) * 1000;
	}

	/** Of all of it; where every phase waits for a word, there is nothing to count. */
	get leftMs(): number {
		return this.count.leftMs + this.#secondsOf(this.at + 1, this.all) * 1000;
	}

	begin(): void {
		this.begun = true;
		this.#show(0);
	}

	/** To the phase behind this one, whether or not its time is up. */
	next(): void {
		this.#show(this.at + 1);
	}

	stop(): void {
		this.#show(this.all);
	}

	/** A breath gets more rounds, a phase more of its own time. */
	lengthen(seconds: number): void {
		if (this.breathes) this.cycles += Math.ceil(seconds / this.#secondsOf(0, this.#phases.length));
		else this.count.lengthen(seconds);
	}

	#show(at: number): void {
		this.at = at;
		this.#onphase();
		const seconds = this.over ? null : this.phase?.seconds;
		if (seconds) this.count.start(seconds);
		else this.count.stop();
	}

	#secondsOf(from: number, to: number): number {
		let seconds = 0;
		for (let at = from; at < to; at += 1) {
			seconds += this.#phases[at % this.#phases.length]?.seconds ?? 0;
		}
		return seconds;
	}
}
