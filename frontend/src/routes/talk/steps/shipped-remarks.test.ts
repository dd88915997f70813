import { expect, test } from 'vitest';
import bundle from '#lib/content/guides.json';
import type { Hint } from '#lib/talk/guide.js';
import { hintsFor } from './fields';

interface Page {
	name: string;
	hints: readonly Hint[];
}

const pages: Page[] = bundle.guides.flatMap(({ id, steps }) =>
	steps.flatMap((step) =>
		'hints' in step ? [{ name: `${id}.${step.id}`, hints: step.hints }] : []
	)
);

test.each(pages)(
	'r25: $name meets fear with the way to help, and with nothing else',
	({ hints }) => {
		for (const written of ['I am always scared of him.', 'She never lets me out, and hits me.']) {
			const [remark, ...others] = hintsFor(written, hints);
			expect(remark).toMatch(/^If you are afraid .* The safety page is one tap away/u);
			expect(others).toEqual([]);
		}
	}
);
