import { expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '#lib/crypto/ids.js';
import { accountKeys } from '#lib/crypto/keys.js';
import { nextOccurrences } from '#lib/view/weekly.js';
import { PushApi } from './push-api';
import { forgetReminder, keepTimes, keepUsTime, remind, reminderId } from './reminders';

const NOW_MS = Date.UTC(2026, 10, 24, 12);
const DAY_MS = 24 * 60 * 60 * 1000;
const TIME = { day: 7, atMin: 20 * 60 };

/** The server's list, and one device of a person that has this account key. */
async function device(fill = 7, standing = new Map<string, number>()) {
	const keyring = { keys: await accountKeys(new Uint8Array(32).fill(fill)) };
	let changes = 0;
	const api = new PushApi((method, path, body) => {
		const id = path.split('/')[3] ?? '';
		if (method === 'GET') {
			const reminders = [...standing].map(([each, due_ms]) => ({ id: each, due_ms }));
			return Promise.resolve({ status: 200, json: { reminders } });
		}
		changes += 1;
		if (method === 'DELETE') standing.delete(id);
		else standing.set(id, (body as { due_ms: number }).due_ms);
		return Promise.resolve({ status: 204, json: null });
	});
	return { api, keyring, standing, changes: () => changes };
}

test('test_t1 an id is the same on every device of a person and tells nothing to others', async () => {
	const one = await device();
	const other = await device();
	const stranger = await device(8);
	const ids = await Promise.all(
		[one, other, stranger].map((each) => reminderId(each, 'us_time', '0'))
	);
	const [first, second, third] = ids.map((id) => toBase64url(id));
	expect(second).toBe(first);
	expect(third).not.toBe(first);
	expect(fromBase64url(first, 16)).toHaveLength(16);
	expect(toBase64url(await reminderId(one, 'us_time', '1'))).not.toBe(first);
});

test('what one device set another takes back', async () => {
	const one = await device();
	await remind(one, 'us_time', 'review', NOW_MS);
	expect([...one.standing.values()]).toEqual([NOW_MS]);
	await forgetReminder(await device(7, one.standing), 'us_time', 'review');
	expect(one.standing.size).toBe(0);
});

test('the next two times stand, and asking again changes nothing', async () => {
	const phone = await device();
	await keepUsTime(phone, TIME, NOW_MS);
	const wanted = nextOccurrences(TIME, NOW_MS, 2).map(({ atMs }) => atMs);
	expect([...phone.standing.values()].sort()).toEqual(wanted);
	const before = phone.changes();
	await keepUsTime(phone, TIME, NOW_MS + DAY_MS);
	expect(phone.changes()).toBe(before);
});

test('a week later the one that is over makes room, and none stay once it is off', async () => {
	const phone = await device();
	await keepUsTime(phone, TIME, NOW_MS);
	const laterMs = NOW_MS + 7 * DAY_MS;
	await keepUsTime(phone, TIME, laterMs);
	const wanted = nextOccurrences(TIME, laterMs, 2).map(({ atMs }) => atMs);
	expect([...phone.standing.values()].sort()).toEqual(wanted);
	await keepUsTime(phone, null, laterMs);
	expect(phone.standing.size).toBe(0);
});

test('r27: the return from a pause is a reminder, moved and taken back with the pause', async () => {
	const { standing, changes, ...parts } = await device();
	const soon = NOW_MS + DAY_MS;
	await keepTimes(parts, 'talk_pause', new Map([['one', soon]]), NOW_MS);
	const name = toBase64url(await reminderId(parts, 'talk_pause', 'one'));
	expect([...standing]).toEqual([[name, soon]]);
	await keepTimes(parts, 'talk_pause', new Map([['one', soon]]), NOW_MS);
	expect(changes()).toBe(1);
	await keepTimes(parts, 'talk_pause', new Map([['one', null]]), NOW_MS);
	expect(standing.size).toBe(0);
	await keepTimes(parts, 'talk_pause', new Map([['one', NOW_MS]]), NOW_MS);
	expect(standing.size).toBe(0);
});
