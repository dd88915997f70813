/** A guide made up for a test: every kind of step that a walk can meet. */
import type { Guide, GuideStep } from '#lib/talk/guide.js';

const told = (id: string) => ({ id, title: id, text: ['Words.'], when: null, visibility: null });

export const STEPS: readonly GuideStep[] = [
	{ ...told('welcome'), kind: 'intro', stop: 'Stop.' },
	{ id: 'check', kind: 'check', when: null, visibility: 'only-me' },
	{ ...told('think'), kind: 'private', fields: [], hints: [], paper: true },
	{ ...told('alone-only'), kind: 'away', done: 'Done', when: 'alone' },
	{ ...told('open'), kind: 'reveal', fields: [], hints: [], from: {} },
	{
		...told('talk'),
		kind: 'turns',
		rounds: 2,
		deeper: true,
		seconds: 90,
		topic: 'A topic',
		speaker: [],
		listener: [],
		stem: 'What I hear',
		validate: 'It makes sense',
		imagine: 'I imagine'
	},
	{ ...told('share'), kind: 'choose', from: ['think.one'], to: 'partner' },
	{ ...told('keep'), kind: 'choose', from: ['think.one'], to: 'kept' },
	{ ...told('after'), kind: 'after' }
];

export function guideOf(change: Partial<Guide> = {}): Guide {
	return {
		id: 'made-up',
		version: 1,
		title: 'Made up',
		theme: 'communication',
		also: [],
		mode: 'either',
		minutes: 10,
		intensity: 'gentle',
		touch: false,
		about: 'About.',
		who_for: 'For.',
		who_sees: 'Sees.',
		not_when: [],
		content_note: null,
		reviewed_by: null,
		steps: STEPS,
		...change
	};
}
