/**
 * The server's socket (subprotocol `goldseam.1`): pages come in, appends go out. It knows nothing of
 * what a page means. Whoever uses it is told once when it ends, and makes a new one.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { fromBase64url, parseId, toBase64url, type SpaceId } from '#lib/crypto/ids.js';
import type { SignedItem } from '#lib/log/types.js';
import type { AnswerAddress } from './answers-api';
import { AppError } from './app-error';
import { ServerRefusal } from './refusal';
import {
	readCount,
	readObject,
	readPage,
	readPlace,
	readText,
	readWire,
	toWireItem,
	type Appended,
	type Page
} from './wire';

const SUBPROTOCOL = 'goldseam.1';
const OPENING_MS = 10_000;
const ANSWER_MS = 20_000;
/** The server speaks at least every 25 seconds; after two missed heartbeats nobody is there. */
const SILENCE_MS = 60_000;

const CLOSED_FOR: Readonly<Record<number, [status: number, code: string]>> = {
	4401: [401, 'signed_out'],
	4403: [401, 'revoked'],
	4426: [426, 'upgrade'],
	4429: [429, 'slow_down']
};

export interface SocketListener {
	onPage: (space: SpaceId, page: Page) => void;
	onHeartbeat: (space: SpaceId, seq: number, head: Bytes) => void;
	/** Another device of this account wrote the vault. */
	onAccount: () => void;
	/** Two answers are open. */
	onOpened: (address: AnswerAddress) => void;
	/** A space that was followed is closed, and nothing more comes of it. */
	onClosed: () => void;
	/** Once, for whatever reason: ServerRefusal where the server gave one, else AppError. */
	onEnd: (reason: ServerRefusal | AppError) => void;
}

interface Waiting {
	resolve: (appended: Appended) => void;
	reject: (error: unknown) => void;
	timer: ReturnType<typeof setTimeout>;
}

export class SpaceSocket {
	private readonly waiting = new Map<string, Waiting>();
	private lastRef = 0;
	private ended = false;
	private silence: ReturnType<typeof setTimeout> | undefined;

	private constructor(
		private readonly socket: WebSocket,
		private readonly listener: SocketListener
	) {
		socket.onmessage = ({ data }) => {
			this.receive(data);
		};
		socket.onclose = ({ code }) => {
			const refusal = CLOSED_FOR[code];
			this.end(refusal ? new ServerRefusal(...refusal) : new AppError('offline'));
		};
		this.hear();
	}

	/** Throws AppError `offline` where no socket comes about, for the caller to use POST and GET. */
	static async open(
		connect: (subprotocol: string) => WebSocket,
		listener: SocketListener
	): Promise<SpaceSocket> {
		const socket = connectOrOffline(connect);
		await new Promise<void>((resolve, reject) => {
			const refuse = (): void => {
				clearTimeout(timer);
				socket.close();
				reject(new AppError('offline'));
			};
			const timer = setTimeout(refuse, OPENING_MS);
			socket.onopen = () => {
				clearTimeout(timer);
				resolve();
			};
			socket.onerror = refuse;
			socket.onclose = refuse;
		});
		socket.onerror = null;
		return new SpaceSocket(socket, listener);
	}

	/** From here on the server sends what follows. `head` is null exactly where nothing is known. */
	follow(space: SpaceId, after: number, head: Bytes | null): void {
		this.send({ type: 'follow', space, after, head: head && toBase64url(head) });
	}

	/**
	 * Throws ServerRefusal, or AppError `offline` when no answer came: then nobody knows whether it
	 * was stored, until the log has been read.
	 */
	async append(space: SpaceId, items: readonly SignedItem[], repair: boolean): Promise<Appended> {
		this.lastRef += 1;
		const ref = String(this.lastRef);
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.settle(ref)?.reject(new AppError('offline'));
			}, ANSWER_MS);
			this.waiting.set(ref, { resolve, reject, timer });
			this.send({ type: 'append', ref, space, items: items.map(toWireItem), repair });
		});
	}

	close(): void {
		this.end(new AppError('offline'));
	}

	private send(frame: Record<string, unknown>): void {
		// After the end every wait has been answered already.
		if (this.ended) this.rejectAll(new AppError('offline'));
		else this.socket.send(JSON.stringify(frame));
	}

	private receive(data: unknown): void {
		if (this.ended) return;
		this.hear();
		try {
			readWire(() => {
				this.dispatch(readObject(JSON.parse(readText(data))));
			});
		} catch (error) {
			// A frame that cannot be read: what follows it cannot be trusted to be in order.
			this.end(error instanceof AppError ? error : new AppError('server', { cause: error }));
		}
	}

	private dispatch(frame: Record<string, unknown>): void {
		switch (frame.type) {
			case 'page':
				this.listener.onPage(parseId(frame.space), readPage(frame));
				break;
			case 'heartbeat':
				this.listener.onHeartbeat(
					parseId(frame.space),
					readCount(frame.seq),
					fromBase64url(frame.head, 32)
				);
				break;
			case 'account':
				this.listener.onAccount();
				break;
			case 'opened': {
				const { space, conversation, opening } = frame;
				const address = { space: parseId<SpaceId>(space), opening: readCount(opening) };
				this.listener.onOpened({ ...address, conversation: parseId(conversation) });
				break;
			}
			case 'appended': {
				// Read whole before the wait is settled, or a bad answer would leave it waiting for ever.
				const appended = { isNew: frame.status === 201, ...readPlace(frame) };
				this.settle(readText(frame.ref))?.resolve(appended);
				break;
			}
			case 'refused':
				this.refused(frame);
				break;
			default:
				// A newer server may say more than this app knows; what it must know has a version.
				break;
		}
	}

	private refused(frame: Record<string, unknown>): void {
		const retryAfter = Number.isSafeInteger(frame.retry_after)
			? readCount(frame.retry_after)
			: null;
		const refusal = new ServerRefusal(readCount(frame.status), readText(frame.code), retryAfter);
		// Without a ref it answers a follow: this session cannot read the space, or nobody writes there.
		if (frame.ref === null && refusal.code === 'space_closed') this.listener.onClosed();
		else if (frame.ref === null) this.end(refusal);
		else this.settle(readText(frame.ref))?.reject(refusal);
	}

	private settle(ref: string): Waiting | undefined {
		const waiting = this.waiting.get(ref);
		if (waiting) clearTimeout(waiting.timer);
		this.waiting.delete(ref);
		return waiting;
	}

	private rejectAll(error: unknown): void {
		for (const ref of [...this.waiting.keys()]) this.settle(ref)?.reject(error);
	}

	private hear(): void {
		clearTimeout(this.silence);
		this.silence = setTimeout(() => {
			this.end(new AppError('offline'));
		}, SILENCE_MS);
	}

	private end(reason: ServerRefusal | AppError): void {
		if (this.ended) return;
		this.ended = true;
		clearTimeout(this.silence);
		this.rejectAll(reason);
		this.socket.onmessage = null;
		this.socket.onclose = null;
		this.socket.close();
		this.listener.onEnd(reason);
	}
}

/** A browser refuses some addresses at once instead of failing to connect. */
function connectOrOffline(connect: (subprotocol: string) => WebSocket): WebSocket {
	try {
		return connect(SUBPROTOCOL);
	} catch (error) {
		throw new AppError('offline', { cause: error });
	}
}
