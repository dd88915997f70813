import { m } from '#lib/paraglide/messages.js';
import type { OpeningView, TurnsView } from '#lib/view/talk.svelte.js';
import { describe, expect, test, vi } from 'vitest';
import { arrivalOf, placeOf } from './arrivals';
import type { Way } from './way';

interface Now {
	opening?: Partial<OpeningView>;
	turns?: Partial<TurnsView>;
	conversation?: object;
}

function way({ opening, turns, conversation = {} }: Now): Way {
	return {
		here: { id: 's' },
		together: { them: { name: 'Elias' } },
		conversation: {
			stage: 'running',
			pause: null,
			openings: opening ? [{ stepId: 's', toldByThem: false, ...opening }] : [],
			turns: turns ? [{ stepId: 's', pieces: [], ...turns }] : [],
			...conversation
		}
	} as unknown as Way;
}

const NOTHING = way({});

describe('what arrives', () => {
	test('is said once both halves are written, and not again when they were read', () => {
		expect(arrivalOf(way({ opening: { stage: 'open', seen: false } }), NOTHING)).toBe(
			'Both halves are written.'
		);
		expect(arrivalOf(way({ opening: { stage: 'open', seen: true } }), NOTHING)).toBe('');
	});

	test('is one’s own part, once the floor comes', () => {
		expect(arrivalOf(way({ turns: { phase: 'mirror', whose: 'mine' } }), NOTHING)).toBe(
			'Your part is to mirror'
		);
		expect(arrivalOf(way({ turns: { phase: 'mirror', whose: 'theirs' } }), NOTHING)).toBe('');
	});

	test('is the other person’s pause, and none of one’s own', () => {
		vi.stubGlobal('navigator', { languages: ['en-GB'] });
		const pause = { mine: false, atMs: 0, returnMs: 0 };
		const opening = { stage: 'sealed' as const };
		expect(arrivalOf(way({ opening, conversation: { pause } }), NOTHING)).toMatch(/^Elias paused/u);
		expect(
			arrivalOf(way({ opening, conversation: { pause: { ...pause, mine: true } } }), NOTHING)
		).toBe('');
	});

	test('is that the other person has answered, and once', () => {
		const sealed = way({ opening: { stage: 'sealed', toldByThem: true } });
		expect(arrivalOf(sealed, NOTHING)).toBe(m.talk_told_by_them({ name: 'Elias' }));
		const before = way({ opening: { stage: 'answer', toldByThem: true } });
		expect(arrivalOf(sealed, before)).toBe('');
	});

	test('r6 says nothing of an answer that waits', () => {
		expect(arrivalOf(way({ opening: { stage: 'sealed' } }), NOTHING)).toBe('');
	});
});

test('the place changes with the screen, and not with every word', () => {
	const sealed = way({ opening: { stage: 'sealed' } });
	expect(placeOf(way({ opening: { stage: 'sealed', mine: null } }))).toBe(placeOf(sealed));
	expect(placeOf(way({ opening: { stage: 'open' } }))).not.toBe(placeOf(sealed));
	expect(placeOf({ ...sealed, here: { id: 'next' } as Way['here'] })).not.toBe(placeOf(sealed));
});
