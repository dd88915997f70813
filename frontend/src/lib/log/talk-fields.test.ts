/** Reading is exactly what writing gives, and never anything else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CanonicalError, equalBytes, type Bytes } from '../crypto/canonical';
import { parseAnswer, buildAnswer } from '../crypto/answer';
import { readContent } from './content';
import { readTalkFields, writeTalkFields } from './talk-fields';

const VERBS = [
	...['invited', 'accepted', 'ready', 'said', 'heard', 'passed', 'paused', 'resumed', 'told'],
	...['opened_together', 'ended', 'erased', 'later']
].map((name) => `conversation.${name}`);

const bytes = (maxLength: number) =>
	fc.uint8Array({ maxLength }).map((value): Bytes => Uint8Array.from(value));
const field = fc.oneof(
	bytes(8),
	fc.uint8Array({ minLength: 32, maxLength: 32 }).map((value): Bytes => Uint8Array.from(value)),
	fc.constantFrom(Uint8Array.of(0, 1), Uint8Array.of(1), Uint8Array.of(1, 0, 2, 3))
);

test('what is read writes the same fields again, and everything else is malformed', () => {
	let read = 0;
	fc.assert(
		fc.property(fc.constantFrom(...VERBS), fc.array(field, { maxLength: 4 }), (verb, fields) => {
			try {
				const clear = readTalkFields(verb, fields);
				if (clear === null) return ['erased', 'later'].some((name) => verb.endsWith(name));
				read += 1;
				const again = writeTalkFields(clear);
				return (
					again.length === fields.length &&
					again.every((one, index) => equalBytes(one, fields[index]!))
				);
			} catch (error) {
				return error instanceof CanonicalError;
			}
		}),
		{ numRuns: 3000 }
	);
	expect(read).toBeGreaterThan(50);
});

test('a record is read from its own bytes alone', () => {
	fc.assert(
		fc.property(bytes(200), (value) => {
			try {
				return equalBytes(buildAnswer(parseAnswer(value)), value);
			} catch (error) {
				return error instanceof CanonicalError;
			}
		})
	);
});

const KINDS = [
	'conversation',
	'turn',
	'answer',
	'line',
	'run',
	'page',
	'kept',
	'agreement_draft',
	'closed'
];
const value = fc.oneof(
	fc.constantFrom<unknown>(null, true, 1, -1, '', 'words', [], [1], {}, { a: 'b' }, { a: 1 }),
	fc.constantFrom('agreement', '019e1d58-8100-7078-8e51-d169be33ad39')
);
const NAMES = [
	...[
		'guide',
		'version',
		'note',
		'text',
		'aloud',
		'pass',
		'words',
		'conversation',
		'step',
		'space'
	],
	...[
		'ended',
		'started_ms',
		'replaces',
		'run',
		'paper',
		'kind',
		'category',
		'title',
		'what',
		'why'
	],
	...['kept_looks_like', 'exceptions', 'help', 'if_missed', 'if_kept_missed', 'review_days'],
	...['joint', 'deep']
];

test('whatever was sealed becomes something that can be shown', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...KINDS),
			fc.dictionary(fc.constantFrom(...NAMES), value),
			(t, fields) => {
				const content = readContent({ ...fields, t, v: 1 });
				return content.t === t || content.t === 'damaged';
			}
		),
		{ numRuns: 2000 }
	);
});
