/**
 * The invited person's side of pairing (protocol.md §8). The secrets are in the vault before
 * anything is posted, so any device of this person can go on; M2 is made once, and every retry sends
 * the same bytes.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import { spaceKeyContext } from '#lib/crypto/contexts.js';
import { SPACE_EPOCH } from '#lib/crypto/envelope.js';
import { invitationKeys, type Invitation } from '#lib/crypto/invitation.js';
import {
	checkNonce,
	pairDigits,
	pairSecret,
	readOffer,
	transcriptHash,
	type Offer
} from '#lib/crypto/pairing.js';
import type { InvitedPairing } from '#lib/crypto/vault-rows.js';
import { sealKey } from '#lib/crypto/wraps.js';
import { headOf, ZERO_HASH } from '#lib/log/event.js';
import type { SignedItem } from '#lib/log/types.js';
import type { ChainState } from '#lib/log/verify.js';
import type { JoiningStep, JoiningView } from '#lib/view/us.svelte.js';
import type { MetInvitation } from './invitations-api';
import {
	makeClaim,
	NOTHING_TAKEN,
	openOffered,
	readInvitation,
	signJoined,
	type Underway
} from './pairing-claim';
import { isNotGenuine } from './pairing-faults';
import {
	isEntryOf,
	promoted,
	toHex,
	withEntry,
	withoutEntry,
	type PairingParts
} from './pairing-parts';
import { isRefusal } from './refusal';

type JoiningEnd = NonNullable<JoiningView['ended']>;

export class Invited {
	private step: JoiningStep = 'claiming';
	private digits: string | null = null;
	private underway: Underway | null = null;
	private ended: { inviter: string; how: JoiningEnd } | null = null;

	constructor(private readonly parts: PairingParts) {}

	get isPending(): boolean {
		return this.entry !== undefined;
	}

	get view(): JoiningView | null {
		const { ended, underway, step, digits } = this;
		if (ended) {
			const { inviter, how } = ended;
			return { inviter, step: 'ended', digits: null, seed: null, ended: how };
		}
		if (!underway || !this.isPending) return null;
		const seed = toHex(underway.secret.th);
		return { inviter: underway.offer.name, step, digits, seed, ended: null };
	}

	/** Takes an invitation up. Throws what the connection throws, and can then be called again. */
	async take(link: Invitation): Promise<void> {
		this.ended = null;
		const { vault } = this.parts.keyring;
		const isThis = isEntryOf(link.id);
		if (vault.pairing.some((entry) => entry.role === 'inviter' && isThis(entry))) {
			return this.finish('own');
		}
		if (this.entry && isThis(this.entry)) return this.advance();
		const offer = await this.meet(link);
		if (offer === null) return;
		if (this.parts.spaces.open !== null) return this.finish('already_together', offer.name);
		const entry = await makeClaim(link, offer, this.parts.name());
		await this.parts.keeper.change((before) => withEntry(before, entry));
		await this.advance();
	}

	/** Carries on from wherever it stands. Throws what the connection throws. */
	async advance(): Promise<void> {
		const { entry } = this;
		if (!entry) {
			this.underway = null;
			return;
		}
		const underway = await this.begin(entry);
		const met = await this.claim(underway);
		if (met === null) return;
		if (this.step === 'claiming') this.step = 'claimed';
		if (met.nonce === null) return;
		try {
			await checkNonce(entry.m1, met.nonce);
		} catch (error) {
			if (isNotGenuine(error)) return this.finish('not_genuine');
			throw error;
		}
		this.digits = await pairDigits(underway.secret, met.nonce);
		this.step = 'digits';
		if (met.genesis === null || met.pairWrap === null) return;
		this.step = 'joining';
		await this.join(underway, { ...met.genesis, body: null }, met.pairWrap);
	}

	/** Off the screen; one that is under way is declined, which nobody is told. */
	async dismiss(): Promise<void> {
		const { entry } = this;
		this.ended = null;
		this.reset();
		if (entry) await this.parts.keeper.change((vault) => withoutEntry(vault, entry.invitation));
	}

	private get entry(): InvitedPairing | undefined {
		return this.parts.keyring.vault.pairing.find((entry) => entry.role === 'invited');
	}

	private reset(): void {
		this.step = 'claiming';
		this.digits = null;
		this.underway = null;
	}

	private async finish(how: JoiningEnd, inviter = this.underway?.offer.name ?? ''): Promise<void> {
		const { entry } = this;
		this.ended = { inviter, how };
		this.reset();
		// Without a connection it comes to the same end at the next look.
		if (entry && how !== 'own' && how !== 'already_together') {
			await this.parts.keeper
				.change((vault) => withoutEntry(vault, entry.invitation))
				.catch(() => undefined);
		}
	}

	/** M1, if it is what the link promised; null after an end. */
	private async meet(link: Invitation): Promise<(Offer & { m1: Bytes }) | null> {
		try {
			return await readInvitation(this.parts, link);
		} catch (error) {
			const how = endOf(error);
			if (how === null) throw error;
			await this.finish(how);
			return null;
		}
	}

	private async begin(entry: InvitedPairing): Promise<Underway> {
		if (this.underway && isEntryOf(entry.invitation)(this.underway.entry)) return this.underway;
		this.reset();
		const { invitation: id, secret, m1, m2, agreementSeed } = entry;
		const keys = await invitationKeys({ id, secret });
		const offer = await readOffer(m1, id, NOTHING_TAKEN);
		const th = await transcriptHash(m1, m2);
		const shared = await pairSecret(agreementSeed, offer.agreement, secret, th);
		this.underway = { entry, keys, offer, secret: shared };
		return this.underway;
	}

	/** The claim, or what became of it; null after an end. */
	private async claim(underway: Underway): Promise<MetInvitation | null> {
		const { invitations } = this.parts.api;
		const { entry, keys } = underway;
		try {
			const met = await invitations.meet(entry.invitation, keys.auth);
			if (met.step !== 'open') return met;
			return await invitations.claim(entry.invitation, keys.auth, entry.m2Envelope);
		} catch (error) {
			if (isRefusal(error, 'not_found')) await this.findWhatBecame(underway);
			else if (isRefusal(error, 'claimed')) await this.finish('used');
			else if (isRefusal(error, 'own_invitation')) await this.finish('own');
			else throw error;
			return null;
		}
	}

	/** It is gone: because we joined and the answer was lost, or because it ended. */
	private async findWhatBecame(underway: Underway): Promise<void> {
		const { spaces } = await this.parts.api.account();
		const isJoined = spaces.some(({ space }) => space === underway.offer.space);
		if (isJoined) await this.promote(underway, { seq: 0, head: ZERO_HASH });
		else await this.finish('gone');
	}

	private async join(underway: Underway, genesis: SignedItem, pairWrap: Bytes): Promise<void> {
		const { entry, keys, offer, secret } = underway;
		const { keyring, api, now } = this.parts;
		let opened: { chain: ChainState; spaceKey: Bytes };
		try {
			opened = await openOffered(underway, genesis, pairWrap);
		} catch (error) {
			if (isNotGenuine(error)) return this.finish('not_genuine');
			throw error;
		}
		const { chain, spaceKey } = opened;
		const context = spaceKeyContext(keyring.account, offer.space, SPACE_EPOCH);
		const skWrap = await sealKey('sk', keyring.keys.spaceKeys, context, spaceKey);
		spaceKey.fill(0);
		const joined = await signJoined(entry, chain, secret.th, now());
		try {
			await api.invitations.join(entry.invitation, keys.auth, skWrap, joined);
		} catch (error) {
			if (isRefusal(error, 'not_found')) return this.findWhatBecame(underway);
			if (isRefusal(error, 'space_closed')) return this.finish('gone');
			throw error;
		}
		await this.promote(underway, { seq: 2, head: await headOf(joined.event, joined.sig) });
	}

	private async promote(
		{ entry, offer, secret }: Underway,
		cursor: { seq: number; head: Bytes }
	): Promise<void> {
		const { space, member, name, edPub, xPub } = offer;
		const partner = { member, name, edPub, xPub };
		const shared = {
			partner,
			role: 'invited' as const,
			th: secret.th,
			isClosed: false,
			isRemoved: false
		};
		const { edSeed, xSeed } = entry;
		const membership = { space, member: entry.member, edSeed, xSeed, shared, ...cursor };
		await this.parts.keeper.change((vault) => promoted(vault, entry, membership));
		this.reset();
		await this.parts.meet(offer.space);
	}
}

/** How a taking-up ends by this error; null where it was only the connection. */
function endOf(error: unknown): JoiningEnd | null {
	if (isRefusal(error, 'not_found')) return 'gone';
	if (isRefusal(error, 'claimed')) return 'used';
	return isNotGenuine(error) ? 'not_genuine' : null;
}
