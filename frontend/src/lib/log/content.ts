/** What an opened item says. Shapes are those of the plaintexts in docs/protocol.md. */
import type { Plaintext } from '#lib/crypto/envelope.js';
import { parseId, type DeviceId } from '#lib/crypto/ids.js';

export const GLAZES = ['celadon', 'indigo', 'plum', 'persimmon', 'moss', 'slate'] as const;
export type Glaze = (typeof GLAZES)[number];

export const DEVICE_NAMES = ['phone', 'tablet', 'computer'] as const;
export type DeviceName = (typeof DEVICE_NAMES)[number];

export interface Note {
	t: 'note';
	title: string;
	text: string;
	/** The revs that this version takes the place of, on whatever device they were written. */
	replaces: number[];
	device: { id: DeviceId; name: DeviceName };
	writtenMs: number;
}

export interface Profile {
	t: 'profile';
	name: string;
	glaze: Glaze;
	recoveryChecked: boolean;
}

/** `unknown`: written with a newer app. `damaged`: says it is ours, but has another shape. */
export type Content = Note | Profile | { t: 'unknown' } | { t: 'damaged' };

export function notePlaintext(note: Omit<Note, 't'>): Plaintext {
	const { title, text, replaces, device, writtenMs } = note;
	return { t: 'note', v: 1, title, text, replaces, device, written_ms: writtenMs };
}

export function profilePlaintext(profile: Omit<Profile, 't'>): Plaintext {
	const { name, glaze, recoveryChecked } = profile;
	return { t: 'profile', v: 1, name, glaze, recovery_checked: recoveryChecked };
}

/** Never throws: whatever was sealed becomes something that can be shown. */
export function readContent(plaintext: Plaintext): Content {
	if (plaintext.v !== 1) return { t: 'unknown' };
	if (plaintext.t === 'note') return readNote(plaintext) ?? { t: 'damaged' };
	if (plaintext.t === 'profile') return readProfile(plaintext) ?? { t: 'damaged' };
	return { t: 'unknown' };
}

function readNote({ title, text, replaces, device, written_ms }: Plaintext): Note | null {
	const from = readDevice(device);
	if (typeof title !== 'string' || typeof text !== 'string' || from === null) return null;
	if (!Array.isArray(replaces) || !replaces.every(isCount) || !isCount(written_ms)) return null;
	return { t: 'note', title, text, replaces, device: from, writtenMs: written_ms };
}

function readDevice(value: unknown): Note['device'] | null {
	if (typeof value !== 'object' || value === null) return null;
	const { id, name } = value as Record<string, unknown>;
	const known = DEVICE_NAMES.find((candidate) => candidate === name);
	try {
		return known === undefined ? null : { id: parseId(id), name: known };
	} catch {
		return null;
	}
}

function readProfile({ name, glaze, recovery_checked }: Plaintext): Profile | null {
	const known = GLAZES.find((candidate) => candidate === glaze);
	if (typeof name !== 'string' || known === undefined) return null;
	if (typeof recovery_checked !== 'boolean') return null;
	return { t: 'profile', name, glaze: known, recoveryChecked: recovery_checked };
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}
