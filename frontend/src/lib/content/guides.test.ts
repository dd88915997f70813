import { expect, test } from 'vitest';
import bundle from './guides.json';

test('every hint can be read while somebody writes', () => {
	const hints = bundle.guides.flatMap(({ steps }) =>
		steps.flatMap((step) => ('hints' in step ? step.hints : []))
	);
	expect(hints.length).toBeGreaterThan(0);
	for (const { pattern } of hints) expect(() => new RegExp(pattern, 'iu')).not.toThrow();
});
