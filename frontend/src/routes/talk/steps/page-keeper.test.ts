import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/intents/app-error.js';
import { PageKeeper } from './page-keeper.svelte';

function keeperOf(save: () => Promise<void>): PageKeeper {
	return new PageKeeper('run', 'step', { keepDraft: () => Promise.resolve({ keptMs: 1 }), save });
}

describe('what is typed in a step', () => {
	test('gives way, once it is saved, to what is kept', async () => {
		const keeper = keeperOf(() => Promise.resolve());
		keeper.type({ text: 'one' }, false);
		expect(await keeper.save()).toBe(true);
		expect([keeper.words, keeper.paper]).toEqual([null, null]);
	});

	test('stays on the screen where it could not be saved', async () => {
		const keeper = keeperOf(() => Promise.reject(new AppError('storage')));
		keeper.type({ text: 'one' }, false);
		expect(await keeper.save()).toBe(false);
		expect(keeper.words).toEqual({ text: 'one' });
	});

	test('stays where more was typed while it was being saved', async () => {
		const keeper: PageKeeper = keeperOf(() => {
			keeper.type({ text: 'one two' }, false);
			return Promise.resolve();
		});
		keeper.type({ text: 'one' }, false);
		expect(await keeper.save()).toBe(false);
		expect(keeper.words).toEqual({ text: 'one two' });
	});
});
