/** Fills the screens with what an account holds, and empties them. */
import type { Fold } from '#lib/log/fold.js';
import {
	composeDamaged,
	composeProfile,
	toView,
	type ComposedNote,
	type PendingIntent
} from './compose-notes';
import { clearNotes, showNotes } from './notes.svelte.js';
import { showProfile } from './profile.svelte.js';
import { clearSync, showSync, type Attention } from './sync.svelte.js';

export interface AccountShown {
	fold: Fold;
	pending: readonly PendingIntent[];
	notes: readonly ComposedNote[];
	savedAs: ReadonlyMap<string, string>;
	thisDevice: string;
	unsent: number;
	/** What needs a decision, beside notes with two versions. */
	attention: readonly Attention[];
}

export function showAccount(shown: AccountShown): void {
	const views = shown.notes.map((note) => toView(note, shown.thisDevice));
	showNotes(views, composeDamaged(shown.fold), shown.savedAs);
	showProfile(composeProfile(shown.fold, shown.pending));
	const twoVersions = views
		.filter(({ versions }) => versions.length > 1)
		.map(({ id, title }): Attention => ({ kind: 'two_versions', note: id, title }));
	showSync({ unsent: shown.unsent, attention: [...shown.attention, ...twoVersions] });
}

export function emptyScreens(): void {
	clearNotes();
	showProfile(null);
	clearSync();
}
