/** The rules of conversations: whole ones, and one refusal at a time. */
import { u8 } from '#lib/crypto/canonical.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { LogEvent, PlanStep, TurnMove } from '#lib/log/types.js';
import { gives, refused, type Draft } from './case';
import type { Json } from './fields';
import { AT_MS, OWN, STRANGER, type FixedMember } from './fixed';
import { HASH, PREV } from './sample-events';
import { by, together } from './together';

const HASHES = await Promise.all(Array.from({ length: 9 }, (_, rev) => sha256(u8(rev))));
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Who invites, and who is invited. */
const [NADIA, ELIAS] = [OWN, STRANGER];
const REVEAL: PlanStep = { kind: 'reveal', rounds: 0 };
const TURNS: PlanStep = { kind: 'turns', rounds: 1 };
const DEEPER: PlanStep = { kind: 'deeper', rounds: 1 };

const words = (rev: number) => ({ rev, envHash: HASHES[rev] ?? ZERO_HASH });
const invited = (plan: PlanStep[], author = NADIA, rev = 1): LogEvent =>
	by(author, { of: 'conversation.invited', plan }, { ...words(rev) });
const accepted = (author = ELIAS, rev = 0): LogEvent =>
	by(author, { of: 'conversation.accepted' }, { rev });
const ready = (author: FixedMember, step = 1): LogEvent =>
	by(author, { of: 'conversation.ready', step });
const said = (author: FixedMember, rev: number, move: TurnMove = 'speak', step = 1): LogEvent =>
	by(author, { of: 'conversation.said', step, move }, words(rev));
const heard = (author: FixedMember, enough = true, step = 1): LogEvent =>
	by(author, { of: 'conversation.heard', step, enough });
const passed = (author: FixedMember, step = 1): LogEvent =>
	by(author, { of: 'conversation.passed', step });
const paused = (author: FixedMember, afterMs: number, atMs = AT_MS): LogEvent =>
	by(author, { of: 'conversation.paused', returnMs: atMs + afterMs }, { atMs });
const resumed = (author: FixedMember, afterMs: number): LogEvent =>
	by(author, { of: 'conversation.resumed' }, { atMs: AT_MS + afterMs });
const told = (author: FixedMember, opening = 1): LogEvent =>
	by(author, { of: 'conversation.told', opening });
const opened = (author: FixedMember, opening = 1): LogEvent => {
	const hashes = { inviterHash: HASH, invitedHash: PREV };
	return by(author, { of: 'conversation.opened_together', opening, ...hashes });
};
const ended = (author: FixedMember): LogEvent => by(author, { of: 'conversation.ended' });
const erased = (author: FixedMember, rev: number, named = rev): LogEvent =>
	by(author, { of: 'conversation.erased', envHash: HASHES[named] ?? ZERO_HASH }, { rev });

/** An accepted conversation with this plan, and what then happens in it. */
const talking = (plan: PlanStep[], ...events: LogEvent[]): Json =>
	together(invited(plan), accepted(), ...events);
const BOTH_READY = [ready(NADIA), ready(ELIAS)];
const inTurns = (...events: LogEvent[]): Json => talking([TURNS], ...BOTH_READY, ...events);
const deeper = (...events: LogEvent[]): Json => talking([DEEPER], ...BOTH_READY, ...events);

/** The first round: the invited person speaks. */
const ROUND = [said(ELIAS, 2), said(NADIA, 3, 'mirror'), heard(ELIAS)];

export function talkRules(): Draft[] {
	return [...beginnings(), ...pauses(), ...turns(), ...deeperTurns(), ...reveals(), ...ends()];
}

function beginnings(): Draft[] {
	return [
		gives('invited', together(invited([REVEAL, TURNS, DEEPER]))),
		gives(
			'invited to turns by the person who was invited to the space',
			together(invited([TURNS], ELIAS))
		),
		gives('accepted', talking([REVEAL])),
		refused('already_invited', 'invited twice', together(invited([TURNS]), invited([TURNS]))),
		refused(
			'already_invited',
			'invited twice, with a rev',
			together(invited([TURNS]), invited([TURNS], NADIA, 2))
		),
		refused('stale', 'invited as rev 2', together(invited([TURNS], NADIA, 2))),
		refused('unknown_version', 'accepted, but not invited', together(accepted())),
		refused('stale', 'accepted with a rev', together(invited([TURNS]), accepted(ELIAS, 1))),
		refused('not_invited', 'accepted by who invited', together(invited([TURNS]), accepted(NADIA))),
		refused(
			'not_invited',
			'accepted by who invited, after the other did',
			talking([TURNS], accepted(NADIA))
		),
		refused('already_accepted', 'accepted twice', talking([TURNS], accepted())),
		refused('not_accepted', 'ready before the yes', together(invited([TURNS]), ready(NADIA))),
		refused(
			'not_accepted',
			'paused before the yes',
			together(invited([TURNS]), paused(NADIA, DAY_MS))
		),
		refused('not_accepted', 'told before the yes', together(invited([REVEAL]), told(NADIA))),
		refused('not_accepted', 'opened before the yes', together(invited([REVEAL]), opened(NADIA))),
		refused('not_accepted', 'said before the yes', together(invited([TURNS]), said(NADIA, 2)))
	];
}

