/**
 * The open account in this tab: its store, keys, logs, outbox and drafts, the screens they fill, and
 * the tabs beside it. Closing it leaves nothing in memory that opens anything.
 */
import type { SpaceId } from '#lib/crypto/ids.js';
import type { ThanksParts } from '#lib/log/content.js';
import type { Store } from '#lib/store/store.js';
import type { GuideBundle } from '#lib/talk/guide.js';
import { TodaySaid } from '#lib/talk/today-said.js';
import type { ComposedNote } from '#lib/view/compose-notes.js';
import { emptyScreens } from '#lib/view/show-account.js';
import { showSync, type Attention } from '#lib/view/sync.svelte.js';
import type { IdentityRow } from '#lib/store/rows.js';
import { AnswerTyping } from './answer-typing';
import { markAsked } from './asking';
import { Contact } from './contact';
import { agreementDrafts, thanksDrafts, type AgreementDraftWords } from './draft-kinds';
import { DraftRows } from './draft-rows';
import { Drafts } from './drafts';
import { Engine } from './engine';
import { Everyday } from './everyday';
import {
	introduce,
	keepClosed,
	removeSpace,
	settleClosed,
	type HousekeepingParts
} from './housekeeping';
import { keepTyping, loadTyping } from './keep-typing';
import { forgetKeys, type Keyring } from './keyring';
import { Leading } from './leading';
import { leaveSpace } from './leave-space';
import { lostOfPartner } from './lost-changes';
import type { OpenParts } from './open-parts';
import { Outbox } from './outbox';
import { PageTyping } from './page-typing';
import type { Pairing } from './pairing';
import { pairingOf } from './pairing-here';
import { InvitationRows } from './pairing-row';
import { isRefusal } from './refusal';
import { Screens } from './screens';
import { sealedOf } from './sealed-here';
import type { SealedAnswers } from './sealed-answers';
import type { SpaceLog } from './space-log';
import { SpaceSet } from './space-set';
import { CHANNEL, Tabs, type Status } from './tabs';
import { Turns } from './turns';
import { TypedDrafts } from './typed-drafts';
import type { Typing } from './typing';
import { VaultKeeper } from './vault-keeper';
import type { World } from './world';

export class OpenAccount {
	readonly spaces: SpaceSet;
	readonly outbox: Outbox;
	readonly drafts: Drafts;
	readonly typedThanks: TypedDrafts<ThanksParts>;
	readonly answers: AnswerTyping;
	readonly pages: PageTyping;
	/** Limits, requests and agreements that are being written. */
	readonly typedAgreements: TypedDrafts<AgreementDraftWords>;
	readonly sealed: SealedAnswers;
	/** What was said of today; it is forgotten with the account. */
	readonly said: TodaySaid;
	readonly keeper: VaultKeeper;
	readonly pairing: Pairing;
	readonly screens: Screens;
	readonly everyday: Everyday;
	readonly tabs: Tabs;
	private readonly engine: Engine;
	private readonly contact: Contact;
	private readonly leading: Leading;
	private readonly closing = new AbortController();
	private findings: Attention[] = [];
	private partnerLost: Attention[] = [];
	private readonly introducing = new Turns();

