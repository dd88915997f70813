import { CanonicalError } from '#lib/crypto/canonical.js';
import { EnvelopeError } from '#lib/crypto/envelope.js';
import { NameError } from '#lib/crypto/names.js';
import { PairingError } from '#lib/crypto/pairing.js';
import { WeakKeyError } from '#lib/crypto/signing.js';
import { ChainError } from '#lib/log/verify.js';

const FAULTS = [CanonicalError, EnvelopeError, NameError, PairingError, WeakKeyError, ChainError];

/** Whether it is what came that is wrong, and not this phone or the line. */
export function isNotGenuine(error: unknown): boolean {
	return FAULTS.some((fault) => error instanceof fault);
}
