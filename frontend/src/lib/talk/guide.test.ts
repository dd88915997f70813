import { describe, expect, test } from 'vitest';
import { guideOf } from '../../../tests/guides';
import { findGuide, followsPlan, newestGuides, planOf, stepsOf, walk } from './guide';
import { loadGuides } from './load';

const ids = (steps: readonly { id: string }[]): string[] => steps.map(({ id }) => id);

describe('steps', () => {
	test('alone there is nothing that needs two, together nothing that is for one', () => {
		const guide = guideOf();
		expect(ids(stepsOf(guide, 'alone'))).toEqual([
			...['welcome', 'check', 'think', 'alone-only', 'keep', 'after']
		]);
		expect(ids(stepsOf(guide, 'together'))).toEqual([
			...['welcome', 'check', 'think', 'open', 'talk', 'share', 'keep', 'after']
		]);
	});

	test('the plan tells kinds and rounds, and a conversation follows it or does not', () => {
		const plan = planOf(guideOf());
		expect(plan).toEqual([
			{ kind: 'reveal', rounds: 0 },
			{ kind: 'deeper', rounds: 2 }
		]);
		expect(followsPlan(guideOf(), plan)).toBe(true);
		expect(followsPlan(guideOf(), plan.slice(1))).toBe(false);
		expect(followsPlan(guideOf(), [plan[0]!, { kind: 'deeper', rounds: 3 }])).toBe(false);
	});
});

describe('walking', () => {
	test('knows what is before, here and next', () => {
		const here = walk(guideOf(), 'together', 'think', 0);
		expect([here?.previous?.id, here?.here.id, here?.next?.id]).toEqual(['check', 'think', 'open']);
		expect(here?.blockedBy).toBeNull();
		expect(walk(guideOf(), 'alone', 'after', 0)?.next).toBeNull();
	});

	test('a joint step that is not done holds back what is behind it, and nothing before', () => {
		const guide = guideOf();
		expect(walk(guide, 'together', 'open', 0)?.blockedBy?.id).toBe('open');
		expect(walk(guide, 'together', 'keep', 0)?.blockedBy?.id).toBe('open');
		expect(walk(guide, 'together', 'open', 1)?.blockedBy).toBeNull();
		expect(walk(guide, 'together', 'talk', 1)?.blockedBy?.id).toBe('talk');
		expect(walk(guide, 'together', 'after', 2)?.blockedBy).toBeNull();
		expect(walk(guide, 'alone', 'after', 0)?.blockedBy).toBeNull();
	});

	test('a step that is not there in this company leads to the next that is', () => {
		expect(walk(guideOf(), 'together', 'alone-only', 0)?.here.id).toBe('open');
		expect(walk(guideOf(), 'alone', 'open', 0)?.here.id).toBe('keep');
		expect(walk(guideOf(), 'alone', 'of a later version', 0)?.here.id).toBe('welcome');
	});
});

describe('versions', () => {
	const guides = [guideOf(), guideOf({ version: 3 }), guideOf({ version: 2 })];

	test('the newest is offered, and a running conversation keeps its own', () => {
		expect(newestGuides({ guides }).map(({ version }) => version)).toEqual([3]);
		expect(findGuide({ guides }, 'made-up')?.version).toBe(3);
		expect(findGuide({ guides }, 'made-up', 2)?.version).toBe(2);
		expect(findGuide({ guides }, 'made-up', 9)).toBeUndefined();
	});
});

test('every guide that ships can be walked from its first step to its last, in its company', async () => {
	const { guides } = await loadGuides();
	expect(guides.length).toBeGreaterThan(0);
	for (const guide of guides) {
		const companies = guide.mode === 'either' ? (['alone', 'together'] as const) : [guide.mode];
		for (const company of companies) {
			const steps = stepsOf(guide, company);
			expect([steps[0]?.kind, steps[1]?.kind, steps.at(-1)?.kind]).toEqual([
				'intro',
				'check',
				'after'
			]);
			const joint = planOf(guide).length;
			const walked = steps.map(({ id }) => walk(guide, company, id, joint)?.here.id);
			expect(walked).toEqual(ids(steps));
			expect(steps.every(({ id }) => walk(guide, company, id, joint)?.blockedBy === null)).toBe(
				true
			);
		}
	}
});