	constructor(private readonly parts: OpenParts) {
		const { world, store, identity, login, keyring, auth } = parts;
		const { account, device, deviceName } = identity;
		this.spaces = new SpaceSet(store, keyring);
		const deviceKeys = { device, key: keyring.keys.device };
		this.outbox = new Outbox(store, deviceKeys);
		const draftRows = new DraftRows(store, deviceKeys, () => {
			this.tabs.tell({ say: 'typed' });
		});
		this.drafts = new Drafts(draftRows, world.now);
		this.typedThanks = new TypedDrafts(draftRows, world.now, thanksDrafts);
		this.answers = new AnswerTyping(draftRows, world.now);
		this.pages = new PageTyping(draftRows, world.now);
		this.typedAgreements = new TypedDrafts(draftRows, world.now, agreementDrafts);
		this.said = new TodaySaid(world.now);
		this.sealed = sealedOf(this, deviceKeys, this.closing.signal);
		this.keeper = new VaultKeeper(world.api, store, keyring, this.logs, world.now);
		const who = { account, login, device: deviceName };
		this.contact = new Contact(world.api, store, this.keeper, this.spaces, who, auth);
		this.tabs = new Tabs(world.openChannel(CHANNEL), account);
		this.screens = this.makeScreens();
		const { signal } = this.closing;
		this.everyday = new Everyday({ world, store, keyring, screens: this.screens, signal });
		this.pairing = this.makePairing(new InvitationRows(store, deviceKeys));
		this.engine = this.makeEngine();
		this.leading = this.makeLeading();
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

	get logs(): ReadonlyMap<SpaceId, SpaceLog> {
		return this.spaces.logs;
	}

	get notes(): readonly ComposedNote[] {
		return this.screens.notes;
	}

	/** My side. Throws AppError `server` where the account has none. */
	get personal(): SpaceLog {
		return this.spaces.personal;
	}

	/** Reads what this phone has and shows it; then the server is tried, whatever becomes of it. */
	async start(): Promise<void> {
		const { outbox, keeper, pairing, everyday, sealed } = this;
		const parts = [outbox, keeper, everyday.push];
		await Promise.all([...parts.map((part) => part.load()), loadTyping(this)]);
		for (const log of this.logs.values()) await log.catchUp();
		await sealed.rows.load();
		await pairing.load();
		await this.findLost();
		showSync({ memoryOnly: !this.store.lasting });
		this.refresh();
		this.leading.start();
		void this.loadGuides().catch(ignore);
		await this.answerAsking().catch(ignore);
	}

	/** Fills the screens from logs and outbox. */
	refresh(): void {
		if (this.closing.signal.aborted) return;
		this.screens.refresh([...this.findings, ...this.partnerLost]);
		this.pairing.show();
	}

	/** The outbox changed in this tab: shown here, sent by whoever leads. */
	outboxChanged(): void {
		this.tabs.tell({ say: 'outbox' });
		this.engine.pump();
		this.refresh();
	}

	linesChanged(space: SpaceId): void {
		this.tabs.tell({ say: 'lines', space });
		this.linesCame();
	}

	/** Looks which of the partner's words the server lost and their phone has not put back. */
	async findLost(): Promise<void> {
		this.partnerLost = await lostOfPartner(this.store, this.spaces.shared);
	}

	/** There are more spaces than before, or fewer: this tab follows them, and the others hear of it. */
	spacesChanged(): void {
		this.tabs.tell({ say: 'spaces' });
		this.engine.spacesChanged();
		this.refresh();
	}

	/** Leaves a shared space, whether or not anybody joined it. */
	async leave(log: SpaceLog): Promise<void> {
		try {
			await leaveSpace(this.world.api, log);
		} catch (error) {
			// A server that knows no such space holds nobody in it. Should it know it again, the leaving
			// is made good there at the next contact.
			if (!isRefusal(error, 'not_found')) throw error;
			await keepClosed(this.keeper, [log]);
		}
		this.linesChanged(log.keys.space);
		await this.settleClosed();
	}

	/** Takes a closed space off every phone of this person, and their part of it off the server. */
	async drop(log: SpaceLog): Promise<void> {
		await removeSpace(this.house, log);
		this.spacesChanged();
	}

	/** Tries the server now, in the tab that leads. */
	nudge(): void {
		this.leading.nudge();
	}

	/** A decision was carried out here: the tab that leads looks at the server again. */
	async lookAgain(space: SpaceId): Promise<void> {
		await this.leading.lookAgain(space);
	}

	/** The app came to the front: if nobody answers for the server, this tab does. */
	async comeToFront(answerWithinMs: number): Promise<void> {
		this.everyday.returned();
		await this.leading.comeToFront(answerWithinMs);
	}

	/** Without it only the passphrase opens the account. Keys in memory stay until `close`. */
	async forgetKeyOnDisk(): Promise<void> {
		await this.store.write(['account'], (rows) => {
			rows.delete('account', 'ak');
			return Promise.resolve();
		});
	}

	/** Seals what an editor holds; begun before this returns. */
	async keepTyping(typing: Typing): Promise<void> {
		await keepTyping(this, typing);
	}

	/** The guides, for who needs them before they have come by themselves. */
	async loadGuides(): Promise<GuideBundle> {
		return this.screens.talk.load().finally(() => {
			this.refresh();
		});
	}

	/** Stops everything and forgets the keys; what is on the phone stays as it is. */
	close(): void {
		this.closing.abort();
		this.contact.forgetAuth();
		this.tabs.close();
		this.screens.clear();
		this.said.forget();
		forgetKeys(this.keyring);
		emptyScreens();
	}

	private get house(): HousekeepingParts {
		const { spaces, outbox, pages, keeper, screens, world } = this;
		return { spaces, outbox, pages, keeper, screens, api: world.api, now: world.now };
	}

	private makeScreens(): Screens {
		const { spaces, outbox, drafts, typedThanks, answers, pages, typedAgreements, said } = this;
		const { keeper, identity, login } = this;
		const { now } = this.world;
		const words = { drafts, typedThanks, answers, pages, typedAgreements };
		const sealed = this.sealed.rows;
		return new Screens({ spaces, outbox, ...words, sealed, said, keeper, identity, login, now });
	}

	private makePairing(rows: InvitationRows): Pairing {
		const { world, keyring, identity } = this.parts;
		return pairingOf(rows, {
			...{ world, keyring, keeper: this.keeper, spaces: this.spaces },
			account: identity.account,
			signal: this.closing.signal,
			name: () => this.screens.name,
			meet: () => this.contact.make(),
			leave: (log) => this.leave(log),
			onChange: () => {
				this.spacesChanged();
			}
		});
	}

	private makeEngine(): Engine {
		const { world, onEnded } = this.parts;
		return new Engine({
			world,
			spaces: this.spaces,
			outbox: this.outbox,
			keeper: this.keeper,
			contact: this.contact,
			sealed: this.sealed,
			onContact: () => {
				void this.afterContact();
				void this.everyday.meet();
			},
			onWhole: () => {
				void this.introduce();
				void this.answerAsking().catch(ignore);
			},
			onClosed: () => void this.settleClosed().catch(ignore),
			onStatus: (status) => {
				this.tabs.tell({ say: 'status', status });
				this.showStatus(status);
			},
			onLines: (space, isInStep) => {
				this.linesChanged(space);
				if (isInStep) void this.introduce();
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

	private makeLeading(): Leading {
		const { identity, world, onEnded } = this.parts;
		return new Leading({
			account: identity.account,
			locks: world.locks,
			tabs: this.tabs,
			engine: this.engine,
			closing: this.closing.signal,
			onSpaces: async () => {
				await this.keeper.catchUp();
				await this.spaces.catchUp();
				await this.pairing.load();
				this.engine.spacesChanged();
				this.refresh();
			},
			onLines: async (space) => {
				await this.logs.get(space)?.catchUp();
				await Promise.all([this.outbox.load(), this.sealed.rows.load()]);
				this.linesCame();
			},
			onOutbox: async () => {
				await Promise.all([this.outbox.load(), this.sealed.rows.load()]);
				this.engine.pump();
				this.refresh();
			},
			onTyped: async () => {
				await loadTyping(this);
				this.refresh();
			},
			onStatus: (status) => {
				this.showStatus(status);
			},
			onEnded
		});
	}

	/** The vault and the list of spaces are as the server has them: what follows from that. */
	private async afterContact(): Promise<void> {
		try {
			this.tabs.tell({ say: 'spaces' });
			await this.settleClosed();
			await this.pairing.advance();
		} catch {
			// The next contact sees to it; nothing of it is lost.
		}
	}

	/** What was missed may be among them. */
	private linesCame(): void {
		this.refresh();
		this.everyday.came();
		if (this.partnerLost.length === 0) return;
		void this.findLost().then(() => {
			this.refresh();
		}, ignore);
	}

	private async settleClosed(): Promise<void> {
		await settleClosed(this.house);
		this.spacesChanged();
	}

	/** A new phone knows only after reading whether the passphrase typed on it was due. */
	private async answerAsking(): Promise<void> {
		if (this.parts.isTyped && !this.closing.signal.aborted) await markAsked(this);
	}

	private async introduce(): Promise<void> {
		await this.introducing.run(async () => {
			if (!this.closing.signal.aborted && (await introduce(this.house))) this.outboxChanged();
		});
	}

	private showStatus({ connected, wrongClock, outdated, findings }: Status): void {
		if (this.closing.signal.aborted) return;
		showSync({ connected, wrongClock, outdated });
		this.findings = findings;
		this.refresh();
		this.everyday.came();
	}
}

const ignore = (): void => undefined;
