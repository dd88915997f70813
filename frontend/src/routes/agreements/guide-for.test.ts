import { expect, test } from 'vitest';
import bundle from '#lib/content/guides.json';
import { agreementOf, limitOf, requestOf, version } from '../../../tests/agreement-views';
import { guideFor, isForSession } from './guide-for';

const proposal = version(1);
const views = [agreementOf([proposal]), agreementOf([proposal], { inForce: 1 }), requestOf()];

test('what needs a conversation leads to a guide that is there, and is not made for other things', () => {
	for (const view of views) {
		const found = bundle.guides.find(({ id }) => id === guideFor(view));
		expect(found?.not_when.join(' ')).toBeDefined();
		expect(found?.not_when.join(' ')).not.toMatch(/decision|breach of trust/u);
	}
});

test('no guide presses on a limit', () => {
	expect(guideFor(limitOf({ mine: false }))).toBeNull();
});

test('what is about repair is kept for a session instead', () => {
	const repair = agreementOf([proposal], { category: 'trust-repair' });
	expect([guideFor(repair), isForSession(repair)]).toEqual([null, true]);
	expect(views.some(isForSession)).toBe(false);
});
