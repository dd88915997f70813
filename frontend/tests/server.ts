/**
 * The network side of a phone under test: a server by the book, in memory, whose clock, losses and
 * restores a test decides. What it stores are the bytes that phones sent.
 */
import { fromBase64url } from '#lib/crypto/ids.js';
import { parseEvent } from '#lib/log/event.js';
import { START_MS } from './author';
import { json, putVault, refill, reply, saltOf } from './server-answers';
import * as pairing from './server-invitations';
import { answerDoor } from './server-sealed';
import {
	append,
	copyOf,
	pageOf,
	placeOf,
	storedOf,
	type Json,
	type Membership,
	type Space,
	type Stored
} from './server-space';

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
	/** My side. */
	space: string;
}

/** Everything there is, to go back to. */
interface Backup {
	accounts: Account[];
	spaces: Space[];
	invitations: pairing.Invitation[];
}

/** What becomes of a request. `hang`: it is carried out, and no answer ever comes. */
export type Fault = 'lose_request' | 'lose_reply' | 'lose_reply_and_network' | 'hang' | 'fail';

export interface Connection {
	cookie: string | null;
	isReachable: boolean;
}

export class Server implements pairing.Doors {
	nowMs = START_MS;
	readonly spaces = new Map<string, Space>();
	readonly invitations = new Map<string, pairing.Invitation>();
	/** Appends that arrived, with the event ids in each. */
	readonly appends: string[][] = [];
	/** Requests that asked for something to be changed, as they arrived. */
	readonly changes: string[] = [];
	private readonly faults: Fault[] = [];
	private planned: { route: RegExp; fault: Fault }[] = [];
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
			const route = routeOf(init, path);
			const fault = this.takePlanned(route) ?? (isAppend ? this.faults.shift() : undefined);
			if (fault === 'lose_request') throw new TypeError('request lost');
			if (fault === 'fail') return json(500, { code: 'server' });
			if (init.method !== 'GET') this.changes.push(route);
			const answer = await this.answer(browser, init, url);
			if (fault === 'hang') return new Promise(() => undefined);
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

	/** The next request to one of these routes, of whatever browser. */
	failOn(route: RegExp, fault: Fault): void {
		this.planned.push({ route, fault });
	}

	/** The next appends are refused like this, one each, before anything is looked at. */
	refuseNext(...refusals: { status: number; code: string; retryAfter?: number }[]): void {
		this.refusals.push(...refusals);
	}

	/** A backup: give it to `restore` to go back to this moment. Sessions do not survive that. */
	backup(): Backup {
		return {
			accounts: [...this.accounts.values()].map((account) => ({
				...account,
				vault: { ...account.vault }
			})),
			spaces: [...this.spaces.values()].map(copyOf),
			invitations: [...this.invitations.values()].map((invitation) => ({ ...invitation }))
		};
	}

