/** What screens are shown of a pairing. Pure. */
import type { Bytes } from '#lib/crypto/canonical.js';
import { writeLink } from '#lib/crypto/invitation.js';
import type { InviterPairing, Partner } from '#lib/crypto/vault-rows.js';
import type { InvitationStep, InvitationView } from '#lib/view/us.svelte.js';
import type { OwnInvitation } from './invitations-api';
import { toHex } from './pairing-parts';
import type { InvitationRow } from './pairing-row';
import type { SpaceLog } from './space-log';

export interface InvitationShown {
	row: InvitationRow | null;
	entry: InviterPairing | null | undefined;
	answered: { partner: Partner; th: Bytes } | null;
	elsewhere: OwnInvitation | null;
	unjoined: SpaceLog | null;
}

export function viewInvitation(shown: InvitationShown): InvitationView | null {
	const { row, elsewhere, unjoined } = shown;
	if (row !== null) return row.isDismissed ? null : viewRow(row, shown);
	if (unjoined) return viewUnjoined(unjoined);
	return elsewhere && viewElsewhere(elsewhere);
}

function viewRow(row: InvitationRow, { entry, answered }: InvitationShown): InvitationView {
	const isOut = row.stage === 'open' && row.m2 === null;
	return {
		id: toHex(row.id),
		link: entry && isOut ? writeLink({ id: row.id, secret: entry.secret }) : null,
		expiresMs: row.expiresMs,
		step: stepOf(row),
		name: answered?.partner.name ?? null,
		seed: answered && toHex(answered.th),
		triesLeft: row.triesLeft,
		ended: row.ended
	};
}

function stepOf({ stage, m2, isAnswered }: InvitationRow): InvitationStep {
	switch (stage) {
		case 'making':
		case 'ended':
			return stage;
		case 'equal':
			return 'opening';
		case 'opened':
			return 'waiting_join';
		case 'open':
			if (m2 === null) return 'open';
			return isAnswered ? 'typing' : 'claimed';
	}
}

const NOWHERE = { link: null, name: null, seed: null, triesLeft: 0 };

/** Another phone of this person made it, and only that one can go on with it. */
function viewElsewhere({ id, expiresMs }: OwnInvitation): InvitationView {
	return { ...NOWHERE, id: toHex(id), expiresMs, step: 'ended', ended: 'lost_on_this_phone' };
}

/** The space was opened on another phone, and the other person has yet to join. */
function viewUnjoined({ keys: { space, parties } }: SpaceLog): InvitationView {
	const seed = parties.kind === 'shared' ? toHex(parties.th) : null;
	return { ...NOWHERE, id: space, seed, expiresMs: 0, step: 'waiting_join', ended: null };
}
