/**
 * What a browser gives a page, for tests in Node: storage of its own, tabs that hear one another,
 * locks, and a document that can be emptied. One `Browser` is one person's browser; each tab in it
 * loads the app's modules anew, as real tabs do.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import type * as Work from '#lib/intents/account-work.js';
import type * as Agreements from '#lib/intents/agreements.js';
import type * as AttentionIntents from '#lib/intents/attention.js';
import type * as Exit from '#lib/intents/exit.js';
import type * as Export from '#lib/intents/export.js';
import type * as Leaving from '#lib/intents/leaving.js';
import type * as Notes from '#lib/intents/notes.js';
import type * as Pairing from '#lib/intents/pairing.js';
import type * as Talk from '#lib/intents/talk.js';
import type * as Thanks from '#lib/intents/thanks.js';
import type * as Verify from '#lib/intents/verify.js';
import type { Api } from '#lib/sync/api.js';
import type * as Current from '#lib/sync/current.js';
import type * as Start from '#lib/sync/start.js';
import type * as AgreementsView from '#lib/view/agreements.svelte.js';
import type * as NotesView from '#lib/view/notes.svelte.js';
import type * as Session from '#lib/view/session.svelte.js';
import type * as SyncView from '#lib/view/sync.svelte.js';
import type * as TalkView from '#lib/view/talk.svelte.js';
import type * as ThanksView from '#lib/view/thanks.svelte.js';
import type * as UsView from '#lib/view/us.svelte.js';
import type { OpenAccount } from '#lib/sync/account.js';
import type { NoteView } from '#lib/view/notes.svelte.js';
import type { Channel, World } from '#lib/sync/world.js';
import { argon2 } from '#lib/crypto/argon2.js';
import { kdfProfile } from '#lib/crypto/kdf-profiles.js';
import { toBase64url } from '#lib/crypto/ids.js';
import type { Bytes } from '#lib/crypto/canonical.js';
import { START_MS } from './author';
import { PushService } from './push-service';
import type { Connection, Server } from './server';

/** The slow hash gives the same for the same, so one run of a test file does it once each. */
const hashes = new Map<string, Promise<Bytes>>();

async function slowHash(profile: number, password: Bytes, salt: Bytes): Promise<Bytes> {
	const key = `${profile} ${toBase64url(password)} ${toBase64url(salt)}`;
	const hash = hashes.get(key) ?? argon2(kdfProfile(profile), password, salt);
	hashes.set(key, hash);
	return (await hash).slice();
}

export class Browser {
	readonly network: Connection = { cookie: null, isReachable: true };
	readonly databases = new IDBFactory();
	readonly local = new Map<string, string>();
	/** Of the tab in front. */
	readonly session = new Map<string, string>();
	nowMs = START_MS;
	/** Notes can reach this browser once it was asked. */
	readonly push = new PushService();
	private readonly tabs: Tab[] = [];
	private readonly channels = new Set<Channel>();
	private readonly held = new Map<string, Promise<unknown>>();

	constructor(readonly server: Server) {}

	/** A new tab: modules of its own over this browser's storage. */
	async openTab(): Promise<Tab> {
		vi.resetModules();
		this.enter();
		const [api, work, notes, attention, session, view, sync, current, start, exit, two] =
			await Promise.all([
				import('#lib/sync/api.js'),
				import('#lib/intents/account-work.js'),
				import('#lib/intents/notes.js'),
				import('#lib/intents/attention.js'),
				import('#lib/view/session.svelte.js'),
				import('#lib/view/notes.svelte.js'),
				import('#lib/view/sync.svelte.js'),
				import('#lib/sync/current.js'),
				import('#lib/sync/start.js'),
				import('#lib/intents/exit.js'),
				loadTwo()
			]);
		const modules = { work, notes, attention, session, view, sync, current, start, exit, ...two };
		const world = this.world(new api.Api(this.server.fetchFor(this.network)));
		const tab = new Tab(this, world, modules);
		this.tabs.push(tab);
		return tab;
	}

	/** The app is gone from one moment to the next; whatever it held is free again. */
	kill(): void {
		this.close();
		this.held.clear();
	}

