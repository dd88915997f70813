/** The clear fields of a conversation's verbs as the vectors write them in JSON, and back. */
import { fromBase64url, toBase64url } from '#lib/crypto/ids.js';
import type { PlanStep, TalkClear, TurnMove } from '#lib/log/types.js';
import type { Json } from './fields';

const KINDS: readonly PlanStep['kind'][] = ['reveal', 'turns', 'deeper'];
const MOVES: readonly TurnMove[] = ['speak', 'mirror', 'validate', 'imagine'];

export function talkJson(clear: TalkClear): Json {
	switch (clear.of) {
		case 'conversation.invited': {
			const plan = clear.plan.map(({ kind, rounds }) => ({
				kind: KINDS.indexOf(kind) + 1,
				rounds
			}));
			return { plan };
		}
		case 'conversation.accepted':
		case 'conversation.resumed':
		case 'conversation.ended':
			return {};
		case 'conversation.ready':
		case 'conversation.passed':
			return { step: clear.step };
		case 'conversation.said':
			return { step: clear.step, move: MOVES.indexOf(clear.move) + 1 };
		case 'conversation.heard':
			return { step: clear.step, enough: clear.enough };
		case 'conversation.paused':
			return { return_ms: clear.returnMs };
		case 'conversation.told':
			return { opening: clear.opening };
		case 'conversation.opened_together': {
			const { opening, inviterHash, invitedHash } = clear;
			const hashes = { inviter: toBase64url(inviterHash), invited: toBase64url(invitedHash) };
			return { opening, ...hashes };
		}
	}
}

/** Null for another verb. */
export function talkFrom(verb: string, json: Json): TalkClear | null {
	const [step, opening] = [json.step as number, json.opening as number];
	switch (verb) {
		case 'conversation.invited': {
			const plan = (json.plan as { kind: number; rounds: number }[]).map(({ kind, rounds }) => ({
				kind: KINDS[kind - 1] ?? 'reveal',
				rounds
			}));
			return { of: verb, plan };
		}
		case 'conversation.accepted':
		case 'conversation.resumed':
		case 'conversation.ended':
			return { of: verb };
		case 'conversation.ready':
		case 'conversation.passed':
			return { of: verb, step };
		case 'conversation.said':
			return { of: verb, step, move: MOVES[(json.move as number) - 1] ?? 'speak' };
		case 'conversation.heard':
			return { of: verb, step, enough: json.enough as boolean };
		case 'conversation.paused':
			return { of: verb, returnMs: json.return_ms as number };
		case 'conversation.told':
			return { of: verb, opening };
		case 'conversation.opened_together': {
			const [inviterHash, invitedHash] = [fromBase64url(json.inviter), fromBase64url(json.invited)];
			return { of: verb, opening, inviterHash, invitedHash };
		}
		default:
			return null;
	}
}
