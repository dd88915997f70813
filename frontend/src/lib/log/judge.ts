/** Which rule judges which verb, and what an event leaves behind. */
import type { MemberId, ObjectId } from '#lib/crypto/ids.js';
import { decideErased, decidePut } from './rules/item';
import { refuse, type Decision, type ObjectState } from './rules/rule';
import type { LogEvent, Member } from './types';

/** What an event after the first one changes. A verb that this app cannot judge changes nothing. */
export function judge(state: ObjectState | null, event: LogEvent): Decision {
	switch (event.clear.of) {
		case 'space.opened':
			return refuse('already_opened');
		case 'item.put':
		case 'item.erased':
			if (state !== null && state.kind !== 'item') return refuse('other_kind');
			return event.clear.of === 'item.put' ? decidePut(state, event) : decideErased(state, event);
		case 'unknown':
			return refuse('unknown_verb');
	}
}

/**
 * Changes `objects` by an event in its place, the first one included. Gives the code of the rule
 * that it breaks, or null where it counts.
 */
export function apply(objects: Map<ObjectId, ObjectState>, event: LogEvent): string | null {
	if (event.seq === 1) {
		objects.set(event.object, { kind: 'space', author: event.member, rev: 0, versions: [] });
		return null;
	}
	const decision = judge(objects.get(event.object) ?? null, event);
	if (!decision.accepted) return decision.code;
	objects.set(event.object, decision.next);
	return null;
}

/** The members that a first line names; none if it opens no space. */
export function openedMembers(first: LogEvent | null | undefined): ReadonlyMap<MemberId, Member> {
	if (first?.clear.of !== 'space.opened') return new Map();
	return new Map(first.clear.members.map((member) => [member.member, member]));
}
