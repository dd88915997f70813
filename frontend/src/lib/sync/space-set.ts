/**
 * The spaces that this tab holds. They can become more and fewer while the account is open: a
 * pairing adds one, on whichever device or tab it came about, and a closed one can be taken off this
 * phone. What the server lists counts only where the vault knows it: it cannot invent a space, and
 * one that it withholds is told.
 */
import { EnvelopeError } from '#lib/crypto/envelope.js';
import type { ObjectId, SpaceId } from '#lib/crypto/ids.js';
import type { Membership } from '#lib/crypto/vault-rows.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { SpaceFacts } from '#lib/log/rules/rule.js';
import type { SpaceRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import { AppError } from './app-error';
import { openSpace, type Keyring, type SpaceKeys } from './keyring';
import { lostKey } from './lost-key';
import { SpaceLog } from './space-log';
import type { WireSpace } from './wire';

export class SpaceSet {
	readonly logs = new Map<SpaceId, SpaceLog>();
	/** What the server handed out for these did not open. */
	private refused: readonly SpaceId[] = [];
	/** The vault knew these, and the server did not. */
	private missing: readonly SpaceId[] = [];
	/** What the server listed last. */
	private listed: ReadonlySet<SpaceId> = new Set();
	/** Of these, what a phone of this person had closed before the server said that they are open. */
	private openAgain: ReadonlySet<SpaceId> = new Set();

	constructor(
		private readonly store: Store,
		private readonly keyring: Keyring
	) {
		for (const keys of keyring.spaces) this.logs.set(keys.space, new SpaceLog(store, keys));
	}

	/** My side. Throws AppError `server` where the account has none. */
	get personal(): SpaceLog {
		const found = [...this.logs.values()].find(({ keys }) => keys.parties.kind === 'personal');
		if (!found) throw new AppError('server');
		return found;
	}

	get shared(): SpaceLog[] {
		return [...this.logs.values()].filter(({ keys }) => keys.parties.kind === 'shared');
	}

	/** The shared space that nobody has left, joined by both or waiting for the other. */
	get open(): SpaceLog | null {
		return this.shared.find((log) => !this.isClosed(log)) ?? null;
	}

	/** The vault knows them as open, and what the server hands out for them does not open. */
	get withheld(): SpaceId[] {
		return this.refused.filter((space) => !this.isOver(space));
	}

	/** The vault knows them as open, and the server does not know them at all. */
	get unlisted(): SpaceId[] {
		return this.missing.filter((space) => !this.isOver(space));
	}

	/** The vault knows it as open, but not this tab: another one ended the pairing, and closed. */
	get unheld(): SpaceId | null {
		const told = new Set([...this.refused, ...this.missing]);
		const found = this.keyring.vault.memberships.find(
			({ space }) => !this.logs.has(space) && !told.has(space) && !this.isOver(space)
		);
		return found?.space ?? null;
	}

	/** What is read from the server at each contact: as long as it lists them, closed ones too (R14). */
	get met(): SpaceLog[] {
		return [...this.logs.values()].filter(
			({ keys: { space, parties } }) => parties.kind === 'personal' || this.listed.has(space)
		);
	}

	/**
	 * Whose new lines come by themselves. Behind a `space.left` none do: what was taken back there is
	 * met at the next contact. A space that another phone of this person knows to be closed is
	 * followed up to its end all the same: its 30 days count for every phone (R14).
	 */
	isFollowed(log: SpaceLog): boolean {
		const { space, parties } = log.keys;
		if (parties.kind === 'personal') return true;
		return this.listed.has(space) && (!hasLeft(log) || this.openAgain.has(space));
	}

	/** Closed as far as this person's phones know, and open again on a server that was restored. */
	get reopened(): SpaceLog[] {
		return this.shared.filter(({ keys }) => this.openAgain.has(keys.space));
	}

	/** By a `space.left` that this phone, or another one of this person, verified. */
	isClosed(log: SpaceLog): boolean {
		const membership = this.membershipOf(log.keys.space);
		return membership?.shared?.isClosed === true || hasLeft(log);
	}

	/** At the last contact the server did not have it any more: a closed one's 30 days are over. */
	isGone({ keys }: SpaceLog): boolean {
		return this.missing.includes(keys.space);
	}

	/** This person gave up what was left of it, here or on another phone. */
	isRemoved(log: SpaceLog): boolean {
		return this.membershipOf(log.keys.space)?.shared?.isRemoved === true;
	}

	/**
	 * At each contact.
	 * @param known what the vault held before the server was asked
	 */
	async meet(listed: readonly WireSpace[], known: readonly Membership[]): Promise<void> {
		this.listed = new Set(listed.map(({ space }) => space));
		const refused: SpaceId[] = [];
		for (const wire of listed) {
			if (this.logs.has(wire.space)) continue;
			if (!(await this.admit(wire))) refused.push(wire.space);
		}
		const open = new Set(listed.filter(({ closed }) => !closed).map(({ space }) => space));
		this.openAgain = new Set([...open].filter((space) => this.isOver(space)));
		this.refused = refused;
		this.missing = known.map(({ space }) => space).filter((space) => !this.listed.has(space));
	}

	/** The server has the leaving again. */
	closedAgain(space: SpaceId): void {
		this.openAgain = new Set([...this.openAgain].filter((other) => other !== space));
	}

	/** Takes over what another tab found or took away. */
	async catchUp(): Promise<void> {
		// What is admitted while the rows are read is not among them, and was not taken away.
		const before = [...this.logs.keys()];
		const rows = await this.store.read(['spaces'], (reading) => reading.all('spaces'));
		const kept = new Set(rows.map(({ space }) => space));
		for (const space of before) if (!kept.has(space)) this.logs.delete(space);
		for (const { space, skWrap } of rows) {
			const membership = this.membershipOf(space);
			if (this.logs.has(space) || !membership) continue;
			await this.hold(await this.keysOf(membership, skWrap));
			this.listed = new Set([...this.listed, space]);
		}
	}

	/** Takes a closed space off this phone. */
	async remove(space: SpaceId): Promise<void> {
		this.logs.delete(space);
		await this.store.write(['spaces', 'events', 'lost', 'answers', 'opened'], async (rows) => {
			const row = await rows.get('spaces', space);
			for (let seq = 1; seq <= (row?.seq ?? 0); seq += 1) rows.delete('events', [space, seq]);
			for (const lost of await rows.all('lost')) {
				if (lost.space === space) rows.delete('lost', [space, lost.seq, lostKey(lost)]);
			}
			for (const table of ['answers', 'opened'] as const) {
				for (const { space: of, conversation, opening } of await rows.all(table)) {
					if (of === space) rows.delete(table, [space, conversation, opening]);
				}
			}
			rows.delete('spaces', space);
		});
	}

	membershipOf(space: SpaceId): Membership | undefined {
		return this.keyring.vault.memberships.find((membership) => membership.space === space);
	}

	private isOver(space: SpaceId): boolean {
		const log = this.logs.get(space);
		if (log) return this.isClosed(log);
		return this.membershipOf(space)?.shared?.isClosed === true;
	}

	/** False for a space of ours that does not open. One that the vault does not know is none. */
	private async admit(wire: WireSpace): Promise<boolean> {
		const { space, member, skWrap } = wire;
		const membership = this.membershipOf(space);
		if (!membership) return true;
		if (membership.member !== member) return false;
		let keys: SpaceKeys;
		try {
			keys = await this.keysOf(membership, skWrap);
		} catch (error) {
			if (error instanceof EnvelopeError) return false;
			throw error;
		}
		// Kept before it is held: another tab takes what is not kept for taken away.
		await this.store.write(['spaces'], async (rows) => {
			if (!(await rows.get('spaces', space))) rows.put('spaces', space, firstRow(wire));
		});
		await this.hold(keys);
		return true;
	}

	/** Throws EnvelopeError where the wrap does not open. */
	private async keysOf(membership: Membership, skWrap: SpaceRow['skWrap']): Promise<SpaceKeys> {
		return openSpace(this.keyring.account, this.keyring.keys, membership, skWrap);
	}

	private async hold(keys: SpaceKeys): Promise<void> {
		// Another answer may have brought it meanwhile.
		if (this.logs.has(keys.space)) return;
		// The keyring forgets it with the others.
		this.keyring.spaces.push(keys);
		const log = new SpaceLog(this.store, keys);
		await log.catchUp();
		this.logs.set(keys.space, log);
	}
}

/** A space on this phone of which nothing has been read yet. */
export function firstRow({ space, member, skWrap }: WireSpace): SpaceRow {
	return { space, member, skWrap, seq: 0, head: ZERO_HASH, generation: 0 };
}

/** What the verified log says of its space; null before its first line was read. */
export function factsOf({ keys, chain }: SpaceLog): SpaceFacts | null {
	const state = chain.objects.get(keys.space as string as ObjectId);
	return state?.kind === 'space' ? state.facts : null;
}

export function hasLeft(log: SpaceLog): boolean {
	return (factsOf(log)?.left ?? null) !== null;
}
