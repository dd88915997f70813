/** Which rule judges which verb, what holds before any rule, and what an event leaves behind. */
import type { MemberId, ObjectId, SpaceId } from '#lib/crypto/ids.js';
import { decideAgreement } from './rules/agreement';
import * as appreciation from './rules/appreciation';
import { decideConversation } from './rules/conversation';
import * as item from './rules/item';
import { decideLimit } from './rules/limit';
import { decideRequest } from './rules/request';
import { refuse, type Decision, type ObjectState, type Rule, type SpaceState } from './rules/rule';
import { decideJoined, decideLeft, decideOpened } from './rules/space';
import { isErasure } from './event';
import { isTalk } from './talk-fields';
import type { LogEvent, Member } from './types';

type Objects = ReadonlyMap<ObjectId, ObjectState>;

/** What an event would change, behind all that `objects` says stands. Changes nothing itself. */
export function judge(objects: Objects, event: LogEvent): Decision {
	const space = spaceIn(objects, event.space);
	if (event.clear.of === 'space.opened') return decideOpened(space, event);
	const code = closedTo(space, event);
	if (code !== null) return refuse(code);
	const state = objects.get(event.object) ?? null;
	const { clear } = event;
	if (isTalk(clear)) return ofKind('conversation', decideConversation, state, event);
	switch (clear.of) {
		case 'space.joined':
			return ofKind('space', decideJoined, state, event);
		case 'space.left':
			return ofKind('space', decideLeft, state, event);
		case 'item.put':
			return ofKind('item', item.decidePut, state, event);
		case 'item.erased':
			return ofKind('item', item.decideErased, state, event);
		case 'appreciation.given':
			return ofKind('appreciation', appreciation.decideGiven, state, event);
		case 'appreciation.taken_in':
			return ofKind('appreciation', appreciation.decideTakenIn, state, event);
		case 'appreciation.answered':
			return ofKind('appreciation', appreciation.decideAnswered, state, event);
		case 'appreciation.erased':
			return ofKind('appreciation', appreciation.decideErased, state, event);
		case 'limit.shared':
		case 'limit.acknowledged':
		case 'limit.retired':
		case 'limit.erased':
			return ofKind('limit', decideLimit, state, event);
		case 'request.asked':
		case 'request.answered':
		case 'request.withdrawn':
		case 'request.erased':
			return ofKind('request', decideRequest, state, event);
		case 'agreement.proposed':
		case 'agreement.accepted':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
		case 'agreement.reviewed':
		case 'agreement.erased':
			return ofKind('agreement', decideAgreement, state, event);
		case 'unknown':
			return refuse('unknown_verb');
		case 'conversation.erased':
			return ofKind('conversation', decideConversation, state, event);
	}
}

/** The gate before every rule but that of opening: a verb of this version, in a space it fits. */
function closedTo(space: SpaceState | null, { clear, verb }: LogEvent): string | null {
	if (clear.of === 'unknown') return 'unknown_verb';
	if (space?.facts.kind !== 'shared') return verb.startsWith('item.') ? null : 'unknown_verb';
	// Behind a leaving people take back their own words, and nothing else counts (R14).
	if (space.facts.left !== null && !isErasure({ clear })) return 'space_closed';
	const isAboutMembership = clear.of === 'space.joined' || clear.of === 'space.left';
	return space.facts.joined || isAboutMembership ? null : 'not_joined';
}

/** An object belongs to the domain that first wrote it: no other domain's verb can touch it. */
function ofKind<Kind extends ObjectState['kind']>(
	kind: Kind,
	decide: Rule<Extract<ObjectState, { kind: Kind }>>,
	state: ObjectState | null,
	event: LogEvent
): Decision {
	if (state !== null && !isOfKind(kind, state)) return refuse('other_kind');
	return decide(state, event);
}

function isOfKind<Kind extends ObjectState['kind']>(
	kind: Kind,
	state: ObjectState
): state is Extract<ObjectState, { kind: Kind }> {
	return state.kind === kind;
}

/** The space's own state; null before its first event. */
export function spaceIn(objects: Objects, space: SpaceId): SpaceState | null {
	const state = objects.get(space as string as ObjectId);
	return state?.kind === 'space' ? state : null;
}

/**
 * Changes `objects` by an event in its place, the first one included. Gives the code of the rule
 * that it breaks, or null where it counts.
 */
export function apply(objects: Map<ObjectId, ObjectState>, event: LogEvent): string | null {
	const decision = judge(objects, event);
	if (!decision.accepted) return decision.code;
	objects.set(event.object, decision.next);
	return null;
}

/** The members that a first line names; none if it opens no space. */
export function openedMembers(first: LogEvent | null | undefined): ReadonlyMap<MemberId, Member> {
	if (first?.clear.of !== 'space.opened') return new Map();
	return new Map(first.clear.members.map((member) => [member.member, member]));
}