function pauses(): Draft[] {
	const MIN = 20 * MINUTE_MS;
	const pausedTurns = (...events: LogEvent[]): Json => inTurns(paused(NADIA, MIN), ...events);
	return [
		gives('a pause of 20 minutes', pausedTurns()),
		gives('a pause of seven days', inTurns(paused(ELIAS, 7 * DAY_MS))),
		gives('a pause after the last step', inTurns(passed(NADIA), paused(ELIAS, MIN))),
		refused('too_soon', 'a pause of less', inTurns(paused(NADIA, MIN - 1))),
		refused('too_late', 'a pause of more than seven days', inTurns(paused(NADIA, 7 * DAY_MS + 1))),
		refused('already_paused', 'a pause in a pause', pausedTurns(paused(ELIAS, DAY_MS))),
		gives('resumed by the other person', pausedTurns(resumed(ELIAS, MIN))),
		refused('too_soon', 'resumed before 20 minutes', pausedTurns(resumed(NADIA, MIN - 1))),
		refused('not_paused', 'resumed without a pause', inTurns(resumed(NADIA, MIN))),
		refused('not_paused', 'resumed twice', pausedTurns(resumed(NADIA, MIN), resumed(ELIAS, MIN))),
		refused('paused', 'ready in a pause', talking([TURNS], paused(NADIA, MIN), ready(ELIAS))),
		refused('paused', 'said in a pause', pausedTurns(said(NADIA, 2))),
		refused('paused', 'heard in a pause', pausedTurns(heard(NADIA))),
		refused('paused', 'passed in a pause, also another step', pausedTurns(passed(NADIA, 2))),
		gives('opened in a pause', talking([REVEAL], paused(NADIA, MIN), opened(ELIAS))),
		gives('told in a pause', talking([REVEAL], paused(NADIA, MIN), told(ELIAS))),
		gives('ended in a pause', pausedTurns(ended(ELIAS)))
	];
}

function turns(): Draft[] {
	return [
		gives('one is ready', talking([TURNS], ready(ELIAS))),
		gives('both are ready', inTurns()),
		refused('already_ready', 'ready twice', talking([TURNS], ready(NADIA), ready(NADIA))),
		refused('not_now', 'ready for the next step', talking([TURNS, TURNS], ready(NADIA, 2))),
		refused('not_now', 'ready for a reveal', talking([REVEAL], ready(NADIA))),
		refused(
			'not_now',
			'ready after the last step',
			talking([TURNS], passed(NADIA), ready(NADIA, 2))
		),
		refused(
			'not_ready',
			'said by who is ready, alone',
			talking([TURNS], ready(NADIA), said(NADIA, 2))
		),
		refused(
			'not_ready',
			'heard before both are ready',
			talking([TURNS], ready(NADIA), heard(NADIA))
		),
		gives('the invited person speaks first', inTurns(said(ELIAS, 2))),
		gives('the inviter speaks first', inTurns(said(NADIA, 2))),
		refused('not_your_turn', 'mirrored before anything is said', inTurns(said(NADIA, 2, 'mirror'))),
		refused(
			'not_your_turn',
			'the speaker mirrors',
			inTurns(said(NADIA, 2), said(NADIA, 3, 'mirror'))
		),
		refused('not_your_turn', 'the listener speaks', inTurns(said(NADIA, 2), said(ELIAS, 3))),
		refused('not_your_turn', 'heard before it is mirrored', inTurns(said(NADIA, 2), heard(NADIA))),
		refused('stale', 'said under a rev left out', inTurns(said(NADIA, 3))),
		refused(
			'not_your_turn',
			'another move under a rev left out',
			inTurns(said(NADIA, 3, 'imagine'))
		),
		gives('mirrored', inTurns(...ROUND.slice(0, 2))),
		refused(
			'not_your_turn',
			'the listener says that it was heard',
			inTurns(...ROUND.slice(0, 2), heard(NADIA))
		),
		gives('there is more', inTurns(...ROUND.slice(0, 2), heard(ELIAS, false))),
		refused(
			'not_your_turn',
			'the listener speaks after there is more',
			inTurns(...ROUND.slice(0, 2), heard(ELIAS, false), said(NADIA, 4))
		),
		gives(
			'more, and then it was heard',
			inTurns(
				...ROUND.slice(0, 2),
				heard(ELIAS, false),
				said(ELIAS, 4),
				said(NADIA, 5, 'mirror'),
				heard(ELIAS)
			)
		),
		gives('the floor changes hands', inTurns(...ROUND)),
		refused('not_your_turn', 'the same person speaks again', inTurns(...ROUND, said(ELIAS, 4))),
		gives(
			'a step of turns is done',
			inTurns(...ROUND, said(NADIA, 4), said(ELIAS, 5, 'mirror'), heard(NADIA))
		),
		refused('not_now', 'said after the step is done', inTurns(passed(ELIAS), said(NADIA, 2))),
		gives('passed before anybody is ready', talking([TURNS, DEEPER], passed(ELIAS))),
		gives('passed in the middle, by the listener', inTurns(said(NADIA, 2), passed(ELIAS))),
		refused('not_now', 'passed twice', inTurns(passed(NADIA), passed(ELIAS))),
		refused('not_now', 'a reveal passed in the log', talking([REVEAL], passed(NADIA)))
	];
}

