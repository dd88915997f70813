/** Notifications of an account on a device, against doors that remember what they were told. */
import { beforeEach, describe, expect, test } from 'vitest';
import { toBase64url } from '#lib/crypto/ids.js';
import { MemoryStore } from '#lib/store/memory-store.js';
import { clearPush, push as shown } from '#lib/view/push.svelte.js';
import { PushService } from '../../../tests/push-service';
import { Push } from './push';
import { PushApi } from './push-api';
import { ServerRefusal } from './refusal';

const ALL = ['thanks', 'talk', 'agreements', 'reminders'];

/** The doors of the server, for one session. */
class Doors {
	key = new Uint8Array(65).fill(4);
	endpoint: string | null = null;
	kinds: string[] = [];
	accepts = true;

	readonly api = new PushApi((method, path, body) => {
		if (path === '/api/push') return this.answer(this.state());
		if (method === 'DELETE') this.endpoint = null;
		else if (path === '/api/push/subscription') {
			if (!this.accepts) return Promise.reject(new ServerRefusal(400, 'malformed'));
			if (this.kinds.length === 0) this.kinds = ALL;
			this.endpoint = (body as { endpoint: string }).endpoint;
		} else this.kinds = (body as { kinds: string[] }).kinds;
		return this.answer(null);
	});

	private state() {
		const here = this.endpoint !== null;
		return { key: toBase64url(this.key), here, kinds: this.kinds, quiet: null };
	}

	private answer(json: unknown) {
		return Promise.resolve({ status: json === null ? 204 : 200, json });
	}
}

function account() {
	const doors = new Doors();
	const device = new PushService();
	const store = new MemoryStore();
	return { doors, device, store, push: new Push(doors.api, device, store) };
}

async function switchedOn() {
	const parts = account();
	expect(await parts.push.turnOn()).toBe('on');
	return parts;
}

beforeEach(clearPush);

test('is off, and asks nothing, until a person turns it on', async () => {
	const { push, doors, device } = account();
	await push.load();
	await push.meet();
	expect([shown.on, doors.endpoint, device.permission()]).toEqual([false, null, 'default']);
	await push.turnOn();
	expect([shown.on, doors.endpoint]).toEqual([true, 'https://push.test/1']);
	expect(shown.choices?.kinds).toEqual(ALL);
});

test.each(['denied', 'default'] as const)('stays off where the answer is %s', async (answer) => {
	const { push, doors, device } = account();
	device.answer = answer;
	expect(await push.turnOn()).toBe(answer === 'denied' ? 'denied' : 'unanswered');
	expect([shown.on, shown.denied, doors.endpoint]).toEqual([false, answer === 'denied', null]);
});

test('a browser whose service the server does not know stays off and keeps no address', async () => {
	const { push, doors, device } = account();
	doors.accepts = false;
	await expect(push.turnOn()).rejects.toMatchObject({ code: 'not_reachable' });
	expect([shown.on, device.isReachable]).toEqual([false, false]);
});

describe('a contact', () => {
	test('gives the address again to a new session, and asks for no new one', async () => {
		const { push, doors, device } = await switchedOn();
		doors.endpoint = null;
		await push.meet();
		expect([doors.endpoint, device.made]).toEqual(['https://push.test/1', 1]);
	});

	test('brings a new address where the browser or the server changed theirs', async () => {
		const { push, doors, device } = await switchedOn();
		device.expire();
		await push.meet();
		expect(doors.endpoint).toBe('https://push.test/2');
		doors.key = new Uint8Array(65).fill(5);
		await push.meet();
		expect(doors.endpoint).toBe('https://push.test/3');
	});

	test('leaves an address that another account left in this browser', async () => {
		const { device } = await switchedOn();
		const other = account();
		const push = new Push(other.doors.api, device, other.store);
		await push.meet();
		expect([device.isReachable, other.doors.endpoint]).toEqual([false, null]);
	});

	test('ends it where the browser was told no meanwhile', async () => {
		const { push, doors, device } = await switchedOn();
		device.answer = 'denied';
		await device.ask();
		await push.meet();
		expect([shown.on, shown.denied, doors.endpoint]).toEqual([false, true, null]);
	});
});

test('turned off, the browser and the server forget the address', async () => {
	const { push, doors, device } = await switchedOn();
	await push.turnOff();
	expect([shown.on, doors.endpoint, device.isReachable]).toEqual([false, null, false]);
});

test('two changes at once both hold', async () => {
	const { push, doors } = await switchedOn();
	const without = (kind: string) =>
		push.choose(({ kinds, quiet }) => ({ kinds: kinds.filter((one) => one !== kind), quiet }));
	await Promise.all([without('thanks'), without('talk')]);
	expect(doors.kinds).toEqual(['agreements', 'reminders']);
});
