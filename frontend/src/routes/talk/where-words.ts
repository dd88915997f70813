/** Where somebody is in a guide, in one line. It says what opens a step, and never how long it has been. */
import { m } from '#lib/paraglide/messages.js';
import type { Guide } from '#lib/talk/guide.js';
import type { ConversationView, RunView } from '#lib/view/talk.svelte.js';
import { comingOf } from '../us/when';

export function whereWords(
	guide: Guide,
	run: RunView,
	conversation: ConversationView | null,
	them: string
): string {
	const step = guide.steps.find(({ id }) => id === run.step);
	const name = !step || step.kind === 'check' ? m.talk_check_name() : step.title;
	if (!conversation) return name;
	if (conversation.pause)
		return m.talk_where_paused({ moment: comingOf(conversation.pause.returnMs) });
	if (conversation.stage === 'ended') return m.talk_where_ended();
	if (conversation.stage === 'invited') return m.talk_where_invited({ name: them });
	const opening = conversation.openings.find(({ stepId }) => stepId === conversation.stepId);
	if (opening?.stage === 'sealed' || opening?.stage === 'unsent') return m.talk_where_sealed();
	const opened = conversation.openings.find(({ stage, seen }) => stage === 'open' && !seen);
	if (opened) return m.talk_where_opened();
	const turns = conversation.turns.find(({ stepId }) => stepId === conversation.stepId);
	const yours = turns && (turns.whose === 'mine' || turns.whose === 'either');
	if (yours && turns.stepId === run.step) return m.talk_where_your_turn({ step: name });
	return name;
}
