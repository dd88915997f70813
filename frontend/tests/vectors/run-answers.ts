/** Runs one vector of sealed answers through the phone's own code. */
import {
	buildAnswer,
	checkAnswer,
	hashOfAnswer,
	openAnswer,
	parseAnswer,
	signAnswer
} from '#lib/crypto/answer.js';
import type { AnswerPlace } from '#lib/crypto/contexts.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import { fromBase64url, parseId, toBase64url } from '#lib/crypto/ids.js';
import { bodyKey } from '#lib/crypto/keys.js';
import { signingKeyFromSeed } from '#lib/crypto/signing.js';
import type { Json } from './fields';

export async function runAnswers(input: Json): Promise<Json> {
	switch (input.op) {
		case 'build': {
			const fields = input.fields as Json;
			const record = buildAnswer({ ...placeFrom(fields), envHash: fromBase64url(fields.env_hash) });
			return { record: toBase64url(record) };
		}
		case 'parse': {
			const { step, envHash, ...read } = parseAnswer(fromBase64url(input.record));
			return {
				fields: { ...read, opening: step, key_gen: 1, env_hash: toBase64url(envHash) }
			};
		}
		case 'hash':
			return { hash: toBase64url(await hashOfAnswer(answerFrom(input))) };
		case 'make':
			return make(input);
		case 'check': {
			const opened = input.opened === null ? null : fromBase64url(input.opened);
			const expected = { ...placeFrom(input.place as Json), edPub: fromBase64url(input.ed_pub) };
			const { rev } = await checkAnswer(answerFrom(input), { ...expected, opened });
			return { rev };
		}
		default: {
			const key = await bodyKey(fromBase64url(input.sk));
			return { plaintext: await openAnswer(key, answerFrom(input)) };
		}
	}
}

async function make(input: Json): Promise<Json> {
	const salt = fromBase64url(input.salt);
	const signing = await signingKeyFromSeed(fromBase64url(input.ed_seed));
	const body = await bodyKey(fromBase64url(input.sk));
	const place = placeFrom(input.fields as Json);
	const made = await signAnswer(place, input.plaintext as Plaintext, { body, signing }, () => salt);
	const { record, sig } = made;
	return { record: toBase64url(record), sig: toBase64url(sig), body: toBase64url(made.body) };
}

function placeFrom(json: Json): AnswerPlace {
	return {
		space: parseId(json.space),
		conversation: parseId(json.conversation),
		step: json.opening as number,
		member: parseId(json.member),
		rev: (json.rev as number | undefined) ?? 1
	};
}

function answerFrom({ record, sig, body }: Json) {
	const part = (text: unknown) => (text === undefined ? new Uint8Array(0) : fromBase64url(text));
	return { record: part(record), sig: part(sig), body: part(body) };
}
