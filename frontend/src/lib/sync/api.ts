/** The server's HTTP doors, one method each. Throws AppError `offline`, or ServerRefusal. */
import { toBase64url, type SpaceId } from '#lib/crypto/ids.js';
import type { Bytes } from '#lib/crypto/canonical.js';
import type { SignedItem } from '#lib/log/types.js';
import type { DeviceName } from '#lib/store/rows.js';
import { AnswersApi } from './answers-api';
import { AppError } from './app-error';
import { InvitationsApi } from './invitations-api';
import { PushApi } from './push-api';
import { ServerRefusal } from './refusal';
import {
	readAbout,
	readAccountState,
	readDeletion,
	readObject,
	readPage,
	readPlace,
	readSalts,
	readSessions,
	readWire,
	toWireItem,
	type AccountState,
	type Appended,
	type Page,
	type ServerSession,
	type WireAbout
} from './wire';

/** What this app speaks. A server that wants more answers 426, and the screen offers a reload. */
export const PROTOCOL = '1';
const PATIENCE_MS = 20_000;
/** A proxy in front of a server that is gone: nothing was decided, so it counts as offline. */
const GATEWAY = new Set([502, 503, 504]);

export interface NewAccount {
	login: string;
	account: string;
	profile: number;
	salt: Bytes;
	auth: Bytes;
	rauth: Bytes;
	akPassphrase: Bytes;
	akRecovery: Bytes;
	vault: Bytes;
	space: SpaceId;
	member: string;
	skWrap: Bytes;
	genesis: SignedItem;
	device: DeviceName;
	invitation: string | null;
}

export interface NewPassphrase {
	/** Null in a session that the recovery code opened. */
	authNow: Bytes | null;
	auth: Bytes;
	akPassphrase: Bytes;
	/** A new recovery code; only, and then always, in a session that the old one opened. */
	recovery: { rauth: Bytes; akRecovery: Bytes } | null;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Answer {
	status: number;
	json: unknown;
}

export type Request = (
	method: string,
	path: string,
	body?: unknown,
	headers?: Readonly<Record<string, string>>
) => Promise<Answer>;

export class Api {
	/** The doors of pairing. */
	readonly invitations = new InvitationsApi((...request) => this.request(...request));
	/** The door of sealed answers. */
	readonly answers = new AnswersApi((...request) => this.request(...request));
	/** The doors of notifications and reminders. */
	readonly push = new PushApi((...request) => this.request(...request));

	/** @param origin empty in a browser, where every request goes to where the page came from */
	constructor(
		private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init),
		private readonly origin = ''
	) {}

	async about(): Promise<WireAbout> {
		const { json } = await this.request('GET', '/api/about');
		return readWire(() => readAbout(json));
	}

	async salts(login: string): Promise<{ profile: number; salt: Bytes }> {
		const { json } = await this.request('POST', '/api/salts', { login });
		return readWire(() => readSalts(json));
	}

	async createAccount(fresh: NewAccount): Promise<AccountState> {
		return this.forState('POST', '/api/accounts', {
			login: fresh.login,
			account: fresh.account,
			profile: fresh.profile,
			salt: toBase64url(fresh.salt),
			auth: toBase64url(fresh.auth),
			rauth: toBase64url(fresh.rauth),
			ak_pw: toBase64url(fresh.akPassphrase),
			ak_rc: toBase64url(fresh.akRecovery),
			vault: { revision: 1, envelope: toBase64url(fresh.vault) },
			space: fresh.space,
			member: fresh.member,
			sk_wrap: toBase64url(fresh.skWrap),
			genesis: toWireItem(fresh.genesis),
			device: fresh.device,
			invitation: fresh.invitation,
			adult: true
		});
	}

	async signIn(login: string, auth: Bytes, device: DeviceName): Promise<AccountState> {
		return this.forState('POST', '/api/sessions', { login, auth: toBase64url(auth), device });
	}

	async recover(login: string, rauth: Bytes, device: DeviceName): Promise<AccountState> {
		return this.forState('POST', '/api/recoveries', { login, rauth: toBase64url(rauth), device });
	}

