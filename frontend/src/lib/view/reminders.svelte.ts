/** What this person set to be reminded of. Empty while locked. */
import type { WeeklyTime } from './weekly';

interface RemindersState {
	/** A time for the two of them, once a week. */
	usTime: WeeklyTime | null;
}

const EMPTY: Readonly<RemindersState> = { usTime: null };

let state: RemindersState = $state.raw(EMPTY);

export const reminders = {
	get usTime(): WeeklyTime | null {
		return state.usTime;
	}
};

export function showReminders(shown: RemindersState): void {
	state = shown;
}

export function clearReminders(): void {
	state = EMPTY;
}
