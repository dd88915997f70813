/** What a person can decide about a log that the server lost a part of (protocol.md §6). */
import type { EventRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import type { Api } from './api';
import { findStanding } from './fork';
import { didLeave, intentsAgain } from './lost-changes';
import { lostKey } from './lost-key';
import type { Outbox } from './outbox';
import { ServerRefusal } from './refusal';
import type { SpaceLog } from './space-log';

/** Like any append: 20 events, 512 KiB as base64. */
const MAX_ITEMS = 20;
const MAX_BYTES = 360 * 1024;
/** Tries after "somebody else is putting back too", each after looking again. */
const MAX_LOOKS = 5;

/**
 * Posts our lost lines again, word for word and in order, whoever wrote them. Another phone may do
 * the same at the same time: lines that are stored already are skipped by the server, and where its
 * head moved we look again. Throws AppError `offline` or ServerRefusal, and can be called again.
 */
export async function putBack(api: Api, log: SpaceLog): Promise<void> {
	for (let look = 0; look < MAX_LOOKS; look += 1) {
		const standing = await findStanding(api, log);
		if (standing.is !== 'lost') return;
		try {
			await post(api, log, standing.fork);
			return;
		} catch (error) {
			if (!(error instanceof ServerRefusal) || error.code !== 'head_moved') throw error;
		}
	}
}

async function post(api: Api, log: SpaceLog, fork: number): Promise<void> {
	let after = fork;
	while (after < log.chain.seq) {
		const batch = limited(await log.lines(after + 1, after + MAX_ITEMS));
		await api.append(log.keys.space, batch, true);
		after += batch.length;
	}
}

function limited(lines: readonly EventRow[]): EventRow[] {
	let bytes = 0;
	return lines.filter(({ event, body }, index) => {
		bytes += event.length + (body?.length ?? 0);
		return index === 0 || bytes <= MAX_BYTES;
	});
}

/**
 * Goes back to the fork, keeps our lines behind it aside, and puts what we meant with them back into
 * the outbox, in front of what waits there. One transaction: no moment has neither the lines nor the
 * intents. The server's lines are then read like any others. Null if there is no branch any more.
 */
export async function goBackToFork(
	api: Api,
	store: Store,
	log: SpaceLog,
	outbox: Outbox
): Promise<{ didLeave: boolean } | null> {
	const standing = await findStanding(api, log);
	if (standing.is !== 'branch') return null;
	const { space } = log.keys;
	const { fork } = standing;
	const { seq: ourSeq } = log.chain;
	const lost = await log.lines(fork + 1, ourSeq);
	const head = await log.headAt(fork);
	const rows = await outbox.sealAll(space, await intentsAgain(log, lost));
	await store.write(['spaces', 'events', 'outbox', 'lost'], async (writing) => {
		const row = await writing.get('spaces', space);
		if (row?.seq !== ourSeq) return;
		for (const line of lost) {
			writing.delete('events', [space, line.seq]);
			writing.put('lost', [space, line.seq, lostKey(line)], { ...line, space });
		}
		writing.put('spaces', space, { ...row, seq: fork, head, generation: row.generation + 1 });
		const waiting = await writing.all('outbox');
		const first = Math.min(1, ...waiting.map(({ order }) => order));
		for (const [index, intent] of rows.entries()) {
			writing.put('outbox', intent.id, { ...intent, order: first - rows.length + index });
		}
	});
	await log.catchUp();
	await outbox.load();
	return { didLeave: didLeave(log, lost) };
}

/** Reads what the server holds behind the cursor, in whatever tab. Throws ChainError, AppError. */
export async function readOn(api: Api, log: SpaceLog): Promise<void> {
	for (;;) {
		const { events } = await api.page(log.keys.space, log.chain.seq);
		if (events.length === 0) return;
		await log.apply(events);
	}
}
