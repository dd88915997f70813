/**
 * The rules of limits (clinical guide §4), the twin of the server's. A limit is its owner's alone:
 * they change it and let go of it; the other person can acknowledge each version, and no more.
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import type { LogEvent } from '../types';
import { accept, decideErasure, refuse, versionOf, type LimitState, type Rule } from './rule';

const decideShared: Rule<LimitState> = (state, { envHash, member, rev }) => {
	if (envHash === null) return refuse('malformed');
	const { author, versions, retired } = state ?? { author: member, versions: [], retired: false };
	if (member !== author) return refuse('not_author');
	if (retired) return refuse('retired');
	if (rev !== versions.length + 1) return refuse('stale');
	const shared = [...versions, { author, envHash, erased: false }];
	const untouched = { acknowledged: false, retired: false };
	return accept({ kind: 'limit', author, rev, versions: shared, ...untouched });
};

const decideAcknowledged: Rule<LimitState> = (state, { clear, member, rev }) => {
	if (clear.of !== 'limit.acknowledged') return refuse('malformed');
	const version = versionOf(state, rev);
	if (state === null || version === undefined) return refuse('unknown_version');
	if (member === state.author) return refuse('not_recipient');
	if (state.retired) return refuse('retired');
	if (rev !== state.rev || !equalBytes(clear.envHash, version.envHash)) return refuse('stale');
	if (version.erased) return refuse('taken_back');
	if (state.acknowledged) return refuse('already_acknowledged');
	return accept({ ...state, acknowledged: true });
};

const decideRetired: Rule<LimitState> = (state, { member, rev }) => {
	if (state === null) return refuse('unknown_version');
	if (member !== state.author) return refuse('not_author');
	if (rev !== 0) return refuse('stale');
	if (state.retired) return refuse('already_retired');
	return accept({ ...state, retired: true });
};

const decideErased: Rule<LimitState> = (state, event) => {
	if (event.clear.of !== 'limit.erased') return refuse('malformed');
	return decideErasure(state, event, event.clear.envHash);
};

const RULES: Readonly<Partial<Record<LogEvent['clear']['of'], Rule<LimitState>>>> = {
	'limit.shared': decideShared,
	'limit.acknowledged': decideAcknowledged,
	'limit.retired': decideRetired,
	'limit.erased': decideErased
};

export const decideLimit: Rule<LimitState> = (state, event) =>
	RULES[event.clear.of]?.(state, event) ?? refuse('malformed');