	/** Ends what runs in the tabs, as closing the browser does. */
	close(): void {
		for (const tab of this.tabs) tab.close();
	}

	/** Makes this browser's globals the ones that code started from here on finds. */
	enter(): void {
		const events = new EventTarget();
		Object.assign(globalThis, {
			indexedDB: this.databases,
			localStorage: storageOver(this.local),
			sessionStorage: storageOver(this.session),
			document: documentOf(),
			location: { replace: vi.fn(), reload: vi.fn() },
			addEventListener: events.addEventListener.bind(events),
			dispatchEvent: events.dispatchEvent.bind(events)
		});
		Object.defineProperty(globalThis, 'navigator', {
			configurable: true,
			value: { onLine: true }
		});
	}

	private world(api: Api): World {
		return {
			api,
			now: () => this.nowMs,
			jitter: () => 0,
			derive: ({ profile, password, salt }) => slowHash(profile, password, salt),
			connect: () => {
				throw new DOMException('no sockets here');
			},
			openChannel: () => this.openChannel(),
			locks: this.locks(),
			deviceName: 'phone',
			push: this.push
		};
	}

	private openChannel(): Channel {
		const channel: Channel = {
			onmessage: null,
			postMessage: (data) => {
				for (const other of this.channels) {
					if (other !== channel) {
						queueMicrotask(() =>
							other.onmessage?.({ data: structuredClone(data) } as MessageEvent)
						);
					}
				}
			},
			close: () => this.channels.delete(channel)
		};
		this.channels.add(channel);
		return channel;
	}

	/** Exclusive locks that wait their turn and can be called off. */
	private locks(): LockManager {
		const request = async (
			name: string,
			options: { signal?: AbortSignal },
			work: () => Promise<unknown>
		): Promise<unknown> => {
			const before = this.held.get(name) ?? Promise.resolve();
			const turn = before.then(async () => {
				if (options.signal?.aborted) throw new DOMException('called off', 'AbortError');
				return work();
			});
			this.held.set(
				name,
				turn.catch(() => undefined)
			);
			return turn;
		};
		return { request } as unknown as LockManager;
	}
}

/** What two people do with each other. */
async function loadTwo() {
	const [talk, talkView, agreements, agreementsView] = await Promise.all([
		import('#lib/intents/talk.js'),
		import('#lib/view/talk.svelte.js'),
		import('#lib/intents/agreements.js'),
		import('#lib/view/agreements.svelte.js')
	]);
	const talking = { talk, talkView, agreements, agreementsView };
	const [pairing, thanks, leaving, verify, exporting, us, thanksView] = await Promise.all([
		import('#lib/intents/pairing.js'),
		import('#lib/intents/thanks.js'),
		import('#lib/intents/leaving.js'),
		import('#lib/intents/verify.js'),
		import('#lib/intents/export.js'),
		import('#lib/view/us.svelte.js'),
		import('#lib/view/thanks.svelte.js')
	]);
	return { pairing, thanks, leaving, verify, exporting, us, thanksView, ...talking };
}

interface Modules {
	pairing: typeof Pairing;
	thanks: typeof Thanks;
	leaving: typeof Leaving;
	verify: typeof Verify;
	exporting: typeof Export;
	us: typeof UsView;
	thanksView: typeof ThanksView;
	talk: typeof Talk;
	talkView: typeof TalkView;
	agreements: typeof Agreements;
	agreementsView: typeof AgreementsView;
	work: typeof Work;
	notes: typeof Notes;
	attention: typeof AttentionIntents;
	session: typeof Session;
	view: typeof NotesView;
	sync: typeof SyncView;
	current: typeof Current;
	start: typeof Start;
	exit: typeof Exit;
}

export const PASSPHRASE = 'correct horse battery staple';
const LOGIN = 'mara';

/** One tab: the app's own functions, and what its screens would show. */
export class Tab {
	constructor(
		readonly browser: Browser,
		readonly world: World,
		readonly app: Modules
	) {}

	async signUp(login = LOGIN, name = 'Mara'): Promise<string[]> {
		this.browser.enter();
		const input = { name, glaze: 'moss', login, passphrase: PASSPHRASE } as const;
		const { recoveryCode } = await this.app.work.signUp(
			this.world,
			{ ...input, invitation: null },
			() => undefined
		);
		await this.app.work.finishSignUp();
		await this.settled();
		return recoveryCode;
	}

