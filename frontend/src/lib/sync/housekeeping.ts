/** What follows from the logs by itself, done by the tab that leads once it has read them. */
import { parseId, uuidV7, type EventId, type ObjectId } from '#lib/crypto/ids.js';
import { memberPlaintext, type MemberProfile } from '#lib/log/content.js';
import { membersOf } from '#lib/log/fold-space.js';
import { ownMember } from '#lib/view/compose-us.js';
import type { Api } from './api';
import type { Outbox } from './outbox';
import type { PageTyping } from './page-typing';
import { isRefusal } from './refusal';
import type { Screens } from './screens';
import { factsOf, hasLeft, type SpaceSet } from './space-set';
import type { SpaceLog } from './space-log';
import type { VaultKeeper } from './vault-keeper';

export interface HousekeepingParts {
	api: Api;
	spaces: SpaceSet;
	outbox: Outbox;
	pages: PageTyping;
	keeper: VaultKeeper;
	screens: Screens;
	now: () => number;
}

/** Closed spaces are closed everywhere: in the outbox, in the vault, and where nobody ever joined. */
export async function settleClosed(parts: HousekeepingParts): Promise<void> {
	const { spaces, outbox, pages, keeper } = parts;
	const closed = spaces.shared.filter((log) => spaces.isClosed(log));
	for (const log of closed) {
		await outbox.closeSpace(log.keys.space);
		// Notes to invitations that nobody can send any more, nor see.
		await pages.dropAll(parseId(log.keys.space));
		// With the server's rows went everything that could be taken back from it.
		if (spaces.isGone(log)) await outbox.forgetErasures(log.keys.space);
	}
	await keepClosed(keeper, spaces.shared.filter(hasLeft));
	for (const log of closed) {
		// Opened, and never shared, as far as its end: there is nothing in it to read or to export.
		const isRead = !spaces.isFollowed(log);
		const wasNeverShared = isRead && factsOf(log)?.joined === false;
		if (wasNeverShared || spaces.isRemoved(log)) await dropSpace(parts, log);
	}
}

/** In the vault, for every phone of this person. */
export async function keepClosed(keeper: VaultKeeper, logs: readonly SpaceLog[]): Promise<void> {
	await mark(keeper, logs, { isRemoved: false });
}

/** A closed space that this person gives up: in the vault first, so that no phone of theirs keeps it. */
export async function removeSpace(parts: HousekeepingParts, log: SpaceLog): Promise<void> {
	await mark(parts.keeper, [log], { isRemoved: true });
	await dropSpace(parts, log);
}

async function mark(
	keeper: VaultKeeper,
	logs: readonly SpaceLog[],
	{ isRemoved }: { isRemoved: boolean }
): Promise<void> {
	const marked = new Set(logs.map(({ keys }) => keys.space));
	await keeper.change((vault) => {
		const memberships = vault.memberships.map((membership) => {
			const { space, shared } = membership;
			const isKnown = shared?.isClosed === true && (shared.isRemoved || !isRemoved);
			if (shared === null || !marked.has(space) || isKnown) return membership;
			const marks = { isClosed: true, isRemoved: shared.isRemoved || isRemoved };
			return { ...membership, shared: { ...shared, ...marks } };
		});
		const changes = memberships.some((membership, at) => membership !== vault.memberships[at]);
		return changes ? { ...vault, memberships } : null;
	});
}

/** Reading ends on the server and here. Throws what the connection throws. */
async function dropSpace(
	{ api, spaces, outbox }: HousekeepingParts,
	{ keys }: SpaceLog
): Promise<void> {
	try {
		await api.dropMembership(keys.space);
	} catch (error) {
		// Dropped before, or its time ran out.
		if (!isRefusal(error, 'not_found')) throw error;
	}
	await outbox.forgetErasures(keys.space);
	await spaces.remove(keys.space);
}

/** After joining, each person says once how they appear here. True if something was queued. */
export async function introduce({ screens, outbox, spaces, now }: HousekeepingParts) {
	const { open } = spaces;
	const place = open && factsOf(open)?.joined === true ? screens.place(open) : null;
	if (!open || !place || ownMember(place) !== null) return false;
	const { name, glaze } = place.profile;
	await queueMember({ outbox, now }, open, { name, glaze, welcomesBodyWords: false });
	return true;
}

/** Takes the place of what waits unsent, so that trying out glazes leaves no trail of them. */
export async function queueMember(
	{ outbox, now }: { outbox: Outbox; now: () => number },
	log: SpaceLog,
	profile: Omit<MemberProfile, 't'>
): Promise<void> {
	const { space, own } = log.keys;
	const content = memberPlaintext(profile);
	const waiting = outbox.entries.find(
		({ row, intent }) =>
			row.space === space &&
			row.refused === null &&
			intent.kind === 'put' &&
			intent.content.t === 'member'
	);
	const nowMs = now();
	const known = membersOf(log.fold).get(own.member)?.id;
	const object = waiting?.intent.object ?? known ?? uuidV7<ObjectId>(nowMs);
	const intent = { kind: 'put' as const, object, base: [], content };
	if (waiting && !waiting.row.perhapsSent && (await outbox.revise(waiting.row, intent))) return;
	await outbox.queue(space, [{ id: uuidV7<EventId>(nowMs), intent, holdUntilMs: 0 }]);
}
