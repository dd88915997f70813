/**
 * The server's doors of notifications and reminders. It is told where a device can be reached, which
 * kinds may wake it and when not, and times without a reason; never what is due or what came.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { fromBase64url, toBase64url } from '#lib/crypto/ids.js';
import type { PushChoices, QuietHours } from '#lib/view/push.svelte.js';
import type { Request } from './api';
import { readCount, readList, readObject, readText, readWire } from './wire';

export interface PushState {
	/** The server's public key, which a subscription is made for. */
	key: Bytes;
	/** This session has a subscription. */
	here: boolean;
	/** Of the account, on whatever device. */
	choices: PushChoices;
}

/** A browser's address for notes, and the keys that seal what is sent there. */
export interface Subscription {
	endpoint: string;
	p256dh: string;
	auth: string;
}

export interface Reminder {
	id: Bytes;
	dueMs: number;
}

const KEY_BYTES = 65;
const REMINDER_BYTES = 16;
const SUBSCRIPTION = '/api/push/subscription';

export class PushApi {
	constructor(private readonly request: Request) {}

	async read(): Promise<PushState> {
		const { json } = await this.request('GET', '/api/push');
		return readWire(() => {
			const { key, here, kinds, quiet } = readObject(json);
			return {
				key: fromBase64url(key, KEY_BYTES),
				here: here === true,
				choices: {
					kinds: readList(kinds).map(readText),
					quiet: quiet === null ? null : readQuiet(quiet)
				}
			};
		});
	}

	async subscribe({ endpoint, p256dh, auth }: Subscription): Promise<void> {
		await this.request('PUT', SUBSCRIPTION, { endpoint, p256dh, auth });
	}

	async unsubscribe(): Promise<void> {
		await this.request('DELETE', SUBSCRIPTION);
	}

	async choose({ kinds, quiet }: PushChoices): Promise<void> {
		await this.request('PUT', '/api/push/choices', {
			kinds,
			quiet: quiet && { from_min: quiet.fromMin, to_min: quiet.toMin, zone: quiet.zone }
		});
	}

	/** Somebody has the app open, unlocked and caught up. */
	async looked(): Promise<void> {
		await this.request('POST', '/api/push/looked');
	}

	async reminders(): Promise<Reminder[]> {
		const { json } = await this.request('GET', '/api/reminders');
		return readWire(() =>
			readList(readObject(json).reminders).map((entry) => {
				const { id, due_ms } = readObject(entry);
				return { id: fromBase64url(id, REMINDER_BYTES), dueMs: readCount(due_ms) };
			})
		);
	}

	/** Takes the place of the one with this id. */
	async remind({ id, dueMs }: Reminder): Promise<void> {
		await this.request('PUT', pathOf(id), { due_ms: dueMs });
	}

	/** Also when it is gone already. */
	async forget(id: Bytes): Promise<void> {
		await this.request('DELETE', pathOf(id));
	}
}

const pathOf = (id: Bytes): string => `/api/reminders/${toBase64url(id)}`;

function readQuiet(value: unknown): QuietHours {
	const { from_min, to_min, zone } = readObject(value);
	return { fromMin: readCount(from_min), toMin: readCount(to_min), zone: readText(zone) };
}
