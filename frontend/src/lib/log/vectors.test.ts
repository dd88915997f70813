/** Both halves of the shared vectors: this code's own, and those that Python made. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../tests/vectors/fields';
import { makeFile } from '../../../tests/vectors/make';
import { NAMES, runCase } from '../../../tests/vectors/run-case';

interface VectorFile {
	made_by: string;
	cases: { name: string; input: Json; output?: Json; error?: string }[];
}

const folder = new URL('../../../../tests/vectors/', import.meta.url);
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

describe.each(['python', 'typescript'])('made by %s', (madeBy) => {
	describe.each(NAMES)('%s', (name) => {
		const file = JSON.parse(textOf(`${name}.${madeBy}.json`)) as VectorFile;

		test('the file says who made it and is not empty', () => {
			expect(file.made_by).toBe(madeBy);
			expect(file.cases.length).toBeGreaterThan(0);
			expect(new Set(file.cases.map((one) => one.name)).size).toBe(file.cases.length);
		});

		test.each(file.cases)('$name', async ({ input, output, error }) => {
			expect(await runCase(name, input)).toEqual(error === undefined ? { output } : { error });
		});
	});
});

// Deriving keys takes its time, and more on a machine that is busy.
test.each(NAMES)('%s: the file is what the code makes today', { timeout: 30_000 }, async (name) => {
	expect(await makeFile(name)).toBe(textOf(`${name}.typescript.json`));
});