function deeperTurns(): Draft[] {
	const MIRRORED = ROUND;
	const GUESSED = [...MIRRORED, said(NADIA, 4, 'validate'), said(NADIA, 5, 'imagine')];
	return [
		gives('heard, and to be validated', deeper(...MIRRORED)),
		gives('the feeling is guessed', deeper(...GUESSED)),
		gives('the guess does not fit', deeper(...GUESSED, heard(ELIAS, false))),
		gives('guessed again', deeper(...GUESSED, heard(ELIAS, false), said(NADIA, 6, 'imagine'))),
		gives('a deeper round is over', deeper(...GUESSED, heard(ELIAS))),
		refused(
			'not_your_turn',
			'guessed before validating',
			deeper(...MIRRORED, said(NADIA, 4, 'imagine'))
		),
		refused(
			'not_your_turn',
			'the speaker validates',
			deeper(...MIRRORED, said(ELIAS, 4, 'validate'))
		),
		refused(
			'not_your_turn',
			'heard before the feeling is guessed',
			deeper(...MIRRORED, said(NADIA, 4, 'validate'), heard(ELIAS))
		),
		refused(
			'not_your_turn',
			'validated in plain turns',
			inTurns(...ROUND.slice(0, 2), said(NADIA, 4, 'validate'))
		)
	];
}

function reveals(): Draft[] {
	return [
		gives('one tells', talking([REVEAL], told(ELIAS))),
		gives('both tell', talking([REVEAL], told(ELIAS), told(NADIA))),
		gives('opened together', talking([REVEAL, TURNS], told(ELIAS), opened(NADIA))),
		gives(
			'the second opening',
			talking(
				[REVEAL, TURNS, REVEAL],
				opened(NADIA),
				passed(ELIAS, 2),
				told(NADIA, 2),
				opened(ELIAS, 2)
			)
		),
		refused('already_told', 'told twice', talking([REVEAL], told(ELIAS), told(ELIAS))),
		refused('not_now', 'told of the next opening', talking([REVEAL, REVEAL], told(ELIAS, 2))),
		refused(
			'not_now',
			'told of the last opening',
			talking([REVEAL, REVEAL], opened(NADIA), told(ELIAS, 1))
		),
		refused('not_now', 'told in turns', talking([TURNS, REVEAL], told(ELIAS))),
		refused('not_now', 'opened twice', talking([REVEAL, REVEAL], opened(NADIA), opened(ELIAS))),
		refused('not_now', 'opened in turns', talking([TURNS, REVEAL], opened(ELIAS))),
		refused('stale', 'told with a rev', talking([REVEAL], { ...told(ELIAS), rev: 1 }))
	];
}

function ends(): Draft[] {
	return [
		gives('taken back by who invited', together(invited([TURNS]), ended(NADIA))),
		refused(
			'not_accepted',
			'ended by who never accepted',
			together(invited([TURNS]), ended(ELIAS))
		),
		gives('ended by who accepted', talking([TURNS], ended(ELIAS))),
		gives('ended in the middle of turns', inTurns(said(NADIA, 2), ended(ELIAS))),
		refused('ended', 'ended twice', talking([TURNS], ended(ELIAS), ended(NADIA))),
		refused(
			'ended',
			'accepted after the end',
			together(invited([TURNS]), ended(NADIA), accepted())
		),
		refused('ended', 'said after the end, with another rev', inTurns(ended(NADIA), said(ELIAS, 9))),
		refused(
			'ended',
			'ready after the end, with a rev',
			talking([TURNS], ended(NADIA), { ...ready(ELIAS), rev: 3 })
		),
		gives(
			'words taken back after the end',
			inTurns(said(NADIA, 2), ended(ELIAS), erased(NADIA, 2))
		),
		gives('an invitation without its words', talking([TURNS], erased(NADIA, 1))),
		refused('unknown_version', 'nothing was said', talking([TURNS], erased(NADIA, 2))),
		refused(
			'not_author',
			"the other's words taken back",
			inTurns(said(NADIA, 2), erased(ELIAS, 2))
		),
		refused(
			'stale',
			'words of a turn taken back by another hash',
			inTurns(said(NADIA, 2), erased(NADIA, 2, 1))
		),
		refused(
			'already_erased',
			'words of a turn taken back twice',
			inTurns(said(NADIA, 2), erased(NADIA, 2), erased(NADIA, 2))
		)
	];
}
