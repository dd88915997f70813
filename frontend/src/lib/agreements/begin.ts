/** What an editor begins with. Pure: nothing of it is kept before somebody types or leaves. */
import { NO_TEXTS, type AgreedWords } from '#lib/log/content-agreement.js';
import type { AgreedKind, AgreedView, DraftParts, LimitView } from '#lib/view/agreements.svelte.js';
import type { Starter } from './content';
import { addDays, aheadOf } from './days';

const TEXTS = Object.keys(NO_TEXTS) as (keyof typeof NO_TEXTS)[];

export function blankDraft(kind: AgreedKind): DraftParts {
	const days = { starts: null, ends: null, review: null };
	const from = { reviewDays: null, guide: null, changes: null };
	return { kind, category: 'other', ...NO_TEXTS, ...days, ...from };
}

/** @param today as YYYY-MM-DD */
export function fromStarter(starter: Starter, today: string): DraftParts {
	const { kind, category, title, what, why, exceptions, help, trust_repair } = starter;
	return {
		...blankDraft(kind),
		...{ category, title, what, why, exceptions, help },
		keptLooksLike: starter.kept_looks_like,
		ifMissed: starter.if_missed,
		ifKeptMissed: starter.if_kept_missed,
		reviewDays: starter.review_days,
		ends: trust_repair && addDays(today, trust_repair.days)
	};
}

/** An agreement that says what a limit says; the limit stays what it is. */
export function fromLimit({ now, category }: LimitView): DraftParts {
	return { ...blankDraft('agreement'), ...textsOf(now.words ?? NO_TEXTS), category };
}

/**
 * The next words of what is there: of one's own limit or request, or a suggestion for an agreement.
 * It starts from these words (a suggestion that is open), else from the current ones. A day that has
 * passed stays behind.
 * @param today as YYYY-MM-DD
 */
export function changeOf(view: AgreedView, today: string, version?: string): DraftParts | null {
	const found =
		view.versions.find(({ id }) => id === version) ?? currentOf(view) ?? view.versions.at(-1);
	if (!found) return null;
	const blank: AgreedWords = { ...blankDraft(view.kind), category: view.category };
	const words = found.words ? asReadBy(found.words, found.mine) : blank;
	const changes = { object: view.id, version: found.id };
	// The reason was for that change, and the first review for those words.
	const anew = { ...aheadOf(words, today), reason: '', review: null };
	return { ...blankDraft(view.kind), ...words, ...anew, changes };
}

/** "Why it matters to me" and "to you" change places for the one who did not write them. */
export function asReadBy<Words extends Pick<AgreedWords, 'why' | 'whyYou'>>(
	words: Words,
	isAuthor: boolean
): Words {
	return isAuthor ? words : { ...words, why: words.whyYou, whyYou: words.why };
}

function currentOf(view: AgreedView) {
	switch (view.kind) {
		case 'limit':
			return view.now;
		case 'request':
			return view.asked;
		case 'agreement':
			return view.inForce?.version ?? view.suggestions[0];
	}
}

export function isSameDraft(one: DraftParts, other: DraftParts): boolean {
	const plain = ['kind', 'category', 'starts', 'ends', 'review', 'reviewDays', 'guide'] as const;
	return (
		[...TEXTS, ...plain].every((name) => one[name] === other[name]) &&
		one.changes?.object === other.changes?.object &&
		one.changes?.version === other.changes?.version
	);
}

function textsOf(words: typeof NO_TEXTS): typeof NO_TEXTS {
	const texts = { ...NO_TEXTS };
	for (const name of TEXTS) texts[name] = words[name];
	return texts;
}
