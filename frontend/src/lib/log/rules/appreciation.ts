/**
 * The rules of appreciations. One person gives (rev 1); the other takes it in, once, and may answer
 * with a line, one at a time. Each takes back only their own words: what is taken back can be
 * neither taken in nor answered any more, and an answer that stands stays.
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import {
	accept,
	decideErasure,
	refuse,
	versionOf,
	type AppreciationState,
	type Rule,
	type Version
} from './rule';

const GIVEN_REV = 1;

export const decideGiven: Rule<AppreciationState> = (state, event) => {
	if (event.envHash === null) return refuse('malformed');
	if (state !== null) return refuse('already_given');
	if (event.rev !== GIVEN_REV) return refuse('stale');
	const { member: author, envHash } = event;
	const versions = [{ author, envHash, erased: false }];
	return accept({ kind: 'appreciation', author, rev: GIVEN_REV, versions, takenIn: false });
};

export const decideTakenIn: Rule<AppreciationState> = (state, event) => {
	if (event.clear.of !== 'appreciation.taken_in') return refuse('malformed');
	const given = versionOf(state, GIVEN_REV);
	if (state === null || given === undefined) return refuse('unknown_version');
	if (event.member === state.author) return refuse('not_recipient');
	if (event.rev !== GIVEN_REV || !equalBytes(event.clear.envHash, given.envHash)) {
		return refuse('stale');
	}
	if (given.erased) return refuse('taken_back');
	if (state.takenIn) return refuse('already_taken_in');
	return accept({ ...state, takenIn: true });
};

export const decideAnswered: Rule<AppreciationState> = (state, event) => {
	if (event.clear.of !== 'appreciation.answered' || event.envHash === null) {
		return refuse('malformed');
	}
	const given = versionOf(state, GIVEN_REV);
	if (state === null || given === undefined) return refuse('unknown_version');
	if (event.member === state.author) return refuse('not_recipient');
	if (!equalBytes(event.clear.envHash, given.envHash)) return refuse('stale');
	if (given.erased) return refuse('taken_back');
	if (answerOf(state) !== undefined) return refuse('already_answered');
	if (event.rev !== state.rev + 1) return refuse('stale');
	const answer = { author: event.member, envHash: event.envHash, erased: false };
	return accept({ ...state, rev: event.rev, versions: [...state.versions, answer] });
};

export const decideErased: Rule<AppreciationState> = (state, event) => {
	if (event.clear.of !== 'appreciation.erased') return refuse('malformed');
	return decideErasure(state, event, event.clear.envHash);
};

/** The answer that stands; there is at most one. */
function answerOf(state: AppreciationState): Version | undefined {
	return state.versions.slice(GIVEN_REV).find(({ erased }) => !erased);
}
