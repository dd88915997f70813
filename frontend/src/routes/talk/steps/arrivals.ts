/** What came while somebody looks at a step, for who listens to the screen. */
import { m } from '#lib/paraglide/messages.js';
import { comingOf } from '../../us/when';
import { partWords } from './turn-words';
import type { Way } from './way';

export type Place = Pick<Way, 'here' | 'conversation' | 'together'>;

/** Changes with everything that another screen of the same step stands for. */
export function placeOf({ here, conversation }: Place): string {
	const { opening, turns } = stateOf(here, conversation);
	return [
		here.id,
		conversation?.stage,
		conversation?.pause?.atMs,
		opening?.stage,
		opening?.toldByThem,
		turns && [turns.phase, turns.whose, turns.pieces.length].join(' ')
	].join(' | ');
}

/** Empty where there is nothing to say. What was told `before` is not told again. */
export function arrivalOf({ here, conversation, together }: Place, before: Place): string {
	if (!conversation || !together) return '';
	const { name } = together.them;
	const { stage, endedByMe, pause } = conversation;
	const { opening, turns } = stateOf(here, conversation);
	if (stage === 'ended') return endedByMe ? '' : m.talk_ended_theirs({ name });
	if (opening?.stage === 'open') return opening.seen ? '' : m.talk_both_written();
	if (pause) {
		return pause.mine ? '' : m.talk_paused_theirs({ name, moment: comingOf(pause.returnMs) });
	}
	const wasTold = stateOf(before.here, before.conversation).opening?.toldByThem === true;
	if (opening?.toldByThem && !wasTold) return m.talk_told_by_them({ name });
	if (turns?.phase === 'passed') return m.talk_turns_passed();
	if (turns?.phase === 'done') return m.talk_turns_over();
	if (turns?.whose === 'either') return m.talk_either();
	return turns?.whose === 'mine' ? partWords(turns.phase) : '';
}

function stateOf({ id }: Way['here'], conversation: Way['conversation']) {
	return {
		opening: conversation?.openings.find(({ stepId }) => stepId === id),
		turns: conversation?.turns.find(({ stepId }) => stepId === id)
	};
}
