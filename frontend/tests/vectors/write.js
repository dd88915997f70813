/** `npm run vectors`: writes the TypeScript half of tests/vectors. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const folder = new URL('../../../tests/vectors/', import.meta.url);

/** @type {{ module: typeof import('./make') }} */
const { module } = await runnerImport(fileURLToPath(new URL('./make.ts', import.meta.url)));

for (const name of module.NAMES) {
	await writeFile(new URL(`${name}.typescript.json`, folder), await module.makeFile(name));
}
