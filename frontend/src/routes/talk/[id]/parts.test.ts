import type { Guide, GuideField } from '#lib/talk/guide.js';
import type { ConversationView, OpeningView, PieceView, RunView } from '#lib/view/talk.svelte.js';
import { describe, expect, test } from 'vitest';
import { ownPagesOf, partsOf } from './parts';

const fields = [{ id: 'opens', label: 'What opens me' } as GuideField];
const guide = {
	steps: [
		{ id: 'welcome', kind: 'intro', title: 'Welcome' },
		{ id: 'alone', kind: 'private', title: 'For yourself', fields },
		{ id: 'question', kind: 'reveal', title: 'A question', fields },
		{ id: 'rounds', kind: 'turns', title: 'Rounds' }
	]
} as unknown as Guide;

const opening = (more: Partial<OpeningView>) =>
	({
		opening: 1,
		step: 1,
		stepId: 'question',
		stage: 'open',
		mine: { pass: false, words: { opens: 'a walk' } },
		theirs: { pass: false, words: { opens: 'tea' } },
		seen: true,
		...more
	}) as OpeningView;
const piece = { id: 'p', text: 'The door.' } as PieceView;
const talk = (openings: OpeningView[], more: Partial<ConversationView> = {}) =>
	({ stage: 'ended', openings, turns: [], ...more }) as unknown as ConversationView;
const run = (pages: Record<string, Record<string, string>> = {}) =>
	({
		pages: new Map(Object.entries(pages).map(([step, words]) => [step, { step, words }]))
	}) as unknown as RunView;

describe('what is read of a conversation', () => {
	test('is what opened and what was said, in the order of the plan, under the guide’s words', () => {
		const turns = [{ step: 2, stepId: 'rounds', pieces: [piece] }] as never;
		const parts = partsOf(talk([opening({})], { turns }), guide, run());
		expect(parts.map(({ title }) => title)).toEqual(['A question', 'Rounds']);
		expect(parts[0]).toMatchObject({ fields, opening: { theirs: { words: { opens: 'tea' } } } });
		expect(parts[1]?.pieces).toEqual([piece]);
	});

	test('holds one’s own answer that was sealed and never opened', () => {
		const [part] = partsOf(talk([opening({ stage: 'sealed', theirs: null })]), guide, run());
		expect(part).toMatchObject({ opening: null, own: [{ opens: 'a walk' }] });
	});

	test('holds what was begun and not sealed or sent', () => {
		const turns = [{ step: 2, stepId: 'rounds', pieces: [] }] as never;
		const begun = run({ question: { opens: 'a half' }, rounds: { text: 'a piece' } });
		const ahead = opening({ stage: 'answer', mine: null, theirs: null });
		const parts = partsOf(talk([ahead], { turns }), guide, begun);
		expect(parts.map(({ own }) => own)).toEqual([[{ opens: 'a half' }], [{ text: 'a piece' }]]);
	});

	test('leaves out a step of which there is nothing, and a page that is blank', () => {
		const ahead = opening({ stage: 'ahead', mine: null, theirs: null });
		expect(partsOf(talk([ahead]), guide, run({ question: { opens: ' ' } }))).toEqual([]);
	});

	test('opens nothing before its seam was seen, where somebody is still on their way', () => {
		const unseen = talk([opening({ seen: false })]);
		expect(partsOf(unseen, guide, run())).toEqual([]);
		expect(partsOf(unseen, guide, null)[0]?.opening).not.toBeNull();
		expect(partsOf({ ...unseen, stage: 'closed' }, guide, run())[0]?.opening).not.toBeNull();
	});

	test('stands without the guide’s words where those that name it were taken back', () => {
		const [part] = partsOf(talk([opening({ stepId: null })]), null, null);
		expect(part).toMatchObject({ title: null, fields: [], opening: { mine: {} } });
	});

	test('has one’s own pages of the steps for oneself', () => {
		const begun = run({ alone: { opens: 'mine' }, question: { opens: 'a half' } });
		expect(ownPagesOf(guide, begun)).toMatchObject([{ step: 'alone', words: { opens: 'mine' } }]);
		expect(ownPagesOf(guide, run({ alone: { opens: '' } }))).toEqual([]);
	});
});
