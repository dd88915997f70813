/**
 * The inviter's side of pairing (protocol.md §8). Every step can be taken again after a lost answer
 * or a killed app: what was decided stands in the sealed row or in the vault before it is posted,
 * and what was posted is posted again as the same bytes.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { invitationKeys, openMessage, sealMessage } from '#lib/crypto/invitation.js';
import { pairDigits } from '#lib/crypto/pairing.js';
import type { InviterPairing, Partner } from '#lib/crypto/vault-rows.js';
import { ZERO_HASH } from '#lib/log/event.js';
import type { InvitationView } from '#lib/view/us.svelte.js';
import type { OwnInvitation } from './invitations-api';
import { isNotGenuine } from './pairing-faults';
import { headAfter, makeInvitation, makeOpening, meetPartner, secretWith } from './pairing-opening';
import { isEntryOf, promoted, withEntry, withoutEntry, type PairingParts } from './pairing-parts';
import type { InvitationEnd, InvitationRow, InvitationRows, Opening } from './pairing-row';
import { viewInvitation } from './pairing-view';
import { isRefusal, ServerRefusal } from './refusal';
import { factsOf, hasLeft, type SpaceSet } from './space-set';

const SIX = /^[0-9]{6}$/;

export class Inviter {
	private row: InvitationRow | null = null;
	/** Who answered; for screens only. */
	private answered: { partner: Partner; th: Bytes } | null = null;
	/** An invitation that another device of this person made. */
	private elsewhere: OwnInvitation | null = null;

	constructor(
		private readonly parts: PairingParts,
		private readonly rows: InvitationRows
	) {}

	/** Whether the server has something to be asked. */
	get isPending(): boolean {
		const isDone = this.row === null || (this.row.stage === 'ended' && this.row.isTidy);
		return !isDone || this.entries.length > 0;
	}

	get view(): InvitationView | null {
		const entry = this.row && this.entryOf(this.row.id);
		const { row, answered, elsewhere } = this;
		return viewInvitation({
			row,
			entry,
			answered,
			elsewhere,
			unjoined: unjoined(this.parts.spaces)
		});
	}

	/** Reads what this or another tab wrote. */
	async load(): Promise<void> {
		await this.show(await this.rows.read());
	}

	/** Throws AppError `offline`, or ServerRefusal. */
	async make(): Promise<void> {
		await this.cancelEarlier();
		const { entry, row } = await makeInvitation(this.parts.name(), this.parts.now());
		await this.rows.put(row);
		try {
			await this.parts.keeper.change((vault) => withEntry(vault, entry));
		} catch (error) {
			await this.drop();
			throw error;
		}
		await this.show(row);
		try {
			await this.post(entry);
		} catch (error) {
			// Where no answer came it may be there: the next look finds out, or posts it again.
			if (error instanceof ServerRefusal) {
				await this.end('cancelled');
				await this.drop();
			}
			throw error;
		}
	}

	/** Carries on from wherever it stands. Throws what the connection throws. */
	async advance(): Promise<void> {
		await this.load();
		const { row } = this;
		if (row === null) return this.lookElsewhere();
		if (row.stage === 'ended') return this.tidy(row);
		if (row.stage === 'opened') return this.awaitJoin(row);
		const entry = this.entryOf(row.id);
		if (!entry) return this.followOtherDevice(row);
		if (row.stage === 'equal') return this.open(row, entry);
		if (row.stage === 'making') await this.post(entry);
		return this.look(row, entry);
	}

	/**
	 * The six digits that the other person reads out. Nothing is posted unless they are equal, and a
	 * try is used up before it is compared: a killed app gives none back.
	 */
	async type(six: string): Promise<'equal' | 'wrong' | 'ended'> {
		await this.load();
		const entry = this.row && this.entryOf(this.row.id);
		if (!entry || this.row?.stage !== 'open' || !this.row.isAnswered) return 'ended';
		const typed = six.replace(/\s/gu, '');
		if (!SIX.test(typed)) return 'wrong';
		const row = await this.rows.change((before) => ({
			...before,
			triesLeft: before.triesLeft - 1
		}));
		if (!row?.secrets || !row.m2 || row.triesLeft < 0) return 'ended';
		const { agreementSeed, nonce } = row.secrets;
		const met = await meetPartner(this.parts.keyring, entry, row.m2);
		const secret = await secretWith(entry, agreementSeed, met);
		if (typed === (await pairDigits(secret, nonce))) {
			await this.change((before) => ({ ...before, stage: 'equal' }));
			return 'equal';
		}
		await this.show(row);
		if (row.triesLeft > 0) return 'wrong';
		await this.end('wrong_digits');
		return 'ended';
	}

	/** Ends it for good: the secrets go first, then everybody else hears of it. */
	async end(how: InvitationEnd): Promise<void> {
		const row = await this.change((before) => ({
			...before,
			stage: 'ended',
			secrets: null,
			m2: null,
			opening: null,
			ended: how
		}));
		// Without a connection it is told at a later look; nobody can do anything with it meanwhile.
		if (row) await this.tidy(row).catch(() => undefined);
	}

	/** The person calls it off, however far it has come. Throws what the connection throws. */
	async cancel(): Promise<void> {
		await this.load();
		const entry = this.row && this.entryOf(this.row.id);
		// It may have been posted already, and an opened space is closed by leaving it.
		if (this.row?.stage === 'equal' && entry) await this.open(this.row, entry);
		const waiting = unjoined(this.parts.spaces);
		if (waiting) await this.parts.leave(waiting);
		if (this.row !== null && this.row.stage !== 'ended') await this.end('cancelled');
		const { elsewhere } = this;
		if (elsewhere === null) return;
		await this.parts.api.invitations.cancel(elsewhere.id);
		await this.parts.keeper.change((vault) => withoutEntry(vault, elsewhere.id));
		this.elsewhere = null;
	}

	/** An ended one goes off the screen. */
	async dismiss(): Promise<void> {
		this.elsewhere = null;
		const row = await this.change((before) =>
			before.stage === 'ended' ? { ...before, isDismissed: true } : before
		);
		if (row?.stage === 'ended' && row.isTidy) await this.drop();
	}

	private get entries(): InviterPairing[] {
		return this.parts.keyring.vault.pairing.filter((entry) => entry.role === 'inviter');
	}

	private entryOf(id: Bytes): InviterPairing | undefined {
		return this.entries.find(isEntryOf(id));
	}

	private async change(
		update: (row: InvitationRow) => InvitationRow
	): Promise<InvitationRow | null> {
		const row = await this.rows.change(update);
		await this.show(row);
		return row;
	}

	private async show(row: InvitationRow | null): Promise<void> {
		this.answered = row && (await this.whoAnswered(row));
		this.row = row;
	}

	private async whoAnswered({ id, space, m2 }: InvitationRow): Promise<typeof this.answered> {
		const entry = this.entryOf(id);
		const shared = this.parts.spaces.membershipOf(space)?.shared ?? null;
		if (!entry || m2 === null) return shared;
		return meetPartner(this.parts.keyring, entry, m2);
	}

	private async cancelEarlier(): Promise<void> {
		await this.cancel();
		const earlier = await this.parts.api.invitations.own();
		for (const { id, step } of earlier) {
			if (step !== 'opened') await this.parts.api.invitations.cancel(id);
		}
		await this.drop();
	}

	private async drop(): Promise<void> {
		await this.rows.drop();
		await this.show(null);
	}

	/** A repeated post of what is there already changes nothing. */
	private async post(entry: InviterPairing): Promise<void> {
		const { invitation: id, secret, m1 } = entry;
		const keys = await invitationKeys({ id, secret });
		const envelope = await sealMessage('m1', keys.seal, id, m1);
		try {
			const expiresMs = await this.parts.api.invitations.make(id, keys.authHash, envelope);
			await this.change((row) => ({ ...row, stage: 'open', expiresMs }));
		} catch (error) {
			if (!isRefusal(error, 'id_used')) throw error;
			await this.change((row) => ({ ...row, stage: 'open' }));
		}
	}

	/** What became of an invitation that is out. */
	private async look(row: InvitationRow, entry: InviterPairing): Promise<void> {
		const listed = await this.listed(row.id);
		if (listed === undefined) {
			return this.end(this.parts.now() >= row.expiresMs ? 'expired' : 'cancelled');
		}
		if (listed.expiresMs !== row.expiresMs) {
			await this.change((before) => ({ ...before, expiresMs: listed.expiresMs }));
		}
		// Killed after the last try was used up, and before the end was written.
		if (row.triesLeft < 1) return this.end('wrong_digits');
		if (listed.m2 !== null) await this.answer(entry, listed.m2);
	}

	/** This M2 and no other: it stands beside N on this phone before N is posted (T7). */
	private async answer(entry: InviterPairing, envelope: Bytes): Promise<void> {
		const { invitation: id, secret } = entry;
		let m2: Bytes;
		try {
			const keys = await invitationKeys({ id, secret });
			m2 = await openMessage('m2', keys.seal, id, envelope);
			await meetPartner(this.parts.keyring, entry, m2);
		} catch (error) {
			if (isNotGenuine(error)) return this.end('refused');
			throw error;
		}
		const row = await this.change((before) => (before.m2 ? before : { ...before, m2 }));
		if (!row?.m2 || !row.secrets) return;
		if (!equalBytes(row.m2, m2)) return this.end('refused');
		if (row.isAnswered) return;
		try {
			await this.parts.api.invitations.answer(id, row.secrets.nonce);
		} catch (error) {
			if (isRefusal(error, 'frozen')) return this.end('refused');
			throw error;
		}
		await this.change((before) => ({ ...before, isAnswered: true }));
	}

	/** The digits were equal: vault, then the one request, then the membership. */
	private async open(row: InvitationRow, entry: InviterPairing): Promise<void> {
		if (!row.m2 || !row.secrets) return this.end('refused');
		const { keeper, keyring, now, api } = this.parts;
		const met = await meetPartner(keyring, entry, row.m2);
		const { partner, th } = met;
		if (entry.th === null) {
			await keeper.change((vault) => withEntry(vault, { ...entry, partner, th }));
		}
		let { opening } = row;
		if (opening === null) {
			const secret = await secretWith(entry, row.secrets.agreementSeed, met);
			const made = await makeOpening(keyring, entry, secret, partner, now());
			await this.change((before) => ({ ...before, opening: made }));
			opening = made;
		}
		try {
			await api.invitations.open(entry.invitation, toRequest(entry, opening));
		} catch (error) {
			if (!(await this.isOpened(entry, error))) return;
		}
		await this.promote({ ...entry, partner, th }, { seq: 1, head: await headAfter(opening) });
	}

	/** Whether an earlier try opened the space. Throws the error where the next try has to tell. */
	private async isOpened({ space }: InviterPairing, error: unknown): Promise<boolean> {
		// Signed too long ago, and not stored: the next try is dated anew.
		if (isRefusal(error, 'clock')) await this.change((row) => ({ ...row, opening: null }));
		if (!isRefusal(error, 'not_found')) throw error;
		// An answer was lost, and meanwhile the other person has joined: that ends an invitation too.
		const { spaces } = await this.parts.api.account();
		if (spaces.some((listed) => listed.space === space)) return true;
		await this.end('expired');
		return false;
	}

	private async promote(
		entry: InviterPairing,
		cursor: { seq: number; head: Bytes }
	): Promise<void> {
		const { space, member, edSeed, xSeed, partner, th } = entry;
		if (partner === null || th === null) return;
		const shared = { partner, role: 'inviter' as const, th, isClosed: false, isRemoved: false };
		const membership = { space, member, edSeed, xSeed, shared, ...cursor };
		await this.parts.keeper.change((vault) => promoted(vault, entry, membership));
		await this.change((row) => ({ ...row, stage: 'opened', secrets: null, opening: null }));
		await this.parts.meet(space);
	}

	/** Opened, and nobody joined yet: the log tells when somebody does, the server when it is over. */
	private async awaitJoin({ id, space, expiresMs }: InvitationRow): Promise<void> {
		const { spaces, meet, readOn, leave, now } = this.parts;
		if (!spaces.logs.has(space)) await meet(space);
		const log = spaces.logs.get(space);
		if (log && factsOf(log)?.joined !== true && !hasLeft(log)) {
			if ((await this.listed(id)) !== undefined) return;
			await readOn(log);
		}
		if (log && factsOf(log)?.joined === true) return this.drop();
		if (log && !spaces.isClosed(log)) await leave(log);
		await this.end(now() >= expiresMs ? 'expired' : 'cancelled');
	}

	/** Its entry is gone from the vault: another device of ours opened the space, or ended it. */
	private async followOtherDevice(row: InvitationRow): Promise<void> {
		// Made here, and the app was killed before the vault had it: nothing was ever posted.
		if (row.stage === 'making') {
			return this.drop();
		}
		if (!this.parts.spaces.membershipOf(row.space)) return this.end('cancelled');
		await this.change((before) => ({ ...before, stage: 'opened', secrets: null, opening: null }));
		await this.awaitJoin({ ...row, stage: 'opened' });
	}

	/** Without a row here: another phone made it, and only that one has N. */
	private async lookElsewhere(): Promise<void> {
		this.elsewhere = null;
		if (this.entries.length === 0) return;
		const listed = await this.parts.api.invitations.own();
		for (const entry of this.entries) {
			const found = listed.find(({ id }) => equalBytes(id, entry.invitation));
			// The digits were equal there: what is left to do, any of our devices can do.
			if (found?.step === 'opened') await this.promote(entry, { seq: 0, head: ZERO_HASH });
			else if (found) this.elsewhere = found;
		}
	}

	private async listed(id: Bytes): Promise<OwnInvitation | undefined> {
		const listed = await this.parts.api.invitations.own();
		return listed.find((invitation) => equalBytes(invitation.id, id));
	}

	private async tidy(row: InvitationRow): Promise<void> {
		if (row.isTidy) return;
		const { api, keeper } = this.parts;
		try {
			await api.invitations.cancel(row.id);
		} catch (error) {
			// Opened by now, and left: the space's end ends it.
			if (!(error instanceof ServerRefusal) || error.status === 401) throw error;
		}
		await keeper.change((vault) => withoutEntry(vault, row.id));
		await this.change((before) => ({ ...before, isTidy: true }));
		if (row.isDismissed) await this.dismiss();
	}
}

function toRequest({ space, member }: InviterPairing, opening: Opening) {
	const { skWrap, pairWrap, event, sig } = opening;
	return { space, member, skWrap, pairWrap, genesis: { event, sig, body: null } };
}

/** A space that we opened and nobody has joined. */
function unjoined(spaces: SpaceSet) {
	const { open } = spaces;
	return open && factsOf(open)?.joined === false ? open : null;
}
