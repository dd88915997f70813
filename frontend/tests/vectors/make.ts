/** Makes the TypeScript half of the vectors; `npm run vectors` writes it, a test compares it. */
import { answers } from './answers';
import { basicFiles } from './basics';
import { finish, type Draft } from './case';
import { envelopes } from './envelopes';
import { events, heads, items } from './events';
import { pages } from './pages';
import { pairings } from './pairing';
import { rules } from './rules';
import { NAMES, type Name } from './run-case';
import { walks } from './walks';

const DESCRIPTIONS: Record<Name, string> = {
	canonical: 'Canonical bytes, numbers, UUIDs and base64url (protocol.md §3).',
	names: 'Names, login names and passphrases (protocol.md §3 and §4).',
	recovery_code: 'The recovery code as text (protocol.md §4).',
	keys: 'The key schedule, and keys that are refused (protocol.md §4).',
	envelope: 'Sealed bodies, and each fault that a reader names (protocol.md §5).',
	contexts: 'What an envelope is about, one kind each (protocol.md §5).',
	events: 'Signed events, built and read strictly (protocol.md §6).',
	heads: 'The head after an event (protocol.md §6).',
	items: 'The rule of item.put and item.erased.',
	rules: 'What counts in a personal and in a shared space, and each refusal by name.',
	answers: 'Answers that open together: the record and its body (protocol.md §7, T6).',
	pairing: 'Two phones agree on a space over a server (protocol.md §8, T7), and the number of T4.',
	page: 'Verification of a log from its genesis (protocol.md §6, T2 and T3).',
	walks: 'Every answer of the rules of limits and requests within a few events.'
};

const FILES: Record<Name, () => Promise<Draft[]>> = {
	...basicFiles,
	envelope: envelopes,
	events,
	heads,
	items,
	rules,
	answers,
	pairing: pairings,
	page: pages,
	walks
};

/** The text of the file for this name, the same on every run. */
export async function makeFile(name: Name): Promise<string> {
	const drafts = await FILES[name]();
	const cases = [];
	for (const draft of drafts) cases.push(await finish(name, draft));
	const file = { made_by: 'typescript', description: DESCRIPTIONS[name], cases };
	return `${JSON.stringify(file, null, '\t')}\n`;
}

export { NAMES };
