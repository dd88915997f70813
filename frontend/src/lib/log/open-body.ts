/** From a verified event and its sealed body to words, or to the reason why there are none. */
import type { Bytes } from '#lib/crypto/canonical.js';
import { bodyContext } from '#lib/crypto/contexts.js';
import { EnvelopeError, open, seal, SPACE_EPOCH, type Plaintext } from '#lib/crypto/envelope.js';
import type { RandomBytes } from '#lib/crypto/primitives.js';
import type { BodyPlace } from '#lib/crypto/contexts.js';
import type { LogEvent } from './types';

/**
 * `none`: the verb has no body. `missing`: the server did not send it, which is right only where an
 * erasure follows. `damaged`: it does not open in this place.
 */
export type OpenedBody =
	{ is: 'open'; plaintext: Plaintext } | { is: 'none' | 'missing' | 'damaged' };

export async function sealBody(
	key: Bytes,
	place: BodyPlace,
	plaintext: Plaintext,
	random?: RandomBytes
): Promise<Bytes> {
	return seal(key, bodyContext(place), plaintext, SPACE_EPOCH, random);
}

/** Never throws for what the server or another device wrote. */
export async function openBody(
	key: Bytes,
	event: LogEvent,
	body: Bytes | null
): Promise<OpenedBody> {
	if (event.envHash === null) return { is: 'none' };
	if (body === null) return { is: 'missing' };
	try {
		return { is: 'open', plaintext: await open(key, bodyContext(event), body, SPACE_EPOCH) };
	} catch (error) {
		if (error instanceof EnvelopeError) return { is: 'damaged' };
		throw error;
	}
}
