/** What a conversation comes to, as the vectors write it. */
import type { MemberId } from '#lib/crypto/ids.js';
import type { ConversationState } from '#lib/log/rules/rule.js';
import { takenBy } from '#lib/log/rules/turns.js';
import type { Json } from './fields';

export function conversationJson(state: ConversationState, people: readonly MemberId[]): Json {
	const { accepted, ended, done, opened, paused, told, turn } = state.facts;
	const inOrder = [state.author, ...people.filter((member) => member !== state.author)];
	return {
		...{ accepted, ended, done },
		opened: opened.length,
		paused: paused && { at_ms: paused.atMs, return_ms: paused.returnMs },
		told: told.toSorted(),
		turn: turn && {
			ready: turn.ready.toSorted(),
			speaker: turn.speaker,
			phase: turn.phase,
			taken: inOrder.map((member) => takenBy(turn, member))
		}
	};
}
