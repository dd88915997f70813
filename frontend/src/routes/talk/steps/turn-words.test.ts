/** What plain and deeper turns say on screen: whose move it is, and with which words it can begin. */
import { describe, expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import type { TurnsStep } from '#lib/talk/guide.js';
import type { Move, TurnsPhase, TurnsView } from '#lib/view/talk.svelte.js';
import { partOf, pieceWords, stagesOf, stemOf } from './turn-words';

const plain = { topic: 'When …', stem: 'What I heard is', deeper: false } as unknown as TurnsStep;
const deeper = { ...plain, deeper: true };
const name = 'Elias';

function turns(phase: TurnsPhase, change: Partial<TurnsView> = {}): TurnsView {
	const view = { phase, speaker: 'mine', rounds: 1, takenMine: 0, takenTheirs: 0, ...change };
	return view as unknown as TurnsView;
}

const words = (step: TurnsStep, view: TurnsView) =>
	stagesOf(step, view, name).map((stage) => stage.words);

describe('the stages of a round', () => {
	test('are three in plain turns, and six in deeper ones', () => {
		const first = [
			m.talk_stage_you_speak(),
			m.talk_stage_they_mirror({ name }),
			m.talk_stage_confirm()
		];
		expect(words(plain, turns('speak'))).toEqual(first);
		expect(words(deeper, turns('speak'))).toEqual([
			...first,
			m.talk_stage_validate(),
			m.talk_stage_imagine(),
			m.talk_stage_feeling()
		]);
	});

	test('are told the other way round while the other person speaks', () => {
		expect(words(plain, turns('speak', { speaker: 'theirs' })).slice(0, 2)).toEqual([
			m.talk_stage_they_speak({ name }),
			m.talk_stage_you_mirror()
		]);
	});

	test('are behind, now or ahead', () => {
		const states = stagesOf(deeper, turns('validate'), name).map(({ state }) => state);
		expect(states).toEqual(['past', 'past', 'past', 'now', 'ahead', 'ahead']);
	});
});

test('the gold grows with every stage of deeper turns, and is whole only at the end', () => {
	const phases: TurnsPhase[] = ['speak', 'mirror', 'confirm', 'validate', 'imagine', 'feeling'];
	const parts = phases.map((phase) => partOf(deeper, turns(phase)));
	expect(parts).toEqual([...parts].sort((a, b) => a - b));
	expect(new Set(parts).size).toBe(6);
	expect(Math.max(...parts)).toBeLessThan(1);
	expect(partOf(deeper, turns('done'))).toBe(1);
});

test('each move can borrow a beginning: the guide’s, else the app’s', () => {
	expect(stemOf(plain, 'speak')).toBe('When …');
	expect(stemOf(plain, 'mirror')).toBe('What I heard is');
	expect([stemOf(deeper, 'validate'), stemOf(deeper, 'imagine')]).toEqual([
		m.talk_stem_validate(),
		m.talk_stem_imagine()
	]);
	const own = { ...deeper, validate: 'It makes sense that', imagine: 'I imagine you feel' };
	expect([stemOf(own, 'validate'), stemOf(own, 'imagine')]).toEqual([
		'It makes sense that',
		'I imagine you feel'
	]);
});

test('each piece says whose it is and what it did', () => {
	const moves: Move[] = ['speak', 'mirror', 'validate', 'imagine'];
	const said = [true, false].flatMap((mine) =>
		moves.map((move) => pieceWords({ move, mine }, name))
	);
	expect(new Set(said).size).toBe(8);
	expect(said.slice(4).every((sentence) => sentence.startsWith(name))).toBe(true);
});
