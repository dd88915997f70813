/**
 * The rules about a space itself: it opens once, by members whose keys can really sign; the invited
 * person joins it once; and either member leaves it, which closes it for good.
 */
import { equalBytes, isZero } from '#lib/crypto/canonical.js';
import { isSmallOrder } from '#lib/crypto/signing.js';
import type { LogEvent, Member } from '../types';
import { accept, refuse, type Decision, type Rule, type SpaceState } from './rule';

export const decideOpened: Rule<SpaceState> = (state, event) => {
	const { clear, member: author } = event;
	if (clear.of !== 'space.opened') return refuse('malformed');
	if (state !== null || event.seq !== 1) return refuse('already_opened');
	const { kind, th, members } = clear;
	const isOwnPlace = isAboutSpace(event) && members[0]?.member === author;
	const isPaired = kind === 'personal' ? isZero(th) : !isZero(th) && areTwo(members);
	if (!isOwnPlace || !isPaired) return refuse('genesis');
	if (members.some(({ edPub }) => isSmallOrder(edPub))) return refuse('weak_key');
	const facts = { kind, th, members, joined: false, left: null };
	return accept({ kind: 'space', author, rev: 0, versions: [], facts });
};

export const decideJoined: Rule<SpaceState> = (state, event) => {
	if (event.clear.of !== 'space.joined' || state === null) return refuse('genesis');
	const { th, members, joined } = state.facts;
	if (!isAboutSpace(event) || !equalBytes(event.clear.th, th)) return refuse('genesis');
	if (event.member !== members[1]?.member) return refuse('not_author');
	if (joined) return refuse('already_joined');
	return withFacts(state, { joined: true });
};

/** Its date is checked where dates are: it repeats the one before it. */
export const decideLeft: Rule<SpaceState> = (state, event) => {
	if (state === null || !isAboutSpace(event)) return refuse('genesis');
	return withFacts(state, { left: event.member });
};

function withFacts(state: SpaceState, change: Partial<SpaceState['facts']>): Decision {
	return accept({ ...state, facts: { ...state.facts, ...change } });
}

function isAboutSpace({ space, object, rev }: LogEvent): boolean {
	return object === (space as string) && rev === 0;
}

/** Two people, not one under two names: nothing that speaks for one also speaks for the other. */
function areTwo([inviter, invited]: readonly Member[]): boolean {
	return (
		inviter !== undefined &&
		invited !== undefined &&
		inviter.member !== invited.member &&
		!equalBytes(inviter.edPub, invited.edPub) &&
		!equalBytes(inviter.xPub, invited.xPub)
	);
}
