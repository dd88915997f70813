/**
 * The app's sentences for tests in Node, read from where they are written. The app has a module for
 * each, so that a screen loads its own alone; every tab under test would load a thousand of them anew.
 */
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../messages/en/', import.meta.url);

const sentences = Object.fromEntries(
	readdirSync(FOLDER).flatMap((file) => {
		const written = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as object;
		return Object.entries(written) as [string, unknown][];
	})
);

/** A sentence that has forms is told by its name: which form it takes is no matter of a test here. */
function say(name: string, values: Record<string, unknown> = {}): string {
	const sentence = sentences[name];
	if (typeof sentence !== 'string') return name;
	return sentence.replaceAll(/\{(\w+)\}/g, (_, value: string) => String(values[value]));
}

export const m = new Proxy(
	{},
	{ get: (_, name: string) => (values?: Record<string, unknown>) => say(name, values) }
);
