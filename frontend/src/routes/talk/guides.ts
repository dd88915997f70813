/** Guides as the library finds them: by what they are about, by words, and for whom. */
import type { Company, Guide } from '#lib/talk/guide.js';
import { holdsWords } from '#lib/view/search.js';
import type { BegunWith, ConversationView, RunView } from '#lib/view/talk.svelte.js';
import { themes, type Theme } from './themes';

/** What one person can begin, or two. Alone, nothing is shown that needs somebody else. */
export function offered(guides: readonly Guide[], company: Company): Guide[] {
	return guides.filter(({ mode }) => company === 'together' || mode !== 'together');
}

export function withTheme(guides: readonly Guide[], theme: string): Guide[] {
	const first = guides.filter((guide) => guide.theme === theme);
	const also = guides.filter((guide) => guide.theme !== theme && guide.also.includes(theme));
	return [...first, ...also];
}

export function themesOf(guides: readonly Guide[]): { theme: Theme; count: number }[] {
	return themes
		.map((theme) => ({ theme, count: withTheme(guides, theme.id).length }))
		.filter(({ count }) => count > 0);
}

/** Every word has to be somewhere in what the card says. */
export function search(guides: readonly Guide[], words: string): Guide[] {
	const holds = holdsWords(words);
	return guides.filter((guide) => {
		const named = themes.filter(({ id }) => id === guide.theme || guide.also.includes(id));
		const texts = [guide.title, guide.about, guide.who_for, ...named.map(({ name }) => name())];
		return holds(texts.join(' '));
	});
}

/** What the screens read of guides; functions of it, because the state behind it changes whole. */
export interface TalkHere {
	readonly runs: readonly RunView[];
	guideOf(begun: BegunWith): Guide | null;
	find(id: string): ConversationView | null;
}

/**
 * Runs that can be gone on with, last moved first. There is nothing of an invitation that lapsed, and
 * nothing in a space that was closed.
 */
export function goingOn(talk: TalkHere): RunView[] {
	return talk.runs.filter((run) => {
		if (run.ended) return false;
		if (run.conversation === null) return true;
		const stage = talk.find(run.conversation)?.stage;
		return stage !== undefined && stage !== 'lapsed' && stage !== 'closed';
	});
}

/** The rest: what came to its end, and what was written for what never came to one. */
export function behind(talk: TalkHere): RunView[] {
	const open = new Set(goingOn(talk));
	return talk.runs.filter((run) => !open.has(run));
}

/** The guide of a conversation; where the words that name it were taken back, by one's own run of it. */
export function guideIn(talk: TalkHere, conversation: ConversationView): Guide | null {
	const run = talk.runs.find(({ id }) => id === conversation.run);
	return talk.guideOf(conversation) ?? (run ? talk.guideOf(run) : null);
}

/**
 * Conversations that go on without a run of this person's: what was written for them was taken off My
 * side. They can still be carried on and ended.
 */
export function withoutRun(conversations: readonly ConversationView[]): ConversationView[] {
	return conversations.filter(({ stage, mine, run }) => {
		return run === null && (stage === 'running' || (stage === 'invited' && mine));
	});
}

/** Invitations from the other person that are open. */
export function asked(conversations: readonly ConversationView[]): ConversationView[] {
	return conversations.filter(({ stage, mine, known }) => stage === 'invited' && !mine && known);
}
