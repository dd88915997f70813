/**
 * The server's door of sealed answers (protocol.md §7). Throws AppError `offline`, or ServerRefusal;
 * what it hands out is checked by whoever reads it.
 */
import type { DeliveredAnswer, SignedAnswer } from '#lib/crypto/answer.js';
import { fromBase64url, toBase64url, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import type { Request } from './api';
import { readCount, readObject, readWire, SIGNATURE_BYTES } from './wire';

/** Which opening of which conversation. */
export interface AnswerAddress {
	space: SpaceId;
	conversation: ObjectId;
	/** From 1. */
	opening: number;
}

export interface AnswerState {
	/** Ours, while it is in. */
	mine: DeliveredAnswer | null;
	/** Only once both are open. */
	theirs: DeliveredAnswer | null;
	/** Of ours that was stored last, also after a withdrawal; 0: none was. */
	rev: number;
	/** Ours came second. */
	second: boolean;
	/** How long after a withdrawal another one waits. */
	waitMs: number;
}

export class AnswersApi {
	constructor(private readonly request: Request) {}

	async read(address: AnswerAddress): Promise<AnswerState> {
		const { json } = await this.request('GET', pathOf(address));
		return readWire(() => {
			const { mine, theirs, rev, second, wait_ms } = readObject(json);
			return {
				mine: mine === null ? null : readAnswer(mine),
				theirs: theirs === null ? null : readAnswer(theirs),
				rev: readCount(rev),
				second: second === true,
				waitMs: readCount(wait_ms)
			};
		});
	}

	/** True where both are open now. */
	async put(address: AnswerAddress, { record, sig, body }: SignedAnswer): Promise<boolean> {
		const { json } = await this.request('PUT', pathOf(address), {
			record: toBase64url(record),
			sig: toBase64url(sig),
			body: toBase64url(body)
		});
		return readWire(() => readObject(json).open === true);
	}

	/** Also when nothing is in. In a closed space it takes the words of an opened answer back. */
	async withdraw(address: AnswerAddress): Promise<void> {
		await this.request('DELETE', pathOf(address));
	}
}

const pathOf = ({ space, conversation, opening }: AnswerAddress): string =>
	`/api/spaces/${space}/conversations/${conversation}/answers/${opening}`;

function readAnswer(value: unknown): DeliveredAnswer {
	const { record, sig, body } = readObject(value);
	return {
		record: fromBase64url(record),
		sig: fromBase64url(sig, SIGNATURE_BYTES),
		body: body === null ? null : fromBase64url(body)
	};
}
