import { expect, test } from 'vitest';
import {
	agreementOf,
	answerOf,
	limitOf,
	requestOf,
	signedAt,
	version
} from '../../../tests/agreement-views';
import { groupsOf, search } from './groups';

const proposal = version(1);
const agreement = agreementOf([proposal], { inForce: 1 });

test('puts what waits for a word first, whatever it is', () => {
	const all = [limitOf(), requestOf(), agreement].map((view) => ({ ...view, waiting: true }));
	expect(groupsOf(all).waiting).toHaveLength(3);
});

test('keeps what both signed together, also while it is paused', () => {
	const all = (['in_force', 'paused'] as const).map((status) => ({ ...agreement, status }));
	expect(groupsOf(all).both).toHaveLength(2);
});

test('counts nothing as agreed while a yes waits on this phone', () => {
	const signatures = [signedAt(1, { mine: false }), signedAt(2, { onlyHere: true })];
	const inForce = agreement.inForce && { ...agreement.inForce, signatures };
	const groups = groupsOf([{ ...agreement, inForce }]);
	expect([groups.both.length, groups.signed.length]).toEqual([0, 1]);
});

test('keeps what is asked by one apart from what is asked of one', () => {
	const groups = groupsOf([requestOf(), requestOf({ mine: false })]);
	expect([groups.asked_by_me.length, groups.asked_of_me.length]).toEqual([1, 1]);
});

test('sets apart what was let go of, and what has ended', () => {
	const over = agreementOf([proposal], { status: 'withdrawn' });
	const ended = agreementOf([proposal], { inForce: 1, status: 'ended' });
	const all = [limitOf({ retired: true }), requestOf({ withdrawn: true }), over, ended];
	expect(groupsOf(all).earlier).toHaveLength(4);
});

test('finds by any word of any version, in any case', () => {
	expect(search([limitOf()], 'HALL phones')).toHaveLength(1);
	expect(search([limitOf()], 'hall garden')).toHaveLength(0);
});

test('finds a word with accents without them', () => {
	const answers = [answerOf({ text: 'In the café.' })];
	expect(search([requestOf({ answers })], 'cafe')).toHaveLength(1);
});

test('finds what was answered to a request', () => {
	const answers = [answerOf({ text: 'On Sundays.' })];
	expect(search([requestOf({ answers })], 'sundays')).toHaveLength(1);
});
