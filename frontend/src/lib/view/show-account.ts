/** Fills the screens with what an account holds, and empties them. */
import type { ObjectId, SpaceId } from '#lib/crypto/ids.js';
import { hasWords, type ThanksParts } from '#lib/log/content.js';
import type { Fold } from '#lib/log/fold.js';
import type { BegunLine } from '#lib/sync/answer-typing.js';
import type { Typed } from '#lib/sync/typed-drafts.js';
import {
	composeDamaged,
	composeProfile,
	toView,
	type ComposedNote,
	type PendingIntent
} from './compose-notes';
import { apartFrom } from './compose-kept';
import {
	toDraftView,
	toJarView,
	toParts,
	toThanksView,
	type ComposedCopy,
	type ComposedDraft,
	type ComposedThanks,
	type ThanksReader
} from './compose-thanks';
import { clearAgreements, showAgreements, type AgreementsState } from './agreements.svelte.js';
import type { Asking } from './asking';
import { showAsking } from './asking.svelte.js';
import { clearInbox, showInbox, type CameView } from './inbox.svelte.js';
import { clearNotes, showNotes } from './notes.svelte.js';
import { showPin } from './pin.svelte.js';
import { showProfile } from './profile.svelte.js';
import { clearPush, showPush } from './push.svelte.js';
import { clearReminders, showReminders } from './reminders.svelte.js';
import { clearSync, showSync, type Attention } from './sync.svelte.js';
import { clearTalk, showTalk, type TalkState } from './talk.svelte.js';
import { clearThanks, showThanks, type ThanksDraftView } from './thanks.svelte.js';
import { clearUs, showUs, type ClosedView, type TogetherView } from './us.svelte.js';
import type { WeeklyTime } from './weekly';

export interface AccountShown {
	fold: Fold;
	pending: readonly PendingIntent[];
	notes: readonly ComposedNote[];
	savedAs: ReadonlyMap<string, string>;
	thisDevice: string;
	unsent: number;
	/** What needs a decision, beside notes with two versions. */
	attention: readonly Attention[];
	together: TogetherView | null;
	closed: readonly ClosedView[];
	thanks: readonly ComposedThanks[];
	/** Who reads them, by space. */
	readers: ReadonlyMap<SpaceId, Omit<ThanksReader, 'jar'>>;
	drafts: readonly ComposedDraft[];
	jar: readonly ComposedCopy[];
	/** Thanks that are being typed. */
	typed: ReadonlyMap<ObjectId, Typed<ThanksParts>>;
	/** Lines of answer that were begun here, by the thanks that they answer. */
	begun: ReadonlyMap<ObjectId, BegunLine>;
	thanksSavedAs: ReadonlyMap<string, string>;
	/** What came from the other person. */
	came: readonly CameView[];
	pushOffered: boolean;
	usTime: WeeklyTime | null;
	asking: Asking | null;
	talk: TalkState;
	agreements: AgreementsState;
	nowMs: number;
}

export function showAccount(shown: AccountShown): void {
	const views = shown.notes.map((note) => toView(note, shown.thisDevice));
	showNotes(views, composeDamaged(shown.fold), shown.savedAs);
	showProfile(composeProfile(shown.fold, shown.pending));
	const twoVersions = views
		.filter(({ versions }) => versions.length > 1)
		.map(({ id, title }): Attention => ({ kind: 'two_versions', note: id, title }));
	showSync({ unsent: shown.unsent, attention: [...shown.attention, ...twoVersions] });
	showUs({ together: shown.together, closed: shown.closed });
	showAllThanks(shown);
	showInbox(shown.came);
	showPush({ offered: shown.pushOffered });
	showReminders({ usTime: shown.usTime });
	showAsking(shown.asking);
	showTalk(shown.talk);
	showAgreements(shown.agreements);
}

function showAllThanks(shown: AccountShown): void {
	const { jar, readers, together, nowMs } = shown;
	const all = shown.thanks
		.flatMap((given) => {
			const reader = readers.get(given.space);
			return reader ? [toThanksView(given, { ...reader, jar })] : [];
		})
		.sort((a, b) => b.givenMs - a.givenMs);
	showThanks({
		all,
		drafts: draftViews(shown),
		jar: jar.map(toJarView),
		gaveToday: all.some(
			({ mine, space, givenMs }) => mine && space === together?.space && isSameDay(givenMs, nowMs)
		),
		begun: new Map(shown.begun),
		savedAs: shown.thanksSavedAs
	});
}

/** What is being typed stands in the place of what it changes. */
function draftViews({ drafts, typed }: AccountShown): ThanksDraftView[] {
	const views = new Map<string, ThanksDraftView>(
		drafts.map((draft) => [draft.id, toDraftView(draft)])
	);
	for (const [id, { words, keptMs, base }] of typed) {
		const before = drafts.find((draft) => draft.id === id);
		const others = apartFrom(before, base).map((other) => toParts(other.words));
		const view = { id, ...toParts(words), keptMs, onlyHere: true, others };
		if (hasWords(words)) views.set(id, view);
	}
	return [...views.values()].sort((a, b) => b.keptMs - a.keptMs);
}

function isSameDay(oneMs: number, otherMs: number): boolean {
	return new Date(oneMs).toDateString() === new Date(otherMs).toDateString();
}

export function emptyScreens(): void {
	clearNotes();
	clearUs();
	clearThanks();
	clearInbox();
	clearPush();
	clearReminders();
	clearTalk();
	clearAgreements();
	showProfile(null);
	showPin(false);
	showAsking(null);
	clearSync();
}
