/** What stops sending until a person decides, in the shape that screens show. */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import type { Standing } from './fork';
import { describe } from './lost-changes';
import type { SpaceLog } from './space-log';

export async function toFinding(log: SpaceLog, standing: Standing): Promise<Attention | null> {
	const { space } = log.keys;
	switch (standing.is) {
		case 'same':
			return null;
		case 'invalid':
			return { kind: 'invalid', space };
		case 'lost': {
			const lost = await log.lines(standing.fork + 1, log.chain.seq);
			return { kind: 'lost', space, items: await describe(log, lost) };
		}
		case 'branch': {
			const lost = await log.lines(standing.fork + 1, log.chain.seq);
			const [ours, theirs] = await Promise.all([
				describe(log, lost),
				describe(log, standing.theirs)
			]);
			return { kind: 'branch', space, ours, theirs };
		}
	}
}

/** Whether another phone of this person has verified what neither this one nor the server holds. */
export async function findBehind(
	log: SpaceLog,
	cursor: { seq: number; head: Bytes } | undefined
): Promise<Attention | null> {
	if (cursor === undefined || cursor.seq === 0) return null;
	const isOurs =
		cursor.seq <= log.chain.seq && equalBytes(await log.headAt(cursor.seq), cursor.head);
	return isOurs ? null : { kind: 'behind', space: log.keys.space };
}
