/** What is under way in a guide, as Today shows it: the one that moved last. */
import type { Guide } from '#lib/talk/guide.js';
import type { ClosedActivities, ConversationView, RunView } from '#lib/view/talk.svelte.js';
import { goingOn, type TalkHere } from '../talk/guides';

export interface UnderWay {
	run: RunView;
	guide: Guide;
	conversation: ConversationView | null;
}

/**
 * An ended conversation is not proposed again: what is left of it waits in Talk. Nor is any while this
 * person keeps conversations for two closed (R18).
 */
export function underWay(talk: TalkHere & { readonly closed: ClosedActivities }): UnderWay | null {
	for (const run of goingOn(talk)) {
		const guide = talk.guideOf(run);
		const conversation = run.conversation === null ? null : talk.find(run.conversation);
		if (conversation && (conversation.stage === 'ended' || talk.closed.joint)) continue;
		if (guide) return { run, guide, conversation };
	}
	return null;
}
