import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/intents/app-error.js';
import { Answering } from './answering.svelte';

function answering(begun = '', refusal: AppError | null = null) {
	const written: string[] = [];
	const given = new Answering('a', begun, {
		keepAnswer: async (_, line) => {
			await Promise.resolve();
			written.push(`begun ${line}`);
			return { keptMs: 1 };
		},
		answerRequest: (_, version, reply, line) => {
			if (refusal) return Promise.reject(refusal);
			written.push(`${version}: ${reply} ${line}`);
			return Promise.resolve();
		}
	});
	return { given, written };
}

describe('an answer to a request', () => {
	test('goes behind the line that is being kept, which is not begun again', async () => {
		const { given, written } = answering();
		given.reply = 'yes';
		given.type('gladly');
		void given.keeper.keepDraft();
		expect(await given.send('v1')).toBe(true);
		await given.keeper.save();
		expect(written).toEqual(['begun gladly', 'v1: yes gladly']);
		expect(given).toMatchObject({ reply: null, line: '' });
	});

	test('that cannot be sent leaves its line as it was, and kept', async () => {
		const { given, written } = answering('', new AppError('signed_out'));
		given.reply = 'another_way';
		given.type('a message');
		expect(await given.send('v1')).toBe(false);
		expect(written).toEqual(['begun a message']);
		expect(given).toMatchObject({ reply: 'another_way', line: 'a message' });
		expect(given.acting.error).not.toBeNull();
	});

	test('takes a line and no more', () => {
		const { given } = answering();
		expect(given.type('a message')).toBe(true);
		expect(given.type('é'.repeat(5_000))).toBe(false);
		expect(given).toMatchObject({ line: 'a message', tooLong: true });
	});

	test('goes on with the line that was begun before', () => {
		expect(answering('it was').given).toMatchObject({ line: 'it was', begun: true });
	});
});
