import { expect, test } from 'vitest';
import { blankDraft } from '#lib/agreements/begin.js';
import { hasGap } from './parts';

test('a gap that a beginning left stays open until somebody fills it', () => {
	const what = 'Before either of us spends more than … from what we share, we mention it.';
	expect(hasGap({ ...blankDraft('agreement'), what })).toBe(true);
	expect(hasGap({ ...blankDraft('agreement'), what: what.replace('…', '150 euros') })).toBe(false);
});

test('an ellipsis in what somebody says is no gap', () => {
	expect(hasGap({ ...blankDraft('agreement'), keptLooksLike: '“Would you like…?”' })).toBe(false);
});
