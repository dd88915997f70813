import { describe, expect, test } from 'vitest';
import type { AgreementView, ProposalView } from '#lib/view/agreements.svelte.js';
import { agreementOf, signedAt, version } from '../../../../tests/agreement-views';
import { comparedWith, isSignedByBoth, readingOf } from './reading';

/** The first `signed` of them is in force, where one is; those in `open` wait. */
function view(versions: ProposalView[], inForce: number | null, open: number[]): AgreementView {
	return agreementOf(versions, {
		inForce,
		suggestions: versions.filter(({ number }) => open.includes(number)).reverse()
	});
}

const first = version(1, { mine: true });
const theirs = version(2, { mine: false, base: first.id });
const mine = version(3, { mine: true, base: theirs.id });

describe('what is read', () => {
	test('stays what was read while it is open, also beside a newer suggestion', () => {
		const other = version(3, { mine: false, base: first.id });
		const found = readingOf(view([first, theirs, other], 1, [2, 3]), theirs.id);
		expect(found).toMatchObject({ shown: theirs, moved: false });
	});

	test('has moved where other words took its place while it was read', () => {
		const next = version(3, { mine: false, base: theirs.id });
		expect(readingOf(view([first, theirs, next], 1, [3]), theirs.id)).toMatchObject({
			shown: next,
			moved: true
		});
	});

	test('has not moved by a suggestion that comes after what was read was agreed', () => {
		const next = version(3, { mine: false, base: theirs.id });
		expect(readingOf(view([first, theirs, next], 2, [3]), theirs.id).moved).toBe(false);
	});

	test('has not moved where the older of two suggestions was agreed and the newer stays open', () => {
		const older = version(2, { mine: false, base: first.id });
		const own = version(3, { mine: true, base: first.id });
		expect(readingOf(view([first, older, own], 2, [3]), older.id).moved).toBe(false);
	});

	test('has not moved by words of its own author, and has by an answer to them', () => {
		const own = version(2, { mine: true, base: first.id });
		const again = version(3, { mine: true, base: own.id });
		const answer = version(3, { mine: false, base: own.id });
		expect(readingOf(view([first, own, again], 1, [3]), own.id).moved).toBe(false);
		expect(readingOf(view([first, own, answer], 1, [3]), own.id).moved).toBe(true);
	});

	test('is nothing once nothing is open', () => {
		expect(readingOf(view([first, theirs], null, []), theirs.id)).toEqual({
			shown: null,
			moved: false
		});
	});
});

describe('both have signed', () => {
	test('once the yes has arrived, and not while it waits on this phone', () => {
		const agreed = view([first, theirs], 2, []);
		expect(isSignedByBoth(agreed, theirs.id)).toBe(true);
		expect(isSignedByBoth(agreed, first.id)).toBe(false);
		const signatures = [signedAt(1, { mine: false }), signedAt(2, { mine: true, onlyHere: true })];
		const { inForce } = agreed;
		const waiting = { ...agreed, inForce: inForce && { ...inForce, signatures } };
		expect(isSignedByBoth(waiting, theirs.id)).toBe(false);
	});

	test('not after a yes that was refused', () => {
		expect(isSignedByBoth(view([first], null, []), first.id)).toBe(false);
	});
});

describe('what is marked', () => {
	test('is what a suggestion changes of the words in force', () => {
		expect(comparedWith(view([first, theirs], 1, [2]), theirs)).toBe(first);
	});

	test('is what an answer changes of the suggestion that it answers, whose words are not its author’s', () => {
		expect(comparedWith(view([first, theirs, mine], 1, [3]), mine)).toBe(theirs);
	});

	test('is measured at that suggestion also after its author wrote the answer anew', () => {
		const again = version(4, { mine: true, base: mine.id });
		expect(comparedWith(view([first, theirs, mine, again], 1, [4]), again)).toBe(theirs);
	});

	test('is measured at the words in force where the suggestion answered was taken out', () => {
		const erased = { ...theirs, words: null, erased: true };
		expect(comparedWith(view([first, erased, mine], 1, [3]), mine)).toBe(first);
	});

	test('is measured at the words before where nothing was ever agreed', () => {
		const again = version(2, { mine: true, base: first.id });
		expect(comparedWith(view([first, again], null, [2]), again)).toBe(first);
		expect(comparedWith(view([first], null, [1]), first)).toBeNull();
	});
});
