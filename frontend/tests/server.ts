/**
 * The network side of a phone under test: a server by the book, in memory, whose clock, losses and
 * restores a test decides. What it stores are the bytes that phones sent.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { fromBase64url, toBase64url } from '#lib/crypto/ids.js';
import { headOf, parseEvent, ZERO_HASH } from '#lib/log/event.js';
import type { LogEvent } from '#lib/log/types.js';
import { START_MS } from './author';

interface Stored {
	event: Bytes;
	sig: Bytes;
	body: Bytes | null;
	parsed: LogEvent;
	head: Bytes;
	arrivedMs: number;
	repaired: boolean;
}

type Json = Record<string, unknown>;

interface Account {
	login: string;
	account: string;
	profile: number;
	salt: string;
	auth: string;
	rauth: string;
	ak_pw: string;
	ak_rc: string;
	vault: { revision: number; envelope: string };
	space: string;
	member: string;
	sk_wrap: string;
	lines: Stored[];
}

/** What becomes of the next append. */
export type Fault = 'lose_request' | 'lose_reply' | 'lose_reply_and_network';

export interface Connection {
	cookie: string | null;
	isReachable: boolean;
}

const TOLERANCE_MS = 5 * 60_000;

export class Server {
	nowMs = START_MS;
	/** Appends that arrived, with the event ids in each. */
	readonly appends: string[][] = [];
	private readonly faults: Fault[] = [];
	private accounts = new Map<string, Account>();
	private sessions = new Map<string, string>();
	private readonly ended = new Set<string>();
	private lastAppend: Promise<unknown> = Promise.resolve();
	private refusals: { status: number; code: string; retryAfter?: number }[] = [];

	/** One browser: its requests carry its own cookie, over its own network. */
	fetchFor(browser: Connection) {
		return async (url: string, init: RequestInit): Promise<Response> => {
			if (!browser.isReachable) throw new TypeError('no network');
			const path = new URL(url, 'http://goldseam.test').pathname;
			const isAppend = init.method === 'POST' && path.endsWith('/events');
			const fault = isAppend ? this.faults.shift() : undefined;
			if (fault === 'lose_request') throw new TypeError('request lost');
			const answer = await this.answer(browser, init, url);
			if (fault === 'lose_reply') throw new TypeError('reply lost');
			if (fault === 'lose_reply_and_network') {
				browser.isReachable = false;
				throw new TypeError('reply lost');
			}
			return answer;
		};
	}

	failNext(...faults: Fault[]): void {
		this.faults.push(...faults);
	}

	/** The next appends are refused like this, one each, before anything is looked at. */
	refuseNext(...refusals: { status: number; code: string; retryAfter?: number }[]): void {
		this.refusals.push(...refusals);
	}

	/** A backup: give it to `restore` to go back to this moment. Sessions do not survive that. */
	backup(): Account[] {
		return [...this.accounts.values()].map((account) => ({
			...account,
			vault: { ...account.vault },
			lines: [...account.lines]
		}));
	}

	restore(backup: readonly Account[]): void {
		this.accounts = new Map(
			backup.map((account) => [account.login, { ...account, lines: [...account.lines] }])
		);
		this.sessions.clear();
	}

	/** Another device of this session ends it; the phone is told to empty itself. */
	revokeAll(): void {
		for (const cookie of this.sessions.keys()) this.ended.add(cookie);
		this.sessions.clear();
	}

	expireAll(): void {
		this.sessions.clear();
	}

	lines(login: string): Stored[] {
		return this.accounts.get(login)?.lines ?? [];
	}

	account(login: string): Account {
		const account = this.accounts.get(login);
		if (!account) throw new Error(`no account ${login}`);
		return account;
	}

	/** Gives a page's body another content, as a server that lies does. */
	tamper(login: string, seq: number, change: (line: Stored) => Stored): void {
		const { lines } = this.account(login);
		const line = lines[seq - 1];
		if (line) lines[seq - 1] = change(line);
	}

