import { expect, test } from 'vitest';
import { agreementOf, signedAt, version } from '../../../tests/agreement-views';
import { isPrintable } from './signed';

const agreement = agreementOf([version(1)], { inForce: 1 });

test('what both signed can be put on paper', () => {
	expect(isPrintable(agreement)).toBe(true);
	expect(isPrintable(agreementOf([version(1)]))).toBe(false);
});

test('a yes that waits on this phone puts nothing on paper', () => {
	const signatures = [signedAt(1, { mine: false }), signedAt(2, { onlyHere: true })];
	const inForce = agreement.inForce && { ...agreement.inForce, signatures };
	expect(isPrintable({ ...agreement, inForce })).toBe(false);
});

test('words that did not arrive whole are not put on paper', () => {
	const damaged = version(1, { words: null, damaged: true });
	expect(isPrintable(agreementOf([damaged], { inForce: 1 }))).toBe(false);
});
