/**
 * The clear fields of limits, requests and agreements, written and read strictly (protocol.md §6; the
 * table stands in tests/vectors/README.md).
 */
import { CanonicalError, readUint, u64, u8, type Bytes } from '#lib/crypto/canonical.js';
import type { AgreementClear, ReviewOutcome } from './types';

/** Codes of how a review ends, in their order from 1. */
const OUTCOMES: readonly ReviewOutcome[] = ['kept', 'retired'];

export function writeAgreementFields(clear: AgreementClear): Bytes[] {
	switch (clear.of) {
		case 'limit.shared':
		case 'limit.retired':
		case 'request.asked':
		case 'request.withdrawn':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
			return [];
		case 'agreement.proposed':
			return [clear.base, u8(clear.deep ? 1 : 0)];
		case 'agreement.reviewed':
			return [clear.envHash, u8(OUTCOMES.indexOf(clear.outcome) + 1), u64(clear.nextMs)];
	}
}

/** Null for another verb. Throws CanonicalError unless these are exactly its fields. */
export function readAgreementFields(of: string, fields: readonly Bytes[]): AgreementClear | null {
	switch (of) {
		case 'limit.shared':
		case 'limit.retired':
		case 'request.asked':
		case 'request.withdrawn':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
			if (fields.length !== 0) malformed(`${of} has no clear fields`);
			return { of };
		case 'agreement.proposed': {
			const [base, deep] = sized(fields, [32, 1]);
			const code = readUint(deep);
			return code > 1 ? malformed('not yes or no') : { of, base, deep: code === 1 };
		}
		case 'agreement.reviewed': {
			const [envHash, code, next] = sized(fields, [32, 1, 8]);
			const outcome = OUTCOMES[readUint(code) - 1];
			const nextMs = readUint(next);
			if (outcome === undefined) return malformed('not how a review ends');
			if ((outcome === 'retired') !== (nextMs === 0)) malformed('a next review where it is kept');
			return { of, envHash, outcome, nextMs };
		}
		default:
			return null;
	}
}

/** The fields, if there is exactly one of each length. */
function sized<Lengths extends readonly number[]>(
	fields: readonly Bytes[],
	lengths: readonly [...Lengths]
): { [Index in keyof Lengths]: Bytes } {
	const fits =
		fields.length === lengths.length &&
		fields.every((field, index) => field.length === lengths[index]);
	if (!fits) malformed('other fields than this verb has');
	return fields as unknown as { [Index in keyof Lengths]: Bytes };
}

function malformed(message: string): never {
	throw new CanonicalError(message);
}
