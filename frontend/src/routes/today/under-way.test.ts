import type { Guide } from '#lib/talk/guide.js';
import type { ConversationView, RunView } from '#lib/view/talk.svelte.js';
import { describe, expect, test } from 'vitest';
import { underWay } from './under-way';

const alone = { id: 'alone', ended: false, conversation: null } as RunView;
const joint = { id: 'joint', ended: false, conversation: 'c' } as RunView;

function here(runs: RunView[], joint = false, stage: ConversationView['stage'] = 'running') {
	return {
		runs,
		guideOf: () => ({}) as Guide,
		find: () => ({ stage }) as ConversationView,
		closed: { joint, deep: false }
	};
}

describe('what is under way', () => {
	test('is what moved last', () => {
		expect(underWay(here([joint, alone]))?.run).toBe(joint);
	});

	test('is no conversation that was ended', () => {
		expect(underWay(here([joint, alone], false, 'ended'))?.run).toBe(alone);
	});

	test('r18 is no conversation while joint ones are closed', () => {
		expect(underWay(here([joint, alone], true))?.run).toBe(alone);
		expect(underWay(here([joint], true))).toBeNull();
	});
});
