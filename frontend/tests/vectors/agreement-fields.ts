/** The clear fields of limits, requests and agreements as the vectors write them, and back. */
import { fromBase64url, toBase64url } from '#lib/crypto/ids.js';
import { isOpen } from '#lib/log/rules/agreement.js';
import { askedRev } from '#lib/log/rules/request.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import type { AgreementClear, ReviewOutcome } from '#lib/log/types.js';
import type { Json } from './fields';

const OUTCOMES: readonly ReviewOutcome[] = ['kept', 'retired'];

export function agreementJson(clear: AgreementClear): Json {
	switch (clear.of) {
		case 'agreement.proposed':
			return { base: toBase64url(clear.base), deep: clear.deep };
		case 'agreement.reviewed': {
			const { envHash, outcome, nextMs } = clear;
			const code = OUTCOMES.indexOf(outcome) + 1;
			return { env_hash: toBase64url(envHash), outcome: code, next_ms: nextMs };
		}
		case 'limit.shared':
		case 'limit.retired':
		case 'request.asked':
		case 'request.withdrawn':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
			return {};
	}
}

/** Null for another verb. */
export function agreementFrom(verb: string, json: Json): AgreementClear | null {
	switch (verb) {
		case 'agreement.proposed':
			return { of: verb, base: fromBase64url(json.base), deep: json.deep as boolean };
		case 'agreement.reviewed': {
			const outcome = OUTCOMES[(json.outcome as number) - 1] ?? 'kept';
			const envHash = fromBase64url(json.env_hash);
			return { of: verb, envHash, outcome, nextMs: json.next_ms as number };
		}
		case 'limit.shared':
		case 'limit.retired':
		case 'request.asked':
		case 'request.withdrawn':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
			return { of: verb };
		default:
			return null;
	}
}

/** What stands of one, as the vectors write it; nothing for another kind of object. */
export function agreedJson(state: ObjectState): Json {
	switch (state.kind) {
		case 'limit':
			return { acknowledged: state.acknowledged, retired: state.retired };
		case 'request':
			return { asked: askedRev(state), withdrawn: state.withdrawn };
		case 'agreement': {
			const { facts } = state;
			const { inForce, paused, review, proposals } = facts;
			const said = review && { by: review.by, outcome: OUTCOMES.indexOf(review.outcome) + 1 };
			return {
				in_force: inForce?.rev ?? null,
				open: proposals.map((_, index) => index + 1).filter((rev) => isOpen(facts, rev)),
				paused: paused.toSorted((a, b) => (a.by < b.by ? -1 : 1)),
				review: said && { ...said, next_ms: review.nextMs }
			};
		}
		case 'item':
		case 'appreciation':
		case 'conversation':
		case 'space':
			return {};
	}
}