	async account(): Promise<AccountState> {
		return this.forState('GET', '/api/account');
	}

	async changePassphrase(change: NewPassphrase): Promise<AccountState> {
		return this.forState('PUT', '/api/account/password', {
			auth_now: change.authNow && toBase64url(change.authNow),
			auth: toBase64url(change.auth),
			ak_pw: toBase64url(change.akPassphrase),
			rauth: change.recovery && toBase64url(change.recovery.rauth),
			ak_rc: change.recovery && toBase64url(change.recovery.akRecovery)
		});
	}

	async changeRecovery(authNow: Bytes, rauth: Bytes, akRecovery: Bytes): Promise<AccountState> {
		return this.forState('PUT', '/api/account/recovery', {
			auth_now: toBase64url(authNow),
			rauth: toBase64url(rauth),
			ak_rc: toBase64url(akRecovery)
		});
	}

	async writeVault(replaces: number, revision: number, envelope: Bytes): Promise<void> {
		await this.request('PUT', '/api/account/vault', {
			replaces,
			revision,
			envelope: toBase64url(envelope)
		});
	}

	async deleteAccount(authNow: Bytes): Promise<{ backupDays: number; markDays: number }> {
		const { json } = await this.request('POST', '/api/account/deletion', {
			auth_now: toBase64url(authNow)
		});
		return readWire(() => readDeletion(json));
	}

	async sessions(): Promise<ServerSession[]> {
		const { json } = await this.request('GET', '/api/sessions');
		return readWire(() => readSessions(json));
	}

	async endSession(id: string): Promise<void> {
		await this.request('DELETE', `/api/sessions/${encodeURIComponent(id)}`);
	}

	async page(space: SpaceId, after: number): Promise<Page> {
		const { json } = await this.request('GET', `/api/spaces/${space}/events?after=${after}`);
		return readWire(() => readPage(json));
	}

	async append(space: SpaceId, items: readonly SignedItem[], repair: boolean): Promise<Appended> {
		const { status, json } = await this.request('POST', `/api/spaces/${space}/events`, {
			items: items.map(toWireItem),
			repair
		});
		return readWire(() => ({ isNew: status === 201, ...readPlace(readObject(json)) }));
	}

	/** One's own wrap and reading end at once; only for a closed space. */
	async dropMembership(space: SpaceId): Promise<void> {
		await this.request('DELETE', `/api/spaces/${space}/membership`);
	}

	private async forState(method: string, path: string, body?: unknown): Promise<AccountState> {
		const { json } = await this.request(method, path, body);
		return readWire(() => readAccountState(json));
	}

	private async request(...request: Parameters<Request>): Promise<Answer> {
		const response = await this.reach(...request);
		if (GATEWAY.has(response.status)) throw new AppError('offline');
		const json = await readJson(response);
		if (response.ok) return { status: response.status, json };
		const code = (json as { code?: unknown } | null)?.code;
		if (typeof code !== 'string') throw new AppError('server');
		throw new ServerRefusal(response.status, code, retryAfter(response));
	}

	private async reach(...[method, path, body, more]: Parameters<Request>): Promise<Response> {
		const headers: Record<string, string> = { 'Goldseam-Client': PROTOCOL, ...more };
		if (body !== undefined) headers['Content-Type'] = 'application/json';
		try {
			return await this.fetch(this.origin + path, {
				method,
				headers,
				...(body !== undefined && { body: JSON.stringify(body) }),
				cache: 'no-store',
				credentials: 'same-origin',
				redirect: 'error',
				signal: AbortSignal.timeout(PATIENCE_MS)
			});
		} catch (error) {
			throw new AppError('offline', { cause: error });
		}
	}
}

async function readJson(response: Response): Promise<unknown> {
	if (response.status === 204) return null;
	let text: string;
	try {
		text = await response.text();
	} catch (error) {
		// The connection broke in the middle of the answer: whether it was done is not known.
		throw new AppError('offline', { cause: error });
	}
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new AppError('server', { cause: error });
	}
}

function retryAfter(response: Response): number | null {
	const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
	return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