	private async answer(browser: Connection, init: RequestInit, url: string): Promise<Response> {
		const { pathname, searchParams } = new URL(url, 'http://goldseam.test');
		const body = (init.body ? JSON.parse(init.body as string) : {}) as Json;
		const route = `${init.method ?? 'GET'} ${pathname.replace(/[0-9a-f-]{36}/g, '#')}`;
		if (route === 'POST /api/salts') return json(200, { profile: 1, salt: saltOf(body.login) });
		if (route === 'POST /api/accounts') return this.createAccount(browser, body);
		if (route === 'POST /api/sessions') return this.createSession(browser, body, 'auth');
		if (route === 'POST /api/recoveries') return this.createSession(browser, body, 'rauth');
		const account = this.accounts.get(this.sessions.get(browser.cookie ?? '') ?? '');
		if (!account) {
			const isEnded = this.ended.has(browser.cookie ?? '');
			return json(401, { code: isEnded ? 'revoked' : 'signed_out' });
		}
		switch (route) {
			case 'GET /api/account':
				return json(200, stateOf(account));
			case 'PUT /api/account/vault':
				return putVault(account, body);
			case 'PUT /api/account/password':
				return this.changePassword(browser, account, body);
			case 'PUT /api/account/recovery':
				if (body.auth_now !== account.auth) return json(403, { code: 'no_match' });
				Object.assign(account, { rauth: body.rauth, ak_rc: body.ak_rc });
				return json(200, stateOf(account));
			case 'POST /api/account/deletion':
				if (body.auth_now !== account.auth) return json(403, { code: 'no_match' });
				this.accounts.delete(account.login);
				return json(200, { backup_days: 30, mark_days: 90 });
			case 'DELETE /api/sessions/current':
				this.sessions.delete(browser.cookie ?? '');
				return new Response(null, { status: 204 });
			case 'GET /api/spaces/#/events':
				return json(200, pageOf(account, Number(searchParams.get('after'))));
			case 'POST /api/spaces/#/events':
				return this.inTurn(() => this.append(account, body));
			default:
				return json(404, { code: 'not_found' });
		}
	}

	private async createAccount(browser: Connection, body: Json): Promise<Response> {
		const login = body.login as string;
		if (this.accounts.has(login)) return json(409, { code: 'login_taken' });
		const account: Account = { ...(body as unknown as Account), lines: [] };
		account.lines.push(await this.store(account, body.genesis as Json, false));
		this.accounts.set(login, account);
		this.open(browser, login);
		return json(201, stateOf(account));
	}

	private createSession(browser: Connection, body: Json, proof: 'auth' | 'rauth'): Response {
		const account = this.accounts.get(body.login as string);
		if (!account || account[proof] !== body[proof]) return json(401, { code: 'no_match' });
		this.open(browser, account.login);
		return json(200, stateOf(account));
	}

	private changePassword(browser: Connection, account: Account, body: Json): Response {
		if (body.auth_now !== null && body.auth_now !== account.auth) {
			return json(403, { code: 'no_match' });
		}
		Object.assign(account, { auth: body.auth, ak_pw: body.ak_pw });
		if (body.rauth !== null) Object.assign(account, { rauth: body.rauth, ak_rc: body.ak_rc });
		this.sessions.clear();
		this.open(browser, account.login);
		return json(200, stateOf(account));
	}

	private open(browser: Connection, login: string): void {
		browser.cookie = crypto.randomUUID();
		this.sessions.set(browser.cookie, login);
	}

	/** One writer: an append is judged on the log that it is added to. */
	private inTurn(work: () => Promise<Response>): Promise<Response> {
		const turn = this.lastAppend.then(work);
		this.lastAppend = turn.catch(() => undefined);
		return turn;
	}

