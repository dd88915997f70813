/** Where each limit, request and agreement stands in the list. Pure. */
import { NO_TEXTS } from '#lib/log/content-agreement.js';
import type {
	AgreedTexts,
	AgreedView,
	AgreedWords,
	DraftView
} from '#lib/view/agreements.svelte.js';
import { holdsWords } from '#lib/view/search.js';
import { isArrived } from './signed';

const ALL_TEXTS = Object.keys(NO_TEXTS) as (keyof AgreedTexts)[];

export type GroupName =
	| 'waiting'
	| 'both'
	| 'signed'
	| 'suggested'
	| 'asked_of_me'
	| 'asked_by_me'
	| 'limits'
	| 'earlier';

export type Groups = Readonly<Record<GroupName, readonly AgreedView[]>>;

/** In the order that they come in. */
export function groupsOf(all: readonly AgreedView[]): Groups {
	const groups: Record<GroupName, AgreedView[]> = {
		waiting: [],
		both: [],
		signed: [],
		suggested: [],
		asked_of_me: [],
		asked_by_me: [],
		limits: [],
		earlier: []
	};
	for (const view of all) groups[groupOf(view)].push(view);
	return groups;
}

function groupOf(view: AgreedView): GroupName {
	if (view.waiting) return 'waiting';
	switch (view.kind) {
		case 'limit':
			return view.retired ? 'earlier' : 'limits';
		case 'request':
			if (view.withdrawn) return 'earlier';
			return view.mine ? 'asked_by_me' : 'asked_of_me';
		case 'agreement':
			if (view.status === 'ended') return 'earlier';
			if (view.inForce === null) return view.status === 'open' ? 'suggested' : 'earlier';
			return isArrived(view.inForce) ? 'both' : 'signed';
	}
}

/** Those that hold every one of these words, in any of what can be read of them. */
export function search(all: readonly AgreedView[], words: string): readonly AgreedView[] {
	const holds = holdsWords(words);
	return all.filter((view) => holds(textOf(view)));
}

function textOf(view: AgreedView): string {
	const texts = view.versions.flatMap(({ words }) => (words ? textsIn(words) : []));
	const answers = view.kind === 'request' ? view.answers.map(({ text }) => text) : [];
	return [view.title, ...texts, ...answers].join('\n');
}

/** The same for what stands on one's own side. */
export function searchDrafts(drafts: readonly DraftView[], words: string): readonly DraftView[] {
	const holds = holdsWords(words);
	return drafts.filter((draft) => holds(textsIn(draft).join('\n')));
}

function textsIn(words: AgreedWords): string[] {
	return ALL_TEXTS.map((name) => words[name]);
}
