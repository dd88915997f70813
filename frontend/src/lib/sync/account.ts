/**
 * The open account in this tab: its store, keys, logs, outbox and drafts, the screens they fill, and
 * the tabs beside it. Closing it leaves nothing in memory that opens anything.
 */
import { parseId, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import type { IdentityRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import { composeNotes, type ComposedNote, type PendingIntent } from '#lib/view/compose-notes.js';
import { emptyScreens, showAccount } from '#lib/view/show-account.js';
import { showSync, type Attention } from '#lib/view/sync.svelte.js';
import { AppError } from './app-error';
import { Contact } from './contact';
import { Drafts } from './drafts';
import { Engine } from './engine';
import { forgetKeys, type Keyring } from './keyring';
import { Outbox } from './outbox';
import { refusedAttention } from './refused';
import { SpaceLog } from './space-log';
import { CHANNEL, Leadership, Tabs, type Status, type TabMessage } from './tabs';
import type { Typing } from './typing';
import { VaultKeeper } from './vault-keeper';
import type { World } from './world';

export interface OpenParts {
	world: World;
	store: Store;
	identity: IdentityRow;
	login: string;
	keyring: Keyring;
	/** AUTH from unlocking, to renew a session that has merely ended. */
	auth: Uint8Array<ArrayBuffer> | null;
	/** The session is over, or another tab closed the account. */
	onEnded: (ending: Ending) => void;
}

export type Ending =
	/** By the server: `revoked` empties this phone, `signed_out` locks it. */
	| { how: 'revoked' | 'signed_out' }
	/** By another tab: locked, left in a hurry, or removed from this browser. */
	| { how: 'locked' | 'left' }
	| { how: 'gone'; notice: 'ended' | null };

export class OpenAccount {
	readonly logs = new Map<SpaceId, SpaceLog>();
	readonly outbox: Outbox;
	readonly drafts: Drafts;
	readonly keeper: VaultKeeper;
	readonly tabs: Tabs;
	private readonly engine: Engine;
	private readonly contact: Contact;
	private readonly leadership: Leadership;
	private readonly closing = new AbortController();
	private findings: Attention[] = [];
	private composed: ComposedNote[] = [];
	private isLeading = false;

	constructor(private readonly parts: OpenParts) {
		const { world, store, identity, login, keyring, auth } = parts;
		const { account, device, deviceName } = identity;
		for (const keys of keyring.spaces) this.logs.set(keys.space, new SpaceLog(store, keys));
		const deviceKeys = { device, key: keyring.keys.device };
		this.outbox = new Outbox(store, deviceKeys);
		this.drafts = new Drafts(store, deviceKeys, world.now);
		this.keeper = new VaultKeeper(world.api, store, keyring, this.logs, world.now);
		const who = { account, login, device: deviceName };
		this.contact = new Contact(world.api, store, this.keeper, who, auth);
		this.tabs = new Tabs(world.openChannel(CHANNEL), account);
		this.engine = this.makeEngine();
		this.leadership = new Leadership(world.locks, `goldseam-sync-${account}`, async (signal) => {
			this.isLeading = true;
			await this.engine.run(signal);
			this.isLeading = false;
			// Over without being told to stop: the session is, and the lock stays until we close.
			if (!signal.aborted) await ended(signal);
		});
	}

	get store(): Store {
		return this.parts.store;
	}

	get world(): World {
		return this.parts.world;
	}

	get identity(): IdentityRow {
		return this.parts.identity;
	}

	get login(): string {
		return this.parts.login;
	}

	get keyring(): Keyring {
		return this.parts.keyring;
	}

	get notes(): readonly ComposedNote[] {
		return this.composed;
	}

	/** My side. Throws AppError `server` where the account has none. */
	get personal(): SpaceLog {
		const [first] = this.logs.values();
		if (!first) throw new AppError('server');
		return first;
	}

	/** Reads what this phone has and shows it; then the server is tried, whatever becomes of it. */
	async start(): Promise<void> {
		await Promise.all([this.outbox.load(), this.drafts.load(), this.keeper.load()]);
		for (const log of this.logs.values()) await log.catchUp();
		showSync({ memoryOnly: !this.store.lasting });
		this.refresh();
		this.tabs.listen((message) => {
			void this.hear(message);
		});
		void this.leadership.run(this.closing.signal);
		this.tabs.tell({ say: 'who_leads' });
	}

	/** Fills the screens from logs and outbox. */
	refresh(): void {
		if (this.closing.signal.aborted) return;
		this.drafts.freezeBases(this.composed);
		const { fold } = this.personal;
		const pending = this.pending();
		this.composed = composeNotes(fold, pending);
		showAccount({
			fold,
			pending,
			notes: this.composed,
			savedAs: this.drafts.savedAs,
			thisDevice: this.identity.device,
			unsent: this.outbox.size,
			attention: [
				...this.findings,
				...(this.keeper.wasAhead ? [{ kind: 'set_passphrase_again' } as const] : []),
				...refusedAttention(this.outbox.entries)
			]
		});
	}

	/** The outbox changed in this tab: shown here, sent by whoever leads. */
	outboxChanged(): void {
		this.tabs.tell({ say: 'outbox' });
		this.engine.pump();
		this.refresh();
	}

	linesChanged(space: SpaceId): void {
		this.tabs.tell({ say: 'lines', space });
		this.refresh();
	}

	/** Tries the server now, in the tab that leads. */
	nudge(): void {
		if (this.isLeading) this.engine.nudge();
		else this.tabs.tell({ say: 'nudge' });
	}

	/** A decision was carried out here: the tab that leads looks at the server again. */
	async lookAgain(space: SpaceId): Promise<void> {
		if (this.isLeading) await this.engine.lookAgain(space);
		else this.tabs.tell({ say: 'nudge' });
	}

	/** The app came to the front: if nobody answers for the server, this tab does. */
	async comeToFront(answerWithinMs: number): Promise<void> {
		this.nudge();
		if (this.isLeading) return;
		const heard = new Promise<boolean>((resolve) => {
			this.leaderHeard = () => {
				resolve(true);
			};
			setTimeout(() => {
				resolve(false);
			}, answerWithinMs);
		});
		this.tabs.tell({ say: 'who_leads' });
		if (!(await heard) && !this.closing.signal.aborted) this.leadership.steal();
	}

	/** Without it only the passphrase opens the account. Keys in memory stay until `close`. */
	async forgetKeyOnDisk(): Promise<void> {
		await this.store.write(['account'], (rows) => {
			rows.delete('account', 'ak');
			return Promise.resolve();
		});
	}

	/** Seals what an editor holds, as a draft of what it shows. */
	async keepTyping({ id, title, text }: Typing): Promise<void> {
		const note = parseId<ObjectId>(id);
		await this.drafts.keep(note, { title, text }, this.drafts.baseOf(note, this.composed));
	}

	/** Stops everything and forgets the keys; what is on the phone stays as it is. */
	close(): void {
		this.closing.abort();
		this.contact.forgetAuth();
		this.tabs.close();
		this.composed = [];
		forgetKeys(this.keyring);
		emptyScreens();
	}

	private leaderHeard: () => void = () => undefined;

	private makeEngine(): Engine {
		const { world, onEnded } = this.parts;
		return new Engine({
			world,
			logs: this.logs,
			outbox: this.outbox,
			keeper: this.keeper,
			contact: this.contact,
			onStatus: (status) => {
				this.tabs.tell({ say: 'status', status });
				this.showStatus(status);
			},
			onLines: (space) => {
				this.linesChanged(space);
			},
			onOutbox: () => {
				this.tabs.tell({ say: 'outbox' });
				this.refresh();
			},
			onEnded: (how) => {
				onEnded({ how });
			}
		});
	}

	private async hear(message: TabMessage): Promise<void> {
		switch (message.say) {
			case 'lines':
				await this.logs.get(message.space)?.catchUp();
				await this.outbox.load();
				this.refresh();
				return;
			case 'outbox':
				await this.outbox.load();
				this.engine.pump();
				this.refresh();
				return;
			case 'status':
				this.leaderHeard();
				// Where there are no locks several tabs lead, and each knows its own line.
				if (!this.isLeading) this.showStatus(message.status);
				return;
			case 'who_leads':
				if (this.isLeading) this.tabs.tell({ say: 'status', status: this.engine.status });
				return;
			case 'nudge':
				if (this.isLeading) this.engine.nudge();
				return;
			case 'locked':
				this.parts.onEnded({ how: 'locked' });
				return;
			case 'gone':
				this.parts.onEnded({ how: 'gone', notice: message.notice });
				return;
			case 'exit':
				this.parts.onEnded({ how: 'left' });
				return;
			case 'opened':
				return;
		}
	}

	private showStatus({ connected, wrongClock, outdated, findings }: Status): void {
		if (this.closing.signal.aborted) return;
		showSync({ connected, wrongClock, outdated });
		this.findings = findings;
		this.refresh();
	}

	private pending(): PendingIntent[] {
		const { space } = this.personal.keys;
		return this.outbox.entries
			.filter(({ row }) => row.space === space && row.refused === null)
			.map(({ row, intent }) => ({ id: row.id, intent }));
	}
}

function ended(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		signal.addEventListener('abort', () => {
			resolve();
		});
	});
}