	async signIn(passphrase = PASSPHRASE, login = LOGIN): Promise<void> {
		this.browser.enter();
		await this.app.work.signIn(this.world, login, passphrase, () => undefined);
	}

	async unlock(passphrase = PASSPHRASE): Promise<void> {
		this.browser.enter();
		await this.app.work.unlock(this.world, passphrase, () => undefined);
	}

	async lock(): Promise<void> {
		this.browser.enter();
		await this.app.work.lockAccount();
	}

	/** What the root layout does when the page is loaded. */
	async start(): Promise<void> {
		this.browser.enter();
		const { findCurrentAccount } = await import('#lib/store/accounts-here.js');
		const account = await findCurrentAccount();
		if (account === undefined) this.app.session.showSession('signed_out');
		else await this.app.start.start(account, this.world);
	}

	get us() {
		return this.app.us.us;
	}

	get thanks() {
		return this.app.thanksView.thanks;
	}

	get talk() {
		return this.app.talkView.talk;
	}

	get agreements() {
		return this.app.agreementsView.agreements;
	}

	/** What a screen about pairing does every two seconds. */
	async look(): Promise<void> {
		await this.account.pairing.advance();
	}

	get account(): OpenAccount {
		return this.app.current.openAccount();
	}

	get shown(): readonly NoteView[] {
		return this.app.view.notes.all;
	}

	get texts(): string[] {
		return this.shown.map(({ text }) => text);
	}

	/** A new note, as an editor saves it; gives the id it stands under. */
	async write(text: string, title = ''): Promise<string> {
		const id = this.app.notes.newNoteId();
		await this.app.notes.saveNote(id, { title, text });
		return this.app.view.notes.find(id)?.id ?? id;
	}

	async edit(id: string, text: string): Promise<void> {
		const { title } = this.app.view.notes.find(id) ?? { title: '' };
		await this.app.notes.readDraft(id);
		await this.app.notes.saveNote(id, { title, text });
	}

	/** Until everything is sent and the server has been read to its head. */
	async settled(): Promise<void> {
		await eventually(() => {
			const { connected, unsent } = this.app.sync.sync;
			if (!connected || unsent > 0) throw new Error(`connected ${connected}, unsent ${unsent}`);
		});
	}

	async until(claim: () => void): Promise<void> {
		await eventually(claim);
	}

	/** The cable is out, and the app has noticed. */
	async goOffline(): Promise<void> {
		this.browser.network.isReachable = false;
		this.account.nudge();
		await this.until(() => {
			if (this.app.sync.sync.connected) throw new Error('still connected');
		});
	}

	/** Connected again, and looking at once, as the browser's `online` event makes it. */
	goOnline(): void {
		this.browser.network.isReachable = true;
		this.account.nudge();
	}

	/** Until this tab has read as far as the server has. */
	async read(login = LOGIN): Promise<void> {
		this.account.nudge();
		await this.until(() => {
			const { seq } = this.account.personal.chain;
			const stored = this.browser.server.lines(login).length;
			if (seq !== stored) throw new Error(`read ${seq} of ${stored}`);
		});
		// The lines are in the store a moment before the screens show them.
		await this.account.outbox.load();
		this.account.refresh();
	}

	close(): void {
		this.app.current.findOpenAccount()?.close();
	}
}

/** As long as a busy machine may take; what comes sooner is seen at once. */
const WAIT = { timeout: 20_000, interval: 5 };

/** Until the claim holds. */
export async function eventually(claim: () => void | Promise<void>): Promise<void> {
	await vi.waitFor(claim, WAIT);
}

function storageOver(
	map: Map<string, string>
): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
	return {
		getItem: (key) => map.get(key) ?? null,
		setItem: (key, value) => void map.set(key, value),
		removeItem: (key) => void map.delete(key)
	};
}

function documentOf() {
	const documentElement = { hidden: false, style: {}, replaceChildren: vi.fn() };
	return Object.assign(new EventTarget(), { visibilityState: 'visible', documentElement });
}
