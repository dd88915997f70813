/**
 * My side as a file (R16): the log as it was signed and sealed, and the wraps that the recovery code
 * opens. It is made from what this phone holds, so it works offline; `python -m app.client verify`
 * checks it without us.
 */
import { parseId, toBase64url, type MemberId, type SpaceId } from '#lib/crypto/ids.js';
import { parseEvent } from '#lib/log/event.js';
import type { Fold } from '#lib/log/fold.js';
import { AppError } from '#lib/sync/app-error.js';
import type { OpenAccount } from '#lib/sync/account.js';
import type { SpaceLog } from '#lib/sync/space-log.js';
import type { OpenedPair } from '#lib/sync/answer-rows.js';
import type { EventRow, OpenedRecord } from '#lib/store/rows.js';
import { act } from './act';

/** Lines turned into text at a time; a space can hold many thousands. */
const CHUNK = 500;

export async function exportMySide(): Promise<Blob> {
	return act((account) => exportLogs(account, [account.personal]));
}

/**
 * What two people hold together: every line, with one's own words. The other person's words stay
 * theirs (R16): their lines are there, so that the chain can be checked, without bodies. An opened
 * step belongs to both: its two answers stand beside the log, whole. So do words that both signed.
 */
export async function exportShared(space: string): Promise<Blob> {
	return act(async (account) => {
		const log = account.logs.get(parseId<SpaceId>(space));
		if (!log) throw new AppError('not_together');
		return exportLogs(account, [log]);
	});
}

async function exportLogs(account: OpenAccount, logs: readonly SpaceLog[]): Promise<Blob> {
	const { login, identity, world } = account;
	const { wraps, vault } = await readWraps(account);
	const head = {
		format: 'goldseam-export',
		v: 1,
		exported_ms: world.now(),
		login,
		account: identity.account,
		ak_rc: toBase64url(wraps.akRecovery),
		vault: { revision: vault.revision, envelope: toBase64url(vault.envelope) }
	};
	const spaces = await Promise.all(logs.map((log) => exportSpace(account, log)));
	const json = JSON.stringify({ ...head, spaces }, null, '\t');
	return new Blob([json], { type: 'application/json' });
}

async function readWraps({ store }: OpenAccount) {
	return store.read(['account'], async (rows) => {
		const [wraps, vault] = await Promise.all([rows.own('wraps'), rows.own('vault')]);
		if (!wraps || !vault) throw new AppError('storage');
		return { wraps, vault };
	});
}

async function exportSpace({ store, sealed }: OpenAccount, log: SpaceLog) {
	const { space } = log.keys;
	const row = await store.read(['spaces'], (rows) => rows.get('spaces', space));
	if (!row) throw new AppError('storage');
	const { member, skWrap, seq, head } = row;
	const agreed = agreedLines(log.fold);
	const events: ReturnType<typeof exportLine>[] = [];
	for (let first = 1; first <= row.seq; first += CHUNK) {
		const lines = await log.lines(first, Math.min(first + CHUNK - 1, row.seq));
		events.push(...lines.map((line) => exportLine(line, member, agreed)));
	}
	const place = { space, member, sk_wrap: toBase64url(skWrap), seq, head: toBase64url(head) };
	const opened = sealed.rows.opened.filter(
		// What did not hold when it was checked proves nothing to anybody.
		({ row: of }) =>
			of.space === space && of.fault === null && log.fold.conversations.has(of.conversation)
	);
	const answers = opened.map(exportOpened);
	return log.keys.parties.kind === 'shared' ? { ...place, events, answers } : { ...place, events };
}

/** The lines that brought words which two people signed, whoever wrote them. */
function agreedLines({ agreed, objects }: Fold): ReadonlySet<number> {
	return new Set(
		[...agreed.values()].flatMap(({ id, acts }) =>
			acts
				.filter(({ verb }) => verb === 'agreement.accepted')
				.flatMap(({ rev }) => objects.get(id)?.[rev - 1]?.seq ?? [])
		)
	);
}

function exportLine(
	{ event, sig, body, arrivedMs, repaired, seq }: EventRow,
	own: MemberId,
	agreed: ReadonlySet<number>
) {
	const isShown = parseEvent(event).member === own || agreed.has(seq);
	return {
		event: toBase64url(event),
		sig: toBase64url(sig),
		body: isShown && body ? toBase64url(body) : null,
		arrived_ms: arrivedMs,
		repaired
	};
}

function exportOpened({ row: { conversation, opening, mine, theirs } }: OpenedPair) {
	return { conversation, opening, mine: exportAnswer(mine), theirs: exportAnswer(theirs) };
}

function exportAnswer({ record, sig, body }: OpenedRecord) {
	return { record: toBase64url(record), sig: toBase64url(sig), body: body && toBase64url(body) };
}
