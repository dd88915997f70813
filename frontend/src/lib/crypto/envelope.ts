/**
 * Sealed bodies (protocol.md §5). An envelope promises that its words open only under the right key,
 * in the right context and epoch, unchanged, and it shows its length in nine steps only. Each
 * envelope derives a key and nonce of its own from 32 fresh random bytes, so a nonce never repeats,
 * and commits to that key, so no bytes open under two keys.
 */
import { concat, equalBytes, isZero, readUint, T, u32, utf8Text, type Bytes } from './canonical';
import type { Context } from './contexts';
import { hkdf, randomBytes, sha256, type RandomBytes } from './primitives';

export interface Plaintext {
	/** What it is: a note, a key, a vault. */
	t: string;
	/** Which version of that shape. */
	v: number;
	[field: string]: unknown;
}

export type EnvelopeErrorCode =
	| 'version'
	| 'suite'
	| 'epoch'
	| 'bucket'
	| 'commit'
	| 'tag'
	| 'length'
	| 'padding'
	| 'json'
	/** Only in sealing: the words do not fit the largest bucket. */
	| 'too_long';

export class EnvelopeError extends Error {
	constructor(readonly code: EnvelopeErrorCode) {
		super(`envelope: ${code}`);
		this.name = 'EnvelopeError';
	}
}

/** The key was overwritten, by a lock: what it would seal now, anybody could open (R10). */
export class ForgottenKeyError extends Error {
	constructor() {
		super('the key was forgotten');
		this.name = 'ForgottenKeyError';
	}
}

/** Epoch of keys that belong to a space, in this version. Everything else has epoch 0. */
export const SPACE_EPOCH = 1;
export const NO_EPOCH = 0;

/** Longest UTF-8 JSON that can be sealed: the largest bucket without its length field. */
export const MAX_PLAINTEXT_BYTES = 65_536 - 4;

const VERSION = 1;
const SUITE = 1;
const BUCKETS = [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
const SALT_START = 6;
const COMMIT_START = 38;
const HEADER_BYTES = 70;
const TAG_BYTES = 16;

/**
 * Throws EnvelopeError `too_long` past the largest bucket, `json` for what no reader would take;
 * ForgottenKeyError for a key that was overwritten.
 */
export async function seal(
	key: Bytes,
	context: Context,
	plaintext: Plaintext,
	epoch: number,
	random: RandomBytes = randomBytes
): Promise<Bytes> {
	if (isZero(key)) throw new ForgottenKeyError();
	const padded = pad(plaintext);
	const salt = random(32);
	// Taken now: a lock may overwrite the caller's bytes while this waits.
	const taken = key.slice();
	const derived = await derive(taken, salt, context);
	taken.fill(0);
	const header = concat(Uint8Array.of(VERSION, SUITE), u32(epoch), salt, derived.commit);
	const ciphertext = await crypto.subtle.encrypt(
		{ name: 'AES-GCM', iv: derived.nonce, additionalData: concat(header, context) },
		derived.aes,
		padded
	);
	return concat(header, new Uint8Array(ciphertext));
}

/** Throws EnvelopeError with the first check that does not hold, in the protocol's order. */
export async function open(
	key: Bytes,
	context: Context,
	envelope: Bytes,
	expectedEpoch: number
): Promise<Plaintext> {
	if (envelope[0] !== VERSION) throw new EnvelopeError('version');
	if (envelope[1] !== SUITE) throw new EnvelopeError('suite');
	if (!equalBytes(envelope.subarray(2, SALT_START), u32(expectedEpoch))) {
		throw new EnvelopeError('epoch');
	}
	if (!BUCKETS.includes(envelope.length - HEADER_BYTES - TAG_BYTES)) {
		throw new EnvelopeError('bucket');
	}
	const header = envelope.subarray(0, HEADER_BYTES);
	const derived = await derive(key, header.subarray(SALT_START, COMMIT_START), context);
	if (!equalBytes(header.subarray(COMMIT_START), derived.commit)) {
		throw new EnvelopeError('commit');
	}
	return unpad(await decrypt(derived, header, context, envelope.subarray(HEADER_BYTES)));
}

/** Whether these words can be sealed at all; the editor refuses longer text. */
export function fits(plaintext: Plaintext): boolean {
	return jsonBytes(plaintext).length <= MAX_PLAINTEXT_BYTES;
}

interface Derived {
	aes: CryptoKey;
	nonce: Bytes;
	commit: Bytes;
}

async function derive(key: Bytes, salt: Bytes, context: Context): Promise<Derived> {
	const okm = await hkdf(key, salt, T('gs1:seal', await sha256(context)), 76);
	const aes = await crypto.subtle.importKey('raw', okm.subarray(0, 32), 'AES-GCM', false, [
		'encrypt',
		'decrypt'
	]);
	return { aes, nonce: okm.subarray(32, 44), commit: okm.subarray(44, 76) };
}

async function decrypt(
	derived: Derived,
	header: Bytes,
	context: Context,
	ciphertext: Bytes
): Promise<Bytes> {
	try {
		const plain = await crypto.subtle.decrypt(
			{ name: 'AES-GCM', iv: derived.nonce, additionalData: concat(header, context) },
			derived.aes,
			ciphertext
		);
		return new Uint8Array(plain);
	} catch {
		// WebCrypto says OperationError for a wrong tag and nothing more, on purpose.
		throw new EnvelopeError('tag');
	}
}

function jsonBytes(plaintext: Plaintext): Bytes {
	// JSON.stringify escapes lone surrogates, so what a person typed always encodes.
	return new TextEncoder().encode(JSON.stringify(plaintext));
}

function smallestBucket(length: number): number | undefined {
	return BUCKETS.find((bucket) => bucket >= length + 4);
}

function pad(plaintext: Plaintext): Bytes {
	if (!isPlaintext(plaintext)) throw new EnvelopeError('json');
	const json = jsonBytes(plaintext);
	const bucket = smallestBucket(json.length);
	if (bucket === undefined) throw new EnvelopeError('too_long');
	const padded = new Uint8Array(bucket);
	padded.set(u32(json.length));
	padded.set(json, 4);
	return padded;
}

function unpad(padded: Bytes): Plaintext {
	const length = readUint(padded.subarray(0, 4));
	if (length > padded.length - 4) throw new EnvelopeError('length');
	// A larger bucket than needed would be a covert channel, and a second form of the same words.
	if (smallestBucket(length) !== padded.length || !isZero(padded.subarray(4 + length))) {
		throw new EnvelopeError('padding');
	}
	const plaintext = parseJson(padded.subarray(4, 4 + length));
	if (!isPlaintext(plaintext)) throw new EnvelopeError('json');
	return plaintext;
}

function parseJson(bytes: Bytes): unknown {
	try {
		return JSON.parse(utf8Text(bytes));
	} catch {
		throw new EnvelopeError('json');
	}
}

function isPlaintext(value: unknown): value is Plaintext {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const { t, v } = value as Record<string, unknown>;
	return typeof t === 'string' && Number.isSafeInteger(v);
}
