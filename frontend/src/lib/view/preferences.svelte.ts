/**
 * Choices of this device, in the clear: they hold no words, no name, and nothing of any account but
 * the beginning of one random id.
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
	/** The beginning of the id of a closed space whose one sentence on Today was put away. */
	closedSeen: string | null;
}

export const DEFAULT_PREFERENCES: Readonly<Preferences> = {
	theme: 'system',
	autoLockMinutes: 5,
	blankOnHide: true,
	exitExplained: false,
	firstRead: false,
	notToday: null,
	closedSeen: null
};

/** static/theme.js reads the same row before the first paint. */
const KEY = 'preferences';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const START_OF_ID = /^[0-9a-f]{8}$/;

const IS_VALID: { [K in keyof Preferences]: (value: unknown) => boolean } = {
	theme: (value) => ['system', 'light', 'dark'].includes(value as string),
	autoLockMinutes: (value) => [0, 1, 5, 15, 60].includes(value as number),
	blankOnHide: (value) => typeof value === 'boolean',
	exitExplained: (value) => typeof value === 'boolean',
	firstRead: (value) => typeof value === 'boolean',
	notToday: (value) => value === null || (typeof value === 'string' && DAY.test(value)),
	closedSeen: (value) => value === null || (typeof value === 'string' && START_OF_ID.test(value))
};

/** What a stored text says; whatever is not a valid choice takes its default. */
export function readPreferences(stored: string | null): Preferences {
	let found: Record<string, unknown> = {};
	try {
		found = (JSON.parse(stored ?? '{}') ?? {}) as Record<string, unknown>;
	} catch {
		// Written by something else: the defaults hold.
	}
	const valid = Object.entries(IS_VALID).filter(([key, isValid]) => isValid(found[key]));
	return {
		...DEFAULT_PREFERENCES,
		...Object.fromEntries(valid.map(([key]) => [key, found[key]]))
	};
}

const state: Preferences = $state(readPreferences(load()));

export const preferences: Readonly<Preferences> = state;

export function setPreference<K extends keyof Preferences>(key: K, value: Preferences[K]): void {
	state[key] = value;
	try {
		localStorage.setItem(KEY, JSON.stringify(state));
	} catch {
		// A browser that keeps nothing: the choice holds for this visit.
	}
}

function load(): string | null {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null;
	}
}

// A choice made in one tab holds in all of them.
if (typeof addEventListener === 'function') {
	addEventListener('storage', ({ key, newValue }) => {
		if (key === KEY) Object.assign(state, readPreferences(newValue));
	});
}
