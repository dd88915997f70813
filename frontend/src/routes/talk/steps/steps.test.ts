import type { Guide, GuideField, ProposeStep, TurnsStep } from '#lib/talk/guide.js';
import type { OpeningView, PageView, TurnsView } from '#lib/view/talk.svelte.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { linesIn, withLine } from './choosing';
import { clockOf, Countdown } from './countdown.svelte';
import { hintsFor, scaleOf, withChoice } from './fields';
import { KEPT_LINE, ownWords } from './own-words';
import { changed, draftOf } from './proposing';
import { returnMs, RETURNS } from './returns';
import { partOf } from './turn-words';
import type { Way } from './way';

const MINUTE_MS = 60_000;

function pages(words: Record<string, string>): Map<string, PageView> {
	const page = { step: 's', words, paper: false, keptMs: 0, onlyHere: false, others: [] };
	return new Map([['s', page]]);
}

describe('a field of a guide', () => {
	const field = { id: 'f', options: ['one', 'two', 'three'], many: true } as unknown as GuideField;

	test('holds several choices in the order of the guide, and lets go of each', () => {
		expect(withChoice(field, 'three', 'one')).toBe('one\nthree');
		expect(withChoice(field, 'one\nthree', 'one')).toBe('three');
	});

	test('of which one can be chosen holds the last', () => {
		expect(withChoice({ ...field, many: false }, 'one', 'two')).toBe('two');
	});

	test('of a scale reads nothing but 0 to 10', () => {
		expect(['', '0', '10', '11', '-1', 'x'].map(scaleOf)).toEqual([null, 0, 10, null, null, null]);
	});

	test('brings at most two hints to mind', () => {
		const hints = ['a', 'b', 'c'].map((pattern) => ({ pattern, words: pattern, grave: false }));
		expect(hintsFor('ABC', hints)).toEqual(['a', 'b']);
	});

	test('r25: asks nobody who writes of fear for better words', () => {
		const wording = { pattern: 'always', words: 'wording', grave: false };
		const fear = { pattern: 'afraid', words: 'fear', grave: true };
		expect(hintsFor('I am always afraid', [wording, fear])).toEqual(['fear']);
		expect(hintsFor('You are always late', [wording, fear])).toEqual(['wording']);
	});
});

describe('what leaves the private room', () => {
	test('is chosen paragraph by paragraph, each once', () => {
		expect(linesIn(pages({ a: 'One.\n\nTwo.', b: ' One. ' }), ['s.a', 's.b', 's.c'])).toEqual([
			'One.',
			'Two.'
		]);
	});

	test('is chosen line by line, and let go of at a second touch', () => {
		expect(withLine('', 'One.')).toBe('One.');
		expect(withLine('One.', 'Two.')).toBe('One.\nTwo.');
		expect(withLine('One.\nTwo.', 'One.')).toBe('Two.');
	});

	const step = {
		draft: { kind: 'agreement', category: 'conversation', title: 'Rules', what: 'The guide’s.' },
		from: { what: ['s.a', 'both.place'] }
	} as unknown as ProposeStep;
	const guide = {
		id: 'g',
		steps: [
			{ kind: 'private', id: 's', fields: [{ id: 'a', label: 'A word' }] },
			{ kind: 'reveal', id: 'both', fields: [{ id: 'place', label: 'A place' }] }
		]
	} as unknown as Guide;
	const withAnswers = (words: Record<string, string>, opening: Partial<OpeningView> = {}) => {
		const openings = [{ stepId: 'both', mine: null, theirs: null, problem: null, ...opening }];
		return { guide, run: { pages: pages(words) }, conversation: { openings } } as unknown as Way;
	};
	const said = (place: string) => ({ pass: false, words: { place } });

	test('begins an agreement with the guide’s words, and with what was written below them', () => {
		expect(draftOf(step, withAnswers({ a: 'Mine.' }))).toMatchObject({
			...{ title: 'Rules', what: 'The guide’s.\nA word: Mine.', guide: 'g', reviewDays: null }
		});
		expect(draftOf(step, withAnswers({})).what).toBe('The guide’s.');
	});

	test('begins an agreement with both answers, one’s own first', () => {
		const answers = { mine: said('At home\nOn a walk'), theirs: said('By the sea') };
		expect(draftOf(step, withAnswers({}, { ...answers, seen: true })).what).toBe(
			'The guide’s.\nA place: At home, On a walk\nA place: By the sea'
		);
	});

	test('says whose line is whose in what both sign', () => {
		const answers = { mine: said('At home'), theirs: said('At home'), seen: true };
		const names = { me: { name: 'Nadia' }, them: { name: 'Elias' } };
		const two = { ...withAnswers({ a: 'Mine.' }, answers), together: names } as unknown as Way;
		expect(draftOf(step, two).what).toBe(
			'The guide’s.\nNadia, A word: Mine.\nNadia, A place: At home\nElias, A place: At home'
		);
	});

	test('keeps what was typed over a draft, and what was emptied', () => {
		const draft = draftOf(step, withAnswers({}));
		expect(changed(draft, { what: '', draft: 'id' })).toEqual({ ...draft, what: '' });
	});

	test('takes no answer of theirs that was not read, or does not hold', () => {
		const answers = { mine: said('At home'), theirs: said('By the sea') };
		for (const opening of [{ seen: false }, { seen: true, problem: 'damaged' as const }]) {
			expect(draftOf(step, withAnswers({}, { ...answers, ...opening })).what).toBe(
				'The guide’s.\nA place: At home'
			);
		}
	});
});

