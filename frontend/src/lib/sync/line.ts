/**
 * The connection to the server: a socket, or POST and GET where none can be opened. Both deliver the
 * same pages to the same place.
 */
import type { SpaceId } from '#lib/crypto/ids.js';
import type { SignedItem } from '#lib/log/types.js';
import type { Api } from './api';
import { SpaceSocket, type SocketListener } from './socket';
import type { SpaceSync } from './space-sync';
import type { Appended } from './wire';

export interface Line {
	readonly isStreaming: boolean;
	append(space: SpaceId, items: readonly SignedItem[], repair: boolean): Promise<Appended>;
	/** Resolves never; rejects with the reason why the line is gone. */
	readonly ended: Promise<never>;
	/** Ends it for a reason that showed elsewhere. */
	fail(reason: unknown): void;
	/** Asks again from where the log stands now. */
	follow(space: SpaceSync): void;
	close(): void;
}

/** How often the log is asked for without a socket: as often as a heartbeat would come. */
const POLL_MS = 25_000;
/** After so many polls a socket is tried again. */
const POLLS_BEFORE_SOCKET = 12;

export async function openSocketLine(
	connect: (subprotocol: string) => WebSocket,
	spaces: ReadonlyMap<SpaceId, SpaceSync>,
	hear: Pick<SocketListener, 'onAccount' | 'onOpened'>
): Promise<Line> {
	let fail: (reason: unknown) => void = () => undefined;
	const ended = new Promise<never>((_, reject) => {
		fail = reject;
	});
	// Whoever waits for it hears it; nobody has to.
	ended.catch(() => undefined);
	const socket = await SpaceSocket.open(connect, {
		onPage: (space, page) => spaces.get(space)?.receive(page),
		onHeartbeat: (space, seq, head) => spaces.get(space)?.heard(seq, head),
		...hear,
		// Its last lines say why; whoever has read them asks for nothing more.
		onClosed: () => {
			for (const space of spaces.values()) space.ask();
		},
		onEnd: fail
	});
	return {
		isStreaming: true,
		ended,
		fail,
		append: (space, items, repair) => socket.append(space, items, repair),
		follow: (space) => {
			const { seq, head } = space.chain;
			socket.follow(space.id, seq, seq === 0 ? null : head);
		},
		close: () => {
			socket.close();
		}
	};
}

export function openPollingLine(api: Api, spaces: ReadonlyMap<SpaceId, SpaceSync>): Line {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let fail: (reason: unknown) => void = () => undefined;
	const ended = new Promise<never>((_, reject) => {
		fail = reject;
	});
	ended.catch(() => undefined);
	let polls = 0;
	const plan = (): void => {
		timer = setTimeout(() => {
			polls += 1;
			if (polls > POLLS_BEFORE_SOCKET) fail(new SocketDue());
			else void poll().then(plan, fail);
		}, POLL_MS);
	};
	const poll = async (): Promise<void> => {
		for (const space of spaces.values()) await space.readToHead();
	};
	plan();
	return {
		isStreaming: false,
		ended,
		fail,
		append: (space, items, repair) => api.append(space, items, repair),
		follow: (space) => {
			space.ask();
		},
		close: () => {
			clearTimeout(timer);
		}
	};
}

/** Not a fault: it is time to try a socket again. */
export class SocketDue extends Error {}
