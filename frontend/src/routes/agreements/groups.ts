/** Where each limit, request and agreement stands in the list. Pure. */
import { NO_TEXTS } from '#lib/log/content-agreement.js';
import type { AgreedTexts, AgreedView, AgreedWords } from '#lib/view/agreements.svelte.js';

const ALL_TEXTS = Object.keys(NO_TEXTS) as (keyof AgreedTexts)[];

export type GroupName =
	'waiting' | 'both' | 'suggested' | 'asked_of_me' | 'asked_by_me' | 'limits' | 'earlier';

export type Groups = Readonly<Record<GroupName, readonly AgreedView[]>>;

/** In the order that they come in. */
export function groupsOf(all: readonly AgreedView[]): Groups {
	const groups: Record<GroupName, AgreedView[]> = {
		waiting: [],
		both: [],
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
			if (view.inForce !== null) return 'both';
			return view.status === 'open' ? 'suggested' : 'earlier';
	}
}

/** Those that hold every one of these words, in any of what can be read of them. */
export function search(all: readonly AgreedView[], words: string): readonly AgreedView[] {
	const wanted = words.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
	if (wanted.length === 0) return all;
	return all.filter((view) => {
		const whole = textOf(view).toLocaleLowerCase();
		return wanted.every((word) => whole.includes(word));
	});
}

function textOf({ title, versions }: AgreedView): string {
	const texts = versions.flatMap(({ words }) => (words ? textsIn(words) : []));
	return [title, ...texts].join('\n');
}

function textsIn(words: AgreedWords): string[] {
	return ALL_TEXTS.map((name) => words[name]);
}
