/** Choices of a device: read before the first paint, whatever stands in storage. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_PREFERENCES, readPreferences } from './preferences.svelte.js';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.resetModules();
});

describe('reading', () => {
	test('gives the defaults where nothing is kept', () => {
		expect(readPreferences(null)).toEqual(DEFAULT_PREFERENCES);
	});

	test('gives what was kept', () => {
		const kept = { ...DEFAULT_PREFERENCES, theme: 'dark', autoLockMinutes: 15 };
		expect(readPreferences(JSON.stringify(kept))).toEqual(kept);
	});

	test.each(['', 'null', '[]', '7', '{', '{"theme":"pink","autoLockMinutes":2,"notToday":"soon"}'])(
		'takes the default for what is no choice: %s',
		(text) => {
			expect(readPreferences(text)).toEqual(DEFAULT_PREFERENCES);
		}
	);
});

test('a choice is kept where static/theme.js reads it', async () => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value)
	});
	vi.resetModules();
	const { setPreference } = await import('./preferences.svelte.js');
	setPreference('theme', 'dark');
	expect(JSON.parse(kept.get('preferences') ?? '')).toMatchObject({ theme: 'dark' });
});

test('a choice holds for the visit where nothing can be kept', async () => {
	vi.stubGlobal('localStorage', {
		getItem: () => {
			throw new DOMException('denied', 'SecurityError');
		},
		setItem: () => {
			throw new DOMException('full', 'QuotaExceededError');
		}
	});
	vi.resetModules();
	const { preferences, setPreference } = await import('./preferences.svelte.js');
	setPreference('blankOnHide', false);
	expect(preferences.blankOnHide).toBe(false);
});
