/** How a conversation stands for the two, in one line, where it is read and not gone on with. */
import { m } from '#lib/paraglide/messages.js';
import type { ConversationView } from '#lib/view/talk.svelte.js';
import type { PairView } from '#lib/view/us.svelte.js';
import { dateOf } from '../us/when';

export function standingWords({ stage, lastMs }: ConversationView, pair: PairView): string {
	const date = dateOf(lastMs);
	return {
		invited: m.talk_where_invited({ name: pair.them }),
		lapsed: pair.closed ? m.talk_whole_asked() : m.talk_lapsed(),
		running: m.talk_whole_running(),
		done: m.talk_whole_done({ date }),
		ended: m.talk_whole_ended({ date }),
		closed: m.talk_whole_closed()
	}[stage];
}
