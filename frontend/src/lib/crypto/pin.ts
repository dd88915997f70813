/**
 * The PIN of this phone (protocol.md §11): six digits whose key seals one more wrap of the account
 * key. A million guesses are soon made, slow hash or not, so that wrap is never kept as it is: this
 * device's own key goes around it, and without both nothing can even be tried.
 */
import type { Bytes } from './canonical';
import { utf8 } from './canonical';
import { deriveKey } from './primitives';

export const PIN_DIGITS = 6;

const SIX_DIGITS = /^[0-9]{6}$/;

export class PinError extends Error {
	constructor(readonly code: 'bad_pin') {
		super(`pin: ${code}`);
		this.name = 'PinError';
	}
}

/** What Argon2id gets. Throws PinError for anything but six Western figures. */
export function pinBytes(pin: string): Bytes {
	if (!SIX_DIGITS.test(pin)) throw new PinError('bad_pin');
	return utf8(pin);
}

/** KEK_pin. @param pmk what Argon2id gave for the PIN and its own salt */
export async function pinKey(pmk: Bytes): Promise<Bytes> {
	return deriveKey(pmk, 'gs1:pin-kek');
}

/**
 * Whether it is among what somebody tries first: one figure six times, a part of two or three that
 * repeats, a run up or down. Ten tries find these, and little else.
 */
export function isEasyPin(pin: string): boolean {
	const figures = Array.from(pin, Number);
	const repeats = [1, 2, 3].some((period) =>
		figures.every((figure, at) => at < period || figure === figures[at - period])
	);
	const steps = figures.slice(1).map((figure, at) => (figure - (figures[at] ?? 0) + 10) % 10);
	return repeats || steps.every((step) => step === 1) || steps.every((step) => step === 9);
}