describe('a pause', () => {
	const noon = new Date(2026, 10, 30, 12, 0);

	test('r27 is twenty minutes at least, and a week at most', () => {
		for (const { value } of RETURNS.filter(({ fits }) => fits(noon))) {
			const waits = returnMs(value, noon) - noon.getTime();
			expect(waits).toBeGreaterThanOrEqual(20 * MINUTE_MS);
			expect(waits).toBeLessThanOrEqual(7 * 24 * 60 * MINUTE_MS);
		}
	});

	test('offers no evening that is here already', () => {
		const late = new Date(2026, 10, 30, 19, 30);
		expect(RETURNS.filter(({ fits }) => fits(late)).map(({ value }) => value)).not.toContain(
			'evening'
		);
	});
});

describe('the gold of a turn', () => {
	const step = { deeper: false } as TurnsStep;
	const turns = (phase: TurnsView['phase'], mine: number, theirs: number) =>
		({ phase, takenMine: mine, takenTheirs: theirs, rounds: 3 }) as TurnsView;

	test('grows with every move and is whole at the end', () => {
		const parts = [turns('speak', 0, 0), turns('mirror', 0, 0), turns('speak', 1, 0)].map((one) =>
			partOf(step, one)
		);
		expect(parts).toEqual([...parts].sort((a, b) => a - b));
		expect(parts[0]).toBe(0);
		expect(partOf(step, turns('done', 3, 3))).toBe(1);
	});
});

describe('a countdown', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => vi.useRealTimers());

	test('r35 can be held, lengthened and stopped, and says once that it is over', () => {
		const ended = vi.fn();
		const count = new Countdown(ended, () => Date.now());
		count.start(10);
		vi.advanceTimersByTime(4_000);
		count.hold();
		vi.advanceTimersByTime(60_000);
		expect(clockOf(count.leftMs)).toBe('0:06');
		count.lengthen(30);
		count.go();
		vi.advanceTimersByTime(35_000);
		expect(ended).not.toHaveBeenCalled();
		vi.advanceTimersByTime(2_000);
		expect(ended).toHaveBeenCalledOnce();
		expect(count.over).toBe(true);
		count.start(10);
		count.stop();
		vi.advanceTimersByTime(20_000);
		expect(ended).toHaveBeenCalledOnce();
	});
});

describe('one’s own words of a step for two', () => {
	const page = (words: Record<string, string>) => ({ words }) as unknown as PageView;
	const half = (stage: OpeningView['stage']) =>
		({ stage, mine: { pass: false, words: { a: 'mine' } } }) as unknown as OpeningView;

	test('are the half that did not open, and what was begun in its place', () => {
		expect(ownWords(half('sealed'), page({ a: 'newer' }))).toEqual([{ a: 'mine' }, { a: 'newer' }]);
		expect(ownWords(half('open'), page({ a: 'newer' }))).toEqual([{ a: 'newer' }]);
	});

	test('are said once where a half was taken back, too late or in time', () => {
		expect(ownWords(half('open'), page({ a: 'mine' }))).toEqual([]);
		expect(ownWords(half('withdrawing'), page({ a: 'mine' }))).toEqual([{ a: 'mine' }]);
	});

	test('hold no line that is typed beside them to be kept', () => {
		expect(ownWords(half('open'), page({ [KEPT_LINE]: 'a line' }))).toEqual([]);
	});
});
