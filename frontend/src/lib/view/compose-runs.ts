/** One's own way through guides, in My side: runs with their pages, kept lines, closings. Pure. */
import { timeOfId, type ObjectId } from '#lib/crypto/ids.js';
import { readContent } from '#lib/log/content.js';
import type { KeptLine, Page, Run } from '#lib/log/content-talk.js';
import { newestOf } from '#lib/log/fold-own.js';
import type { TypedPage } from '#lib/sync/page-typing.js';
import type { OwnPlace } from './compose-inbox';
import { composeKept, type ComposedKept } from './compose-kept';
import type { ClosedActivities, KeptView, PageView, RunView, Words } from './talk.svelte.js';

export interface ComposedTalk {
	runs: ComposedKept<Run>[];
	pages: ComposedKept<Page>[];
	kept: ComposedKept<KeptLine>[];
	closed: ClosedActivities;
}

export function composeOwnTalk(place: OwnPlace): ComposedTalk {
	return {
		runs: composeKept(place, 'run'),
		pages: composeKept(place, 'page'),
		kept: composeKept(place, 'kept'),
		closed: composeClosings(place)
	};
}

/** What this person closed; the newest word counts, sent or not. */
function composeClosings({ fold, pending }: OwnPlace): ClosedActivities {
	const waiting = pending
		.map(({ intent }) => (intent.kind === 'put' ? readContent(intent.content) : null))
		.filter((content) => content?.t === 'closed');
	const said = waiting.at(-1) ?? newestOf(fold, 'closed')?.content;
	return { joint: said?.joint ?? false, deep: said?.deep ?? false };
}

/** Every object of one step; two devices that wrote apart made two. Newest first. */
export function pagesAt(
	{ pages }: Pick<ComposedTalk, 'pages'>,
	run: ObjectId,
	step: string
): ComposedKept<Page>[] {
	return pages.filter(({ words }) => words.run === run && words.step === step);
}

export function toRunView(
	run: ComposedKept<Run>,
	talk: ComposedTalk,
	typed: readonly TypedPage[]
): RunView {
	const { id, words, keptMs } = run;
	const { guide, version, space, conversation, step, ended, startedMs } = words;
	const pages = new Map<string, PageView>();
	for (const page of talk.pages.filter((one) => one.words.run === id)) {
		const { words: kept } = page;
		if (pages.has(kept.step)) continue;
		pages.set(kept.step, toPageView(pagesAt(talk, id, kept.step), kept.step));
	}
	for (const { step: at, words: typing, keptMs: typedMs } of typed.filter(
		(one) => one.run === id
	)) {
		const before = pages.get(at);
		const others = before?.others ?? [];
		pages.set(at, {
			step: at,
			words: typing,
			paper: false,
			keptMs: typedMs,
			onlyHere: true,
			others
		});
	}
	return {
		id,
		...{ guide, version, space, conversation, step, ended, startedMs },
		movedMs: keptMs,
		pages
	};
}

function toPageView(pages: readonly ComposedKept<Page>[], step: string): PageView {
	const [newest, ...apart] = pages;
	const others: Words[] = [
		...(newest?.others ?? []).map(({ words }) => words.words),
		...apart.flatMap(({ words, others: more }) => [
			words.words,
			...more.map((one) => one.words.words)
		])
	];
	return {
		step,
		words: newest?.words.words ?? {},
		paper: newest?.words.paper ?? false,
		keptMs: newest?.keptMs ?? 0,
		onlyHere: newest?.onlyHere ?? false,
		others: others.filter((words) => !isSame(words, newest?.words.words ?? {}))
	};
}

export function isSame(one: Words, other: Words): boolean {
	const names = new Set([...Object.keys(one), ...Object.keys(other)]);
	return [...names].every((name) => (one[name] ?? '') === (other[name] ?? ''));
}

export function toKeptView({ id, words, onlyHere }: ComposedKept<KeptLine>): KeptView {
	const { guide, run, text } = words;
	return { id, guide, run, text, keptMs: timeOfId(id), onlyHere };
}
