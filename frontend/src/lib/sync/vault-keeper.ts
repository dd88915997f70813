/**
 * The rules of the vault (protocol.md §4): a phone that has seen a revision refuses a lower one and,
 * after a restore of the server, writes its own back above the highest it has seen. The cursors in
 * it tell a phone that knows less that it does.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { vaultContext } from '#lib/crypto/contexts.js';
import { EnvelopeError } from '#lib/crypto/envelope.js';
import type { SpaceId } from '#lib/crypto/ids.js';
import { openVault, sealVault, type Membership, type Vault } from '#lib/crypto/wraps.js';
import type { VaultRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import type { Api } from './api';
import { AppError } from './app-error';
import { keepsMemberships, mergeVaults, type Keyring } from './keyring';
import { isRefusal } from './refusal';
import type { SpaceLog } from './space-log';
import { Turns } from './turns';

const DAY_MS = 24 * 60 * 60_000;
/** Tries after "another device wrote it", each on top of what that one wrote. */
const MAX_TRIES = 5;

interface ServerVault {
	revision: number;
	envelope: Bytes;
}

export class VaultKeeper {
	/** The server was restored from before what this phone knew; the passphrase wants setting anew. */
	wasAhead = false;
	private readonly turns = new Turns();

	constructor(
		private readonly api: Api,
		private readonly store: Store,
		private readonly keyring: Keyring,
		private readonly logs: ReadonlyMap<SpaceId, SpaceLog>,
		private readonly now: () => number
	) {}

	async load(): Promise<void> {
		const wasAhead = await this.store.read(['account'], (rows) => rows.own('vault-was-ahead'));
		this.wasAhead = wasAhead === true;
	}

	/** The passphrase was set anew: server and phone agree again. */
	async settle(): Promise<void> {
		this.wasAhead = false;
		await this.store.write(['account'], (rows) => {
			rows.delete('account', 'vault-was-ahead');
			return Promise.resolve();
		});
	}

	/** The highest revision this phone ever saw; to be asked before the server is. */
	async highestSeen(): Promise<number> {
		return (await this.row()).highestSeen;
	}

	/**
	 * At each contact. Throws AppError `server` for a vault that is not ours.
	 * @param seenBefore the highest revision seen before the server was asked: what this phone wrote
	 *   while the answer was on its way does not make the server a restored one
	 */
	async meet(server: ServerVault, seenBefore: number): Promise<void> {
		const row = await this.catchUp();
		if (server.revision >= seenBefore && server.revision < row.highestSeen) return;
		if (server.revision < row.highestSeen) {
			const vault = await this.withTheirs(server);
			await this.write(server.revision, row.highestSeen + 1, vault, { wasAhead: true });
		} else if (server.revision !== row.revision || !equalBytes(server.envelope, row.envelope)) {
			await this.adopt(server, row);
		}
	}

	/** Takes over what another tab wrote. Gives the row as it stands. */
	async catchUp(): Promise<VaultRow> {
		const row = await this.row();
		if (row.revision !== this.keyring.vaultRevision) await this.adopt(row, row);
		return row;
	}

	/**
	 * Changes what the vault holds, and resolves once the server has it. Where another device wrote
	 * meanwhile, its vault is read and changed in the same way, so that neither write is lost. Throws
	 * what the connection throws; then it can be called again.
	 * @param update null: there is nothing to change
	 */
	async change(update: (vault: Vault) => Vault | null): Promise<void> {
		await this.turns.run(async () => {
			for (let tries = 0; tries < MAX_TRIES; tries += 1) {
				const row = await this.catchUp();
				const vault = update(this.withCursors({ backwards: false }));
				if (vault === null) return;
				try {
					await this.write(row.revision, row.highestSeen + 1, vault, { wasAhead: false });
					return;
				} catch (error) {
					if (!isRefusal(error, 'vault_moved')) throw error;
				}
				const { vault: server } = await this.api.account();
				await this.meet(server, row.highestSeen);
			}
			throw new AppError('server');
		});
	}

