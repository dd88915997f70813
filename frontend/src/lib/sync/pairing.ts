/**
 * Both sides of pairing in this tab. One act at a time, over all tabs of this browser; what it
 * changed, the other tabs are told.
 */
import type { Invitation } from '#lib/crypto/invitation.js';
import { showUs } from '#lib/view/us.svelte.js';
import { AppError } from './app-error';
import { Invited } from './pairing-invited';
import { Inviter } from './pairing-inviter';
import type { PairingParts } from './pairing-parts';
import type { InvitationRows } from './pairing-row';
import { factsOf } from './space-set';
import { Turns } from './turns';

export class Pairing {
	private readonly inviter: Inviter;
	private readonly invited: Invited;
	private readonly turns = new Turns();

	/** @param exclusively runs it while no other tab of this browser is at it */
	constructor(
		private readonly parts: PairingParts,
		rows: InvitationRows,
		private readonly exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>,
		private readonly onChange: () => void
	) {
		this.inviter = new Inviter(parts, rows);
		this.invited = new Invited(parts);
	}

	/** What this or another tab wrote. */
	async load(): Promise<void> {
		await this.inviter.load();
	}

	show(): void {
		showUs({ invitation: this.inviter.view, joining: this.invited.view });
	}

	/** Throws AppError `already_together`, `offline`, or ServerRefusal. */
	async makeInvitation(): Promise<void> {
		await this.act(async () => {
			const { open } = this.parts.spaces;
			if (open && factsOf(open)?.joined !== false) throw new AppError('already_together');
			await this.inviter.make();
		});
	}

	async cancelInvitation(): Promise<void> {
		await this.act(() => this.inviter.cancel());
	}

	/** "That is not my partner": whoever answered finds the invitation gone. */
	async refuseClaim(): Promise<void> {
		await this.act(() => this.inviter.end('refused'));
	}

	async dismissInvitation(): Promise<void> {
		await this.act(() => this.inviter.dismiss());
	}

	/** Opening the space goes on behind the answer, at this look or a later one. */
	async typeDigits(six: string): Promise<'equal' | 'wrong' | 'ended'> {
		return this.act(() => this.inviter.type(six));
	}

	async join(link: Invitation): Promise<void> {
		await this.act(async () => {
			await this.invited.take(link);
			// Both may have invited each other: whoever joins needs no invitation of their own.
			if (this.invited.isPending) await this.inviter.cancel();
		});
	}

	async dismissJoining(): Promise<void> {
		await this.act(() => this.invited.dismiss());
	}

	/** Looks what became of everything that is under way. Throws what the connection throws. */
	async advance(): Promise<void> {
		const { inviter, invited, parts } = this;
		if (!inviter.isPending && !invited.isPending && parts.spaces.unheld === null) return;
		await this.act(async () => {
			await inviter.advance();
			await invited.advance();
			const { unheld } = parts.spaces;
			if (unheld !== null) await parts.meet(unheld);
		});
	}

	private async act<Result>(work: () => Promise<Result>): Promise<Result> {
		return this.turns.run(() =>
			this.exclusively(async () => {
				try {
					await this.parts.keeper.catchUp();
					return await work();
				} finally {
					this.onChange();
				}
			})
		);
	}
}
