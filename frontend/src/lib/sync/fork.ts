/**
 * How the server's log and this phone's stand to each other when they do not simply continue
 * (protocol.md §6, "After a loss"). The server's word is checked like any page: a branch is only a
 * branch if every line of it verifies.
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import type { Api } from './api';
import type { SpaceLog } from './space-log';
import type { DeliveredItem } from './wire';
import { verifyPage, ChainError, type ChainState } from '#lib/log/verify.js';

export type Standing =
	/** The server holds all we hold, and no more (`isHead`) or more that can be read. */
	| { is: 'same'; isHead: boolean }
	/** The server ends at `fork`; our lines behind it are gone there. */
	| { is: 'lost'; fork: number }
	/** Behind `fork` the server goes on without ours. */
	| { is: 'branch'; fork: number; theirs: DeliveredItem[] }
	/** What the server hands out does not verify. */
	| { is: 'invalid' };

/** Lines compared at a time on the way back; losses are short, so the first step mostly finds it. */
const STEP = 100;

export async function findStanding(api: Api, log: SpaceLog): Promise<Standing> {
	const { space } = log.keys;
	const { seq, head } = log.chain;
	const page = await api.page(space, seq);
	if (page.seq < seq) {
		const isOurs = equalBytes(page.head, await log.headAt(page.seq));
		return isOurs ? { is: 'lost', fork: page.seq } : compareBranches(api, log, page.seq);
	}
	if (page.seq === seq && equalBytes(page.head, head)) return { is: 'same', isHead: true };
	if (page.seq > seq && (await continues(log.chain, page.events))) {
		return { is: 'same', isHead: false };
	}
	return compareBranches(api, log, page.seq);
}

/** Whether these lines verify on top of ours: then there is nothing to repair, only to read. */
async function continues(chain: ChainState, items: readonly DeliveredItem[]): Promise<boolean> {
	try {
		await verifyPage(chain, items);
		return items.length > 0;
	} catch (error) {
		if (error instanceof ChainError) return false;
		throw error;
	}
}

async function compareBranches(api: Api, log: SpaceLog, serverSeq: number): Promise<Standing> {
	const fork = await findFork(api, log, Math.min(serverSeq, log.chain.seq));
	// Not even the first line is ours: that is no history of this space.
	if (fork === 0) return { is: 'invalid' };
	try {
		const theirs = await readBranch(api, log, fork);
		return theirs.length > 0 ? { is: 'branch', fork, theirs } : { is: 'lost', fork };
	} catch (error) {
		if (error instanceof ChainError) return { is: 'invalid' };
		throw error;
	}
}

/** The last line that both hold, looked for backwards; 0 if there is none. */
async function findFork(api: Api, log: SpaceLog, last: number): Promise<number> {
	for (let top = last; top > 0; top -= STEP) {
		const after = Math.max(0, top - STEP);
		const ours = await log.lines(after + 1, top);
		const { events } = await api.page(log.keys.space, after);
		// A page may end early by its size. A line it does not reach counts as different, which
		// only moves the search further back: what is read from there is verified all the same.
		const same = ours.filter((line, index) => {
			const theirs = events[index];
			return (
				theirs !== undefined &&
				equalBytes(theirs.event, line.event) &&
				equalBytes(theirs.sig, line.sig)
			);
		});
		// Lines are chained by hashes, so equal ones come before different ones.
		if (same.length > 0) return after + same.length;
	}
	return 0;
}

/** What the server holds behind the fork. Throws ChainError unless every line of it verifies. */
async function readBranch(api: Api, log: SpaceLog, fork: number): Promise<DeliveredItem[]> {
	let state = await log.chainAt(fork);
	const items: DeliveredItem[] = [];
	for (;;) {
		const { events } = await api.page(log.keys.space, state.seq);
		if (events.length === 0) return items;
		({ state } = await verifyPage(state, events));
		items.push(...events);
	}
}
