import { describe, expect, test } from 'vitest';
import { gate, offersSteadying, standingGate, type GateReason, type GateSituation } from './gates';
import { guideOf } from '../../../tests/guides';

const EVERYTHING: GateSituation = {
	company: 'together',
	finished: new Set(['talk-rules', 'pause-plan']),
	closed: { joint: false, deep: false },
	check: 2,
	optIn: true,
	therapist: true,
	anyPaused: false,
	hostOpened: true
};

const at = (change: Partial<GateSituation>): GateSituation => ({ ...EVERYTHING, ...change });
const gentle = guideOf();
const moderate = guideOf({ intensity: 'moderate' });
const deep = guideOf({ intensity: 'deep' });
const touch = guideOf({ touch: true });

const shutBy = (guide = gentle, change: Partial<GateSituation> = {}): GateReason | null => {
	const found = gate(guide, at(change));
	return found.open ? null : found.reason;
};

describe('r26', () => {
	test('with everything in place all of them are open', () => {
		for (const guide of [gentle, moderate, deep, touch]) expect(shutBy(guide)).toBeNull();
	});

	test('gentle asks for nothing', () => {
		const nothing = { finished: new Set<string>(), check: null, optIn: false, hostOpened: false };
		expect(shutBy(gentle, { ...nothing, therapist: false, anyPaused: true })).toBeNull();
		expect(shutBy(gentle, { check: 10 })).toBeNull();
	});

	test('moderate together comes after the first two guides, both of them', () => {
		expect(shutBy(moderate, { finished: new Set(['talk-rules']) })).toBe('first_two');
		expect(shutBy(moderate, { finished: new Set(['pause-plan']) })).toBe('first_two');
		expect(shutBy(moderate, { finished: new Set(), company: 'alone' })).toBeNull();
	});

	test.each<[GateReason, Partial<GateSituation>]>([
		['not_reviewed', { hostOpened: false }],
		['first_two', { finished: new Set() }],
		['paused', { anyPaused: true }],
		['check', { check: null }],
		['check_high', { check: 6 }],
		['opt_in', { optIn: false }]
	])('deep is shut by %s', (reason, change) => {
		expect(shutBy(deep, change)).toBe(reason);
	});

	test('deep is open at a check of 5, and where a clinician reviewed it', () => {
		expect(shutBy(deep, { check: 5 })).toBeNull();
		const reviewed = guideOf({ intensity: 'deep', reviewed_by: 'Dr. Sofia Lind' });
		expect(shutBy(reviewed, { hostOpened: false })).toBeNull();
	});

	test('r28: touch asks again, and for a therapist', () => {
		expect(shutBy(touch, { therapist: false })).toBe('therapist');
		expect(shutBy(touch, { optIn: false })).toBe('opt_in');
		expect(shutBy(touch, { hostOpened: false })).toBe('not_reviewed');
	});
});

describe('r18', () => {
	test('what a person closed says nothing but that', () => {
		const closed = { joint: true, deep: true };
		const nothing = { closed, finished: new Set<string>(), check: null, hostOpened: false };
		for (const guide of [gentle, moderate, deep, touch])
			expect(shutBy(guide, nothing)).toBe('closed');
	});

	test('joint closes nothing that is done alone, and deep nothing that is not', () => {
		expect(shutBy(gentle, { closed: { joint: true, deep: false }, company: 'alone' })).toBeNull();
		expect(shutBy(moderate, { closed: { joint: false, deep: true } })).toBeNull();
		expect(shutBy(deep, { closed: { joint: false, deep: true } })).toBe('closed');
	});
});

test('the card does not ask about today', () => {
	const today = at({ check: null, optIn: false, therapist: false, anyPaused: true });
	for (const guide of [deep, touch]) expect(standingGate(guide, today)).toEqual({ open: true });
});

test('a check of 7 or more offers steadying', () => {
	expect([6, 7, 10].map(offersSteadying)).toEqual([false, true, true]);
});
