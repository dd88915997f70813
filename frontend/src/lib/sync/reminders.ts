/**
 * Times at which the server wakes this person's devices, without a reason. The id of a reminder
 * comes from the account key, so that every device of one person names the same thing alike: one of
 * them can take back what another has set, and the server learns neither what it is nor whether two
 * people are reminded of the same.
 */
import { T, utf8, type Bytes } from '#lib/crypto/canonical.js';
import { hkdf } from '#lib/crypto/primitives.js';
import { nextOccurrences, type WeeklyTime } from '#lib/view/weekly.js';
import type { Keyring } from './keyring';
import type { PushApi, Reminder } from './push-api';

/** What a reminder can be about. It stays on the phone. */
export type ReminderKind = 'us_time' | 'talk_pause' | 'review';

export interface RemindersParts {
	api: PushApi;
	keyring: Pick<Keyring, 'keys'>;
}

const ID_BYTES = 16;

export async function reminderId(
	{ keyring }: Pick<RemindersParts, 'keyring'>,
	kind: ReminderKind,
	object: string
): Promise<Bytes> {
	const info = T('gs1:reminder', utf8(kind), utf8(object));
	return hkdf(keyring.keys.vault, new Uint8Array(0), info, ID_BYTES);
}

/** Takes the place of an earlier time for the same thing. Throws AppError or ServerRefusal. */
export async function remind(
	parts: RemindersParts,
	kind: ReminderKind,
	object: string,
	dueMs: number
): Promise<void> {
	await parts.api.remind({ id: await reminderId(parts, kind, object), dueMs });
}

/** For what was done meanwhile, on whichever device. Throws AppError or ServerRefusal. */
export async function forgetReminder(
	parts: RemindersParts,
	kind: ReminderKind,
	object: string
): Promise<void> {
	await parts.api.forget(await reminderId(parts, kind, object));
}

/** The week in which a time for the two falls, as one of two that take turns. */
const SLOTS = [0, 1] as const;

/**
 * The next two times stand at the server, and none that do not hold any more, so that a week in
 * which no app is opened still has its note. Asks first: mostly there is nothing to do.
 */
export async function keepUsTime(
	parts: RemindersParts,
	time: WeeklyTime | null,
	nowMs: number
): Promise<void> {
	const standing = await parts.api.reminders();
	const wanted = time === null ? [] : nextOccurrences(time, nowMs, SLOTS.length);
	for (const slot of SLOTS) {
		const id = await reminderId(parts, 'us_time', String(slot));
		const dueMs = wanted.find((occurrence) => occurrence.slot === slot)?.atMs ?? null;
		const known = dueOf(standing, id);
		if (dueMs === known) continue;
		if (dueMs === null) await parts.api.forget(id);
		else await parts.api.remind({ id, dueMs });
	}
}

/**
 * The moment of each stands at the server, for this person, and none that is over: the return from
 * every pause (R27), the next review of every agreement.
 * @param times of all of this kind that there ever was one of, by id; null: not any more
 */
export async function keepTimes(
	parts: RemindersParts,
	kind: ReminderKind,
	times: ReadonlyMap<string, number | null>,
	nowMs: number
): Promise<void> {
	const standing = await parts.api.reminders();
	for (const [object, atMs] of times) {
		const id = await reminderId(parts, kind, object);
		const dueMs = atMs !== null && atMs > nowMs ? atMs : null;
		const known = dueOf(standing, id);
		if (dueMs === known) continue;
		if (dueMs === null) await parts.api.forget(id);
		else await parts.api.remind({ id, dueMs });
	}
}

function dueOf(standing: readonly Reminder[], id: Bytes): number | null {
	const name = id.join();
	return standing.find((reminder) => reminder.id.join() === name)?.dueMs ?? null;
}