	/**
	 * At most daily, because each write tells the server that somebody was here; at once at sign-out;
	 * and backwards only by a person's decision to go on from an earlier place.
	 */
	async writeCursors(when: 'daily' | 'now' | 'backwards'): Promise<void> {
		// One after another: two writes at once would replace the same revision, and one be refused.
		await this.turns.run(() => this.writeCursorsNow(when));
	}

	private async writeCursorsNow(when: 'daily' | 'now' | 'backwards'): Promise<void> {
		const row = await this.catchUp();
		const isDue = when !== 'daily' || this.now() - row.cursorsWrittenMs >= DAY_MS;
		const vault = this.withCursors({ backwards: when === 'backwards' });
		if (!isDue || !this.differs(vault)) return;
		await this.write(row.revision, row.highestSeen + 1, vault, { wasAhead: false });
	}

	get memberships(): readonly Membership[] {
		return this.keyring.vault.memberships;
	}

	/** The place that some phone of this person had verified when it last wrote the vault. */
	cursorOf(space: SpaceId): { seq: number; head: Bytes } | undefined {
		return this.keyring.vault.memberships.find((membership) => membership.space === space);
	}

	private async row(): Promise<VaultRow> {
		const row = await this.store.read(['account'], (rows) => rows.own('vault'));
		if (!row) throw new AppError('storage');
		return row;
	}

	private differs(vault: Vault): boolean {
		return vault.memberships.some(({ space, seq, head }) => {
			const written = this.cursorOf(space);
			return written?.seq !== seq || !equalBytes(written.head, head);
		});
	}

	private async adopt(server: ServerVault, row: VaultRow): Promise<void> {
		const context = vaultContext(this.keyring.account, server.revision);
		const vault = await this.openOrRefuse(context, server.envelope);
		if (!keepsMemberships(this.keyring.vault, vault)) throw new AppError('server');
		const { revision, envelope } = server;
		await this.keep({ ...row, revision, envelope, highestSeen: revision }, false);
		this.show(vault, server.revision);
	}

	/** What this phone holds, with what another device wrote after the restore. */
	private async withTheirs({ revision, envelope }: ServerVault): Promise<Vault> {
		const mine = this.withCursors({ backwards: false });
		try {
			const context = vaultContext(this.keyring.account, revision);
			return mergeVaults(mine, await openVault(this.keyring.keys.vault, context, envelope));
		} catch (error) {
			// Whatever stands there is not ours, and ours is about to take its place.
			if (error instanceof EnvelopeError) return mine;
			throw error;
		}
	}

	private async openOrRefuse(
		context: ReturnType<typeof vaultContext>,
		envelope: Bytes
	): Promise<Vault> {
		try {
			return await openVault(this.keyring.keys.vault, context, envelope);
		} catch (error) {
			if (error instanceof EnvelopeError) throw new AppError('server', { cause: error });
			throw error;
		}
	}

	private async write(
		replaces: number,
		revision: number,
		vault: Vault,
		{ wasAhead }: { wasAhead: boolean }
	): Promise<void> {
		const context = vaultContext(this.keyring.account, revision);
		const envelope = await sealVault(this.keyring.keys.vault, context, vault);
		await this.api.writeVault(replaces, revision, envelope);
		const row = { revision, envelope, highestSeen: revision, cursorsWrittenMs: this.now() };
		await this.keep(row, wasAhead);
		this.show(vault, revision);
	}

	/** A cursor that another phone wrote farther on than we are stays, unless we mean to go back. */
	private withCursors({ backwards }: { backwards: boolean }): Vault {
		const memberships = this.keyring.vault.memberships.map((membership) => {
			const chain = this.logs.get(membership.space)?.chain;
			if (!chain || (chain.seq < membership.seq && !backwards)) return membership;
			return { ...membership, seq: chain.seq, head: chain.head };
		});
		return { ...this.keyring.vault, memberships };
	}

	private show(vault: Vault, revision: number): void {
		this.keyring.vault = vault;
		this.keyring.vaultRevision = revision;
	}

	private async keep(row: VaultRow, wasAhead: boolean): Promise<void> {
		this.wasAhead ||= wasAhead;
		await this.store.write(['account'], (rows) => {
			rows.putOwn('vault', row);
			if (wasAhead) rows.putOwn('vault-was-ahead', true);
			return Promise.resolve();
		});
	}
}
