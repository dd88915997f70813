/**
 * Choices of this device, in the clear: they hold no words, no name and nothing of any account.
 * They live in localStorage because the theme must be known before the first paint
 * (static/theme.js reads the same row).
 */
export interface Preferences {
	theme: 'system' | 'light' | 'dark';
	/** Minutes without a touch or a key until the phone locks; 0: it does not lock by itself. */
	autoLockMinutes: 0 | 1 | 5 | 15 | 60;
	/** Draw nothing while the app is not in front. */
	blankOnHide: boolean;
	/** The page on quick exit and its limits has been read. */
	exitExplained: boolean;
	/** The first read on Today has been read to its end. */
	firstRead: boolean;
	/** The day ("2026-11-23") on which the card on Today was put away. */
	notToday: string | null;
}

export const DEFAULT_PREFERENCES: Readonly<Preferences> = {
	theme: 'system',
	autoLockMinutes: 5,
	blankOnHide: true,
	exitExplained: false,
	firstRead: false,
	notToday: null
};

const state: Preferences = $state({ ...DEFAULT_PREFERENCES });

export const preferences: Readonly<Preferences> = state;

export function setPreference<K extends keyof Preferences>(key: K, value: Preferences[K]): void {
	state[key] = value;
}
