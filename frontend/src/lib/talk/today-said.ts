/**
 * What somebody said about today before a guide: the number of its check, a yes behind its content
 * note, and that a therapist suggested it. In memory only: it is written nowhere, sent nowhere, and
 * gone at midnight, at a lock, with the tab, and once the run that it was said before has ended (R28).
 */
interface Said {
	day: string;
	check: number | null;
	optIn: boolean;
	therapist: boolean;
}

export class TodaySaid {
	/** By guide. */
	private readonly said = new Map<string, Said>();

	constructor(private readonly now: () => number) {}

	of(guide: string): Omit<Said, 'day'> {
		const { check, optIn, therapist } = this.current(guide);
		return { check, optIn, therapist };
	}

	sayCheck(guide: string, check: number): void {
		this.said.set(guide, { ...this.current(guide), check });
	}

	optIn(guide: string, { therapist }: { therapist: boolean }): void {
		this.said.set(guide, { ...this.current(guide), optIn: true, therapist });
	}

	forgetGuide(guide: string): void {
		this.said.delete(guide);
	}

	forget(): void {
		this.said.clear();
	}

	private current(guide: string): Said {
		const day = new Date(this.now()).toDateString();
		const known = this.said.get(guide);
		return known?.day === day ? known : { day, check: null, optIn: false, therapist: false };
	}
}
