/** When somebody means to come back after a pause: never sooner than 20 minutes (R27). */
export type Return = 'soon' | 'hour' | 'evening' | 'tomorrow';

const MINUTE_MS = 60_000;
const EVENING_HOUR = 20;
/** A pause is twenty minutes at least; what is signed a little later must not come out shorter. */
const SOON_MINUTES = 21;

export const RETURNS: readonly { value: Return; fits: (now: Date) => boolean }[] = [
	{ value: 'soon', fits: () => true },
	{ value: 'hour', fits: () => true },
	{ value: 'evening', fits: (now) => now.getHours() < EVENING_HOUR - 1 },
	{ value: 'tomorrow', fits: () => true }
];

/** "Tomorrow" is this time tomorrow: within the day that a pause plan names. */
export function returnMs(when: Return, now: Date): number {
	const ms = now.getTime();
	if (when === 'soon') return ms + SOON_MINUTES * MINUTE_MS;
	if (when === 'hour') return ms + 60 * MINUTE_MS;
	if (when === 'evening') return new Date(now).setHours(EVENING_HOUR, 0, 0, 0);
	return ms + 24 * 60 * MINUTE_MS;
}
