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

/** static/theme.js reads the same row before the first paint. */
const ROW = 'preferences';

const state: Preferences = $state(read());

export const preferences: Readonly<Preferences> = state;

/** Keeps the choice on this device. Where nothing can be kept it holds for this visit. */
export function setPreference<K extends keyof Preferences>(key: K, value: Preferences[K]): void {
	state[key] = value;
	try {
		localStorage.setItem(ROW, JSON.stringify(state));
	} catch {
		// A private window without storage; the choice is still the one on screen.
	}
}

function read(): Preferences {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(ROW) ?? '{}');
		return { ...DEFAULT_PREFERENCES, ...(kept as Partial<Preferences>) };
	} catch {
		return { ...DEFAULT_PREFERENCES };
	}
}

// The other tabs of this browser follow.
if (typeof window !== 'undefined') {
	window.addEventListener('storage', ({ key }) => {
		if (key === ROW) Object.assign(state, read());
	});
}
