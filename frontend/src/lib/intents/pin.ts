/** The PIN of this phone. Every function throws AppError and nothing else. */
import type { PinOutcome } from '#lib/sync/pin.js';
import { act, type Progress } from './account';

export type { PinOutcome } from '#lib/sync/pin.js';

/** Milliseconds until a PIN can be tried here, 0 for at once; null where none is set. */
export async function pinWait(): Promise<number | null> {
	return act((work, world) => work.pinWait(world));
}

/** Works offline. Throws `bad_pin` for anything but six digits. */
export async function unlockWithPin(pin: string, progress: Progress): Promise<PinOutcome> {
	return act((work, world) => work.unlockWithPin(world, pin, progress));
}

/** Sets a PIN, or another one, after the passphrase. Throws `bad_pin`, `easy_pin`, `no_match`. */
export async function setPin(passphrase: string, pin: string, progress: Progress): Promise<void> {
	return act((work, world) => work.setPin(world, passphrase, pin, progress));
}

export async function removePin(): Promise<void> {
	return act((work) => work.removePin());
}

/** Whether this is the passphrase, by this phone alone. Works offline. */
export async function isPassphrase(passphrase: string, progress: Progress): Promise<boolean> {
	return act((work, world) => work.isPassphrase(world, passphrase, progress));
}
