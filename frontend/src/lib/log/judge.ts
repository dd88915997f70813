/** Which rule judges which verb. */
import { decideErased, decidePut } from './rules/item';
import { refuse, type Decision, type ObjectState } from './rules/rule';
import type { LogEvent } from './types';

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