	restore({ accounts, spaces, invitations }: Backup): void {
		this.accounts = new Map(accounts.map((account) => [account.login, { ...account }]));
		refill(this.spaces, spaces.map(copyOf), ({ space }) => space);
		refill(
			this.invitations,
			invitations.map((one) => ({ ...one })),
			({ id }) => id
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

	/** Of somebody's My side. */
	lines(login: string): Stored[] {
		const account = this.accounts.get(login);
		return account ? (this.spaces.get(account.space)?.lines ?? []) : [];
	}

	/** The one space of two people that was opened last. */
	get shared(): Space {
		const found = [...this.spaces.values()].findLast(({ kind }) => kind === 2);
		if (!found) throw new Error('no shared space');
		return found;
	}

	account(login: string): Account {
		const account = this.accounts.get(login);
		if (!account) throw new Error(`no account ${login}`);
		return account;
	}

	/** Gives a page's body another content, as a server that lies does. */
	tamper(login: string, seq: number, change: (line: Stored) => Stored): void {
		const lines = this.lines(login);
		const line = lines[seq - 1];
		if (line) lines[seq - 1] = change(line);
	}

	private async answer(browser: Connection, init: RequestInit, url: string): Promise<Response> {
		const { pathname, searchParams } = new URL(url, 'http://goldseam.test');
		const body = (init.body ? JSON.parse(init.body as string) : {}) as Json;
		const route = routeOf(init, pathname);
		if (route === 'POST /api/salts') return json(200, { profile: 1, salt: saltOf(body.login) });
		if (route === 'POST /api/accounts') return this.createAccount(browser, body);
		if (route === 'POST /api/sessions') return this.createSession(browser, body, 'auth');
		if (route === 'POST /api/recoveries') return this.createSession(browser, body, 'rauth');
		const login = this.sessions.get(browser.cookie ?? '') ?? null;
		const invited = await this.answerLink(route, pathname, login, init, body);
		if (invited) return invited;
		const account = this.accounts.get(login ?? '');
		if (!account) {
			const isEnded = this.ended.has(browser.cookie ?? '');
			return json(401, { code: isEnded ? 'revoked' : 'signed_out' });
		}
		const answered = this.answerInviter(route, pathname, account.login, body);
		if (answered) return reply(await answered);
		const space = this.spaces.get(pathname.split('/')[3] ?? '');
		const membership = space?.memberships.find((found) => found.login === account.login);
		if (space && membership) {
			const after = Number(searchParams.get('after'));
			if (route.endsWith('/answers/#')) {
				const place = { space, membership, nowMs: this.nowMs };
				return this.inTurn(async () => reply(await answerDoor(init, pathname, place, body)));
			}
			return this.answerSpace(route, space, membership, { body, after });
		}
		return this.answerAccount(route, browser, account, body);
	}

	/** Doors for whoever has the link. */
	private async answerLink(
		route: string,
		path: string,
		login: string | null,
		init: RequestInit,
		body: Json
	): Promise<Response | null> {
		const id = path.split('/')[3] ?? '';
		const key = new Headers(init.headers).get('Goldseam-Invitation');
		if (route === 'GET /api/invitations/#') return reply(await pairing.meet(this, login, id, key));
		if (login === null) return null;
		if (route === 'PUT /api/invitations/#/claim') {
			return reply(await pairing.claim(this, login, id, key, body));
		}
		if (route !== 'POST /api/invitations/#/join') return null;
		return this.inTurn(async () => reply(await pairing.join(this, login, id, key, body)));
	}

	private answerInviter(route: string, path: string, login: string, body: Json) {
		const id = path.split('/')[3] ?? '';
		switch (route) {
			case 'POST /api/invitations':
				return pairing.makeInvitation(this, login, body);
			case 'GET /api/invitations':
				return pairing.ownInvitations(this, login);
			case 'PUT /api/invitations/#/nonce':
				return pairing.answer(this, login, id, body);
			case 'POST /api/invitations/#/space':
				return pairing.open(this, login, id, body);
			case 'DELETE /api/invitations/#':
				return pairing.cancel(this, login, id);
			default:
				return null;
		}
	}

	private async answerSpace(
		route: string,
		space: Space,
		membership: Membership,
		{ body, after }: { body: Json; after: number }
	): Promise<Response> {
		switch (route) {
			case 'GET /api/spaces/#/events':
				return json(200, pageOf(space, after));
			case 'POST /api/spaces/#/events':
				return this.inTurn(() => this.append(space, membership, body));
			case 'DELETE /api/spaces/#/membership':
				if (!space.isClosed) return json(409, { code: 'open' });
				this.dropMembership(space, membership);
				return new Response(null, { status: 204 });
			default:
				return json(404, { code: 'not_found' });
		}
	}

	private answerAccount(
		route: string,
		browser: Connection,
		account: Account,
		body: Json
	): Response {
		switch (route) {
			case 'GET /api/account':
				return json(200, this.stateOf(account));
			case 'PUT /api/account/vault':
				return putVault(account, body);
			case 'PUT /api/account/password':
				return this.changePassword(browser, account, body);
			case 'PUT /api/account/recovery':
				if (body.auth_now !== account.auth) return json(403, { code: 'no_match' });
				Object.assign(account, { rauth: body.rauth, ak_rc: body.ak_rc });
				return json(200, this.stateOf(account));
			case 'POST /api/account/deletion':
				if (body.auth_now !== account.auth) return json(403, { code: 'no_match' });
				this.deleteAccount(account);
				return json(200, { backup_days: 30, mark_days: 90 });
			case 'DELETE /api/sessions/current':
				this.sessions.delete(browser.cookie ?? '');
				return new Response(null, { status: 204 });
			default:
				return json(404, { code: 'not_found' });
		}
	}

	private async createAccount(browser: Connection, body: Json): Promise<Response> {
		const login = body.login as string;
		if (this.accounts.has(login)) return json(409, { code: 'login_taken' });
		const account = body as unknown as Account;
		const space: Space = {
			space: account.space,
			kind: 1,
			memberships: [{ login, member: body.member as string, skWrap: body.sk_wrap as string }],
			lines: [await storedOf(body.genesis as Json, this.nowMs, false)],
			isClosed: false
		};
		this.spaces.set(space.space, space);
		this.accounts.set(login, account);
		this.open(browser, login);
		return json(201, this.stateOf(account));
	}

	private createSession(browser: Connection, body: Json, proof: 'auth' | 'rauth'): Response {
		const account = this.accounts.get(body.login as string);
		if (!account || account[proof] !== body[proof]) return json(401, { code: 'no_match' });
		this.open(browser, account.login);
		return json(200, this.stateOf(account));
	}

	private changePassword(browser: Connection, account: Account, body: Json): Response {
		if (body.auth_now !== null && body.auth_now !== account.auth) {
			return json(403, { code: 'no_match' });
		}
		Object.assign(account, { auth: body.auth, ak_pw: body.ak_pw });
		if (body.rauth !== null) Object.assign(account, { rauth: body.rauth, ak_rc: body.ak_rc });
		this.sessions.clear();
		this.open(browser, account.login);
		return json(200, this.stateOf(account));
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

	private async append(space: Space, author: Membership, body: Json): Promise<Response> {
		const items = body.items as Json[];
		const refusal = this.refusals.shift();
		if (refusal) {
			const headers = refusal.retryAfter === undefined ? {} : { after: refusal.retryAfter };
			return json(refusal.status, { code: refusal.code }, headers);
		}
		if (items.length <= 20) {
			this.appends.push(items.map((item) => parseEvent(fromBase64url(item.event)).eventId));
		}
		const repair = body.repair as boolean;
		const outcome = await append(space, author, items, { repair, nowMs: this.nowMs });
		if (typeof outcome === 'object') return json(outcome.status, { code: outcome.code });
		if (space.isClosed) this.endInvitationOf(space);
		return json(outcome, placeOf(space));
	}

	private endInvitationOf({ space }: Space): void {
		for (const [id, invitation] of this.invitations) {
			if (invitation.space === space) this.invitations.delete(id);
		}
	}

	private dropMembership(space: Space, membership: Membership): void {
		space.memberships = space.memberships.filter((other) => other !== membership);
		if (space.memberships.length === 0) this.spaces.delete(space.space);
	}

	private deleteAccount({ login }: Account): void {
		this.accounts.delete(login);
		for (const space of this.spaces.values()) {
			const membership = space.memberships.find((found) => found.login === login);
			if (!membership) continue;
			space.isClosed = true;
			this.endInvitationOf(space);
			this.dropMembership(space, membership);
		}
		for (const [id, { inviter }] of this.invitations) {
			if (inviter === login) this.invitations.delete(id);
		}
	}

	private takePlanned(route: string): Fault | undefined {
		const planned = this.planned.find((plan) => plan.route.test(route));
		this.planned = this.planned.filter((plan) => plan !== planned);
		return planned?.fault;
	}

	private stateOf(account: Account): Json {
		const { login, profile, salt, ak_pw, ak_rc, vault } = account;
		const spaces = [...this.spaces.values()].flatMap((space) => {
			const membership = space.memberships.find((found) => found.login === login);
			if (!membership?.skWrap) return [];
			const { member, skWrap: sk_wrap } = membership;
			const { space: id, kind, isClosed: closed } = space;
			return [{ space: id, kind, member, sk_wrap, closed, ...placeOf(space) }];
		});
		return { account: account.account, login, profile, salt, ak_pw, ak_rc, vault, spaces };
	}
}

const routeOf = ({ method = 'GET' }: RequestInit, path: string): string =>
	`${method} ${path.replace(/[0-9a-f-]{36}|(?<=invitations\/)[\w-]{22}|(?<=answers\/)\d+$/g, '#')}`;
