import type { Guide } from '#lib/talk/guide.js';
import type { ConversationView, RunView } from '#lib/view/talk.svelte.js';
import { describe, expect, test } from 'vitest';
import { goingOn, offered, search, withoutRun, withTheme } from './guides';

function guide(id: string, more: Partial<Guide> = {}): Guide {
	return {
		id,
		version: 1,
		title: id,
		theme: 'communication',
		also: [],
		mode: 'together',
		minutes: 10,
		intensity: 'gentle',
		touch: false,
		about: '',
		who_for: '',
		who_sees: '',
		not_when: [],
		content_note: null,
		reviewed_by: null,
		steps: [],
		...more
	};
}

describe('the library', () => {
	test('offers one person nothing that needs somebody else', () => {
		const all = [guide('a'), guide('b', { mode: 'alone' }), guide('c', { mode: 'either' })];
		expect(offered(all, 'alone').map(({ id }) => id)).toEqual(['b', 'c']);
		expect(offered(all, 'together')).toHaveLength(3);
	});

	test('shows what is about a theme before what also touches it', () => {
		const also = guide('a', { theme: 'mindfulness', also: ['communication'] });
		expect(withTheme([also, guide('b')], 'communication').map(({ id }) => id)).toEqual(['b', 'a']);
	});

	test('finds every word wherever the card says it, whatever its case or accents', () => {
		const found = guide('a', { title: 'Raising it gently', about: 'À table, in small pieces.' });
		expect(search([found, guide('b')], 'PIECES a gently')).toEqual([found]);
		expect(search([found], 'gently loud')).toEqual([]);
	});

	test('finds a guide by the name of its theme', () => {
		expect(search([guide('a')], 'listening')).toHaveLength(1);
	});
});

describe('what can be gone on with', () => {
	const run = (id: string, more: Partial<RunView> = {}) =>
		({ id, ended: false, conversation: null, ...more }) as RunView;
	const here = (runs: RunView[], stage?: ConversationView['stage']) => ({
		runs,
		guideOf: () => null,
		find: () => (stage ? ({ stage } as ConversationView) : null)
	});

	test('is what is not at its end', () => {
		expect(goingOn(here([run('a'), run('b', { ended: true })])).map(({ id }) => id)).toEqual(['a']);
	});

	test('is no invitation that lapsed, and nothing that is kept away', () => {
		const invited = run('a', { conversation: 'c' });
		expect(goingOn(here([invited], 'invited'))).toHaveLength(1);
		expect(goingOn(here([invited], 'lapsed'))).toEqual([]);
		expect(goingOn(here([invited]))).toEqual([]);
	});

	test('is nothing in a space that was closed', () => {
		expect(goingOn(here([run('a', { conversation: 'c' })], 'closed'))).toEqual([]);
	});

	test('is also a conversation whose run was taken off My side, while it can be ended', () => {
		const talks = (more: Partial<ConversationView>) =>
			withoutRun([{ run: null, mine: true, ...more } as ConversationView]).length;
		expect(talks({ stage: 'running', mine: false })).toBe(1);
		expect(talks({ stage: 'invited' })).toBe(1);
		expect(talks({ stage: 'invited', mine: false })).toBe(0);
		expect(talks({ stage: 'running', run: 'a' })).toBe(0);
		expect(talks({ stage: 'ended' })).toBe(0);
		expect(talks({ stage: 'closed' })).toBe(0);
	});
});
