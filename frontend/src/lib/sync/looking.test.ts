import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Looking } from './looking';

/** Longer than one look keeps the next one waiting. */
const PAUSE_MS = 20_000;

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

function person() {
	const state = { looks: true, newest: 'a', online: true, told: 0 };
	const looking = new Looking({
		isLooking: () => state.looks,
		newest: () => state.newest,
		look: () => {
			if (!state.online) return Promise.reject(new Error('offline'));
			state.told += 1;
			return Promise.resolve();
		},
		now: () => Date.now()
	});
	return { state, looking };
}

test('is told once for what came, and not while nobody looks', async () => {
	const { state, looking } = person();
	state.looks = false;
	looking.came();
	expect(state.told).toBe(0);
	state.looks = true;
	looking.came();
	looking.came();
	await vi.advanceTimersByTimeAsync(PAUSE_MS);
	expect(state.told).toBe(1);
});

test('is told at most once in twenty seconds, and the last thing is not left out', async () => {
	const { state, looking } = person();
	looking.came();
	await vi.advanceTimersByTimeAsync(1000);
	for (const newest of ['b', 'c', 'd']) {
		state.newest = newest;
		looking.came();
	}
	expect(state.told).toBe(1);
	await vi.advanceTimersByTimeAsync(PAUSE_MS);
	expect(state.told).toBe(2);
});

test('a return is told though nothing came', async () => {
	const { state, looking } = person();
	looking.came();
	await vi.advanceTimersByTimeAsync(PAUSE_MS);
	looking.returned();
	expect(state.told).toBe(2);
});

test('what did not reach the server is told the next time', async () => {
	const { state, looking } = person();
	state.online = false;
	looking.came();
	await vi.advanceTimersByTimeAsync(PAUSE_MS);
	state.online = true;
	looking.came();
	expect(state.told).toBe(1);
});

test('nothing is told after the account was closed', async () => {
	const { state, looking } = person();
	looking.came();
	await vi.advanceTimersByTimeAsync(1000);
	state.newest = 'b';
	looking.came();
	looking.end();
	await vi.advanceTimersByTimeAsync(PAUSE_MS);
	expect(state.told).toBe(1);
});
