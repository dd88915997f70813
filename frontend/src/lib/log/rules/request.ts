/**
 * The rules of requests (clinical guide §4), the twin of the server's. One person asks; the other
 * answers the newest words, freely, and may answer anew. What the answer is stands in its words.
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import type { LogEvent } from '../types';
import { accept, decideErasure, refuse, type RequestState, type Rule } from './rule';

const decideAsked: Rule<RequestState> = (state, { envHash, member, rev }) => {
	if (envHash === null) return refuse('malformed');
	const { author, versions, withdrawn } = state ?? {
		author: member,
		versions: [],
		withdrawn: false
	};
	if (member !== author) return refuse('not_author');
	if (withdrawn) return refuse('withdrawn');
	if (rev !== versions.length + 1) return refuse('stale');
	const asked = [...versions, { author, envHash, erased: false }];
	return accept({ kind: 'request', author, rev, versions: asked, withdrawn: false });
};

const decideAnswered: Rule<RequestState> = (state, { clear, envHash, member, rev }) => {
	if (clear.of !== 'request.answered' || envHash === null) return refuse('malformed');
	if (state === null) return refuse('unknown_version');
	if (member === state.author) return refuse('not_recipient');
	if (state.withdrawn) return refuse('withdrawn');
	const asked = state.versions[askedRev(state) - 1];
	if (asked === undefined || !equalBytes(clear.envHash, asked.envHash)) return refuse('stale');
	if (asked.erased) return refuse('taken_back');
	if (rev !== state.rev + 1) return refuse('stale');
	const answer = { author: member, envHash, erased: false };
	return accept({ ...state, rev, versions: [...state.versions, answer] });
};

const decideWithdrawn: Rule<RequestState> = (state, { member, rev }) => {
	if (state === null) return refuse('unknown_version');
	if (member !== state.author) return refuse('not_author');
	if (rev !== 0) return refuse('stale');
	if (state.withdrawn) return refuse('already_withdrawn');
	return accept({ ...state, withdrawn: true });
};

/** The rev of the newest words that were asked. */
export function askedRev({ author, versions }: RequestState): number {
	return versions.findLastIndex((version) => version.author === author) + 1;
}

const decideErased: Rule<RequestState> = (state, event) => {
	if (event.clear.of !== 'request.erased') return refuse('malformed');
	return decideErasure(state, event, event.clear.envHash);
};

const RULES: Readonly<Partial<Record<LogEvent['clear']['of'], Rule<RequestState>>>> = {
	'request.asked': decideAsked,
	'request.answered': decideAnswered,
	'request.withdrawn': decideWithdrawn,
	'request.erased': decideErased
};

export const decideRequest: Rule<RequestState> = (state, event) =>
	RULES[event.clear.of]?.(state, event) ?? refuse('malformed');
