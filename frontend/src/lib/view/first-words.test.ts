import { expect, test } from 'vitest';
import { firstLine, firstPart } from './first-words';

test('the first line is that of the first part that has words', () => {
	const parts = { did: ' ', changed: ' It was quiet.\nThen not.', shows: 'x' };
	expect(firstLine(firstPart(parts))).toBe('It was quiet.');
	expect(firstLine(firstPart({ did: '', changed: '', shows: '' }))).toBe('');
});
