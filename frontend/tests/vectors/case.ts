/** How a case is written down: an input, and the output or the named error that it has to give. */
import { runCase, type Name } from './run-case';
import type { Json } from './fields';

/** What `name` shows about the input. `error` is set where the input has exactly one fault. */
export interface Draft {
	name: string;
	input: Json;
	error?: string;
}

export const gives = (name: string, input: Json): Draft => ({ name, input });
export const refused = (error: string, name: string, input: Json): Draft => ({
	name,
	input,
	error
});

/** Runs a draft, so that no file can say what our own code does not do. */
export async function finish(file: Name, { name, input, error }: Draft): Promise<Json> {
	const result = await runCase(file, input);
	if (result.error !== error) {
		throw new Error(`${file}, ${name}: ${String(result.error)} instead of ${String(error)}`);
	}
	return { name, input, ...result };
}
