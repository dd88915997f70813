/** The frames of the socket, read from any text at all: a known frame, or an end with a reason. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Author } from '../../../tests/author';
import { uuidV4, type SpaceId } from '../crypto/ids';
import { AppError } from './app-error';
import { ServerRefusal } from './refusal';
import { SpaceSocket, type SocketListener } from './socket';
import { readPage, readWire, toWireItem, type Page } from './wire';

const SPACE = uuidV4<SpaceId>();
const HEAD = 'A'.repeat(43);

/** The network: it opens at once and says what the test gives it. */
class FakeSocket {
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: unknown }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;
	onerror: (() => void) | null = null;
	close(): void {
		this.onclose?.({ code: 1000 });
	}
	send(): void {
		// Nothing answers here by itself.
	}
}

interface Heard {
	pages: Page[];
	heartbeats: number;
	accounts: number;
	opened: unknown[];
	ends: unknown[];
}

async function connect(): Promise<{ socket: FakeSocket; heard: Heard; opened: SpaceSocket }> {
	const socket = new FakeSocket();
	const heard: Heard = { pages: [], heartbeats: 0, accounts: 0, opened: [], ends: [] };
	const listener: SocketListener = {
		onPage: (_space, page) => heard.pages.push(page),
		onClosed: () => undefined,
		onOpened: (address) => heard.opened.push(address),
		onAccount: () => {
			heard.accounts += 1;
		},
		onHeartbeat: () => {
			heard.heartbeats += 1;
		},
		onEnd: (reason) => heard.ends.push(reason)
	};
	const opening = SpaceSocket.open(() => socket as unknown as WebSocket, listener);
	socket.onopen?.();
	return { socket, heard, opened: await opening };
}

const scalar = fc.oneof(
	fc.constantFrom<unknown>(null, true, SPACE, HEAD, '', 'AAAA', 'A=', 0, 1, -1, 0.5, 2 ** 53),
	fc.string({ maxLength: 5 })
);
const item = fc.record(
	{ event: scalar, sig: scalar, body: scalar, arrived_ms: scalar, repaired: scalar },
	{ requiredKeys: [] }
);
const frame = fc.record(
	{
		type: fc.constantFrom(
			...['page', 'heartbeat', 'appended', 'refused', 'opened', 'later', 7, '__proto__']
		),
		space: fc.oneof(fc.constant(SPACE), scalar),
		events: fc.oneof(fc.constant([]), fc.array(item, { maxLength: 2 }), scalar),
		seq: fc.oneof(fc.constant(3), scalar),
		head: fc.oneof(fc.constant(HEAD), scalar),
		conversation: fc.oneof(fc.constant(SPACE), scalar),
		opening: fc.oneof(fc.constant(1), scalar),
		ref: fc.oneof(fc.constant('1'), scalar),
		status: scalar,
		code: scalar
	},
	{ requiredKeys: [] }
);
const text: fc.Arbitrary<unknown> = fc.oneof(
	frame.map((value) => JSON.stringify(value)),
	fc.json(),
	fc.string({ unit: 'binary' }),
	fc.constantFrom(null, new ArrayBuffer(3))
);

describe('any frame', () => {
	test('is heard or ends the socket once with a reason, and nothing is heard after that', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(text, { maxLength: 6 }), async (frames) => {
				const { socket, heard } = await connect();
				for (const data of frames) {
					const before = heard.pages.length + heard.heartbeats;
					const hadEnded = heard.ends.length > 0;
					socket.onmessage?.({ data });
					if (hadEnded) expect(heard.pages.length + heard.heartbeats).toBe(before);
				}
				expect(heard.ends.length).toBeLessThanOrEqual(1);
				for (const reason of heard.ends) {
					expect(reason instanceof AppError || reason instanceof ServerRefusal).toBe(true);
				}
				socket.close();
				expect(heard.ends).toHaveLength(1);
			}),
			{ numRuns: 400 }
		);
	});

	test('that answers an append in another shape leaves nobody waiting', async () => {
		const { socket, opened } = await connect();
		const answer = opened.append(SPACE, [], false);
		socket.onmessage?.({ data: JSON.stringify({ type: 'appended', ref: '1', status: 201 }) });
		await expect(answer).rejects.toMatchObject({ code: 'server' });
	});

	test('of the server is heard', async () => {
		const { socket, heard } = await connect();
		const page = { type: 'page', space: SPACE, events: [], seq: 0, head: HEAD };
		socket.onmessage?.({ data: JSON.stringify(page) });
		socket.onmessage?.({ data: JSON.stringify({ ...page, type: 'heartbeat' }) });
		socket.onmessage?.({ data: JSON.stringify({ type: 'account' }) });
		expect(heard).toMatchObject({ pages: [{ seq: 0 }], heartbeats: 1, accounts: 1, ends: [] });
		socket.close();
	});
});

describe('a page', () => {
	test('of any shape is read or refused as the fault of the server', () => {
		const page = fc.record({ events: fc.array(item, { maxLength: 3 }), seq: scalar, head: scalar });
		fc.assert(
			fc.property(fc.oneof(page, fc.jsonValue()), (value) => {
				try {
					readWire(() => readPage(value));
				} catch (error) {
					expect(error).toMatchObject({ code: 'server' });
				}
			}),
			{ numRuns: 500 }
		);
	});

	test('keeps the signed bytes exactly', async () => {
		const { items } = await Author.open();
		const events = items.map((one) => ({ ...toWireItem(one), arrived_ms: 5, repaired: false }));
		const sent = JSON.parse(JSON.stringify({ events, seq: 1, head: HEAD })) as unknown;
		expect(readPage(sent).events).toEqual(
			items.map((one) => ({ ...one, arrivedMs: 5, repaired: false }))
		);
	});
});