	private async append(account: Account, body: Json): Promise<Response> {
		const items = body.items as Json[];
		const repair = body.repair as boolean;
		const refusal = this.refusals.shift();
		if (refusal) {
			const headers = refusal.retryAfter === undefined ? {} : { after: refusal.retryAfter };
			return json(refusal.status, { code: refusal.code }, headers);
		}
		if (items.length > 20) return json(413, { code: 'too_large' });
		const fresh = items.filter((item) => !account.lines.some((line) => isSame(line, item)));
		const ids = items.map((item) => parseEvent(fromBase64url(item.event)).eventId);
		this.appends.push(ids);
		const stored: Stored[] = [];
		for (const item of fresh) {
			const line = await this.store(
				{ ...account, lines: [...account.lines, ...stored] },
				item,
				repair
			);
			const refused = this.judge([...account.lines, ...stored], line, repair);
			if (refused) return json(409, { code: refused });
			stored.push(line);
		}
		account.lines.push(...stored);
		for (const { parsed } of stored) eraseBody(account, parsed);
		return json(stored.length > 0 ? 201 : 200, placeOf(account));
	}

	private judge(lines: readonly Stored[], line: Stored, repair: boolean): string | null {
		const { parsed } = line;
		if (lines.some(({ parsed: { eventId } }) => eventId === parsed.eventId)) return 'id_used';
		const last = lines.at(-1);
		const isNext = parsed.seq === lines.length + 1;
		if (!isNext || !equalBytes(parsed.prev, last?.head ?? ZERO_HASH)) return 'head_moved';
		const offMs = parsed.atMs - this.nowMs;
		const isOff = repair ? offMs > TOLERANCE_MS : Math.abs(offMs) > TOLERANCE_MS;
		return isOff ? 'clock' : null;
	}

	private async store(account: Account, item: Json, repaired: boolean): Promise<Stored> {
		const event = fromBase64url(item.event);
		const sig = fromBase64url(item.sig);
		return {
			event,
			sig,
			body: item.body === null ? null : fromBase64url(item.body),
			parsed: parseEvent(event),
			head: await headOf(event, sig),
			arrivedMs: this.nowMs,
			repaired
		};
	}
}

function json(status: number, body: unknown, { after }: { after?: number } = {}): Response {
	const headers = new Headers({ 'Content-Type': 'application/json' });
	if (after !== undefined) headers.set('Retry-After', String(after));
	return new Response(JSON.stringify(body), { status, headers });
}

/** The same for the same login, and nothing of the login in it. */
function saltOf(login: unknown): string {
	const letters = Array.from(String(login), (letter) => letter.charCodeAt(0));
	const salt = Uint8Array.from({ length: 16 }, (_, index) =>
		letters.reduce((mixed, letter) => (mixed * 31 + letter * (index + 1)) % 251, index)
	);
	return toBase64url(salt);
}

function isSame(line: Stored, item: Json): boolean {
	return (
		equalBytes(line.event, fromBase64url(item.event)) &&
		equalBytes(line.sig, fromBase64url(item.sig))
	);
}

function eraseBody(account: Account, { clear, object, rev }: LogEvent): void {
	if (clear.of !== 'item.erased') return;
	account.lines = account.lines.map((line) =>
		line.parsed.verb === 'item.put' && line.parsed.object === object && line.parsed.rev === rev
			? { ...line, body: null }
			: line
	);
}

function putVault(account: Account, body: Json): Response {
	if (body.replaces !== account.vault.revision) return json(409, { code: 'vault_moved' });
	account.vault = { revision: body.revision as number, envelope: body.envelope as string };
	return new Response(null, { status: 204 });
}

function placeOf({ lines }: Account): { seq: number; head: string } {
	return { seq: lines.length, head: toBase64url(lines.at(-1)?.head ?? ZERO_HASH) };
}

function pageOf(account: Account, after: number): Json {
	const events = account.lines.slice(after, after + 500).map((line) => ({
		event: toBase64url(line.event),
		sig: toBase64url(line.sig),
		body: line.body && toBase64url(line.body),
		arrived_ms: line.arrivedMs,
		repaired: line.repaired
	}));
	return { events, ...placeOf(account) };
}

function stateOf(account: Account): Json {
	const { login, profile, salt, ak_pw, ak_rc, vault, space, member, sk_wrap } = account;
	const spaces = [{ space, kind: 1, member, sk_wrap, ...placeOf(account) }];
	return { account: account.account, login, profile, salt, ak_pw, ak_rc, vault, spaces };
}
