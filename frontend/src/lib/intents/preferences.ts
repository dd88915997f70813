export {
	preferences,
	setPreference,
	DEFAULT_PREFERENCES,
	type Preferences
} from '#lib/view/preferences.svelte.js';
