/**
 * Intents become signed events on the head as read: each on top of the one before it. Only here do
 * versions get their revs, so what an intent meant by "that version" is looked up by event id.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import { sha256 } from '#lib/crypto/primitives.js';
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import { headOf, parseEvent, signItem } from '#lib/log/event.js';
import { judge } from '#lib/log/judge.js';
import { sealBody } from '#lib/log/open-body.js';
import type { ObjectState } from '#lib/log/rules/rule.js';
import type { Clear, LogEvent } from '#lib/log/types.js';
import type { OutboxRow, SignedForPlace } from '#lib/store/rows.js';
import type { EraseIntent, PutIntent } from './intent';
import type { OutboxEntry } from './outbox';
import type { SpaceLog } from './space-log';

export interface SignedBatch {
	signed: { row: OutboxRow; signed: SignedForPlace }[];
	/** Erasures of versions that are not there, or not any more: nothing is left to do. */
	gone: EventId[];
}

/** What one event adds to the log, beside its place. */
interface Draft {
	verb: string;
	rev: number;
	body: Bytes | null;
	clear: Clear;
}

export async function signBatch(
	log: SpaceLog,
	entries: readonly OutboxEntry[],
	nowMs: number
): Promise<SignedBatch> {
	const head = new GrowingHead(log, nowMs);
	const batch: SignedBatch = { signed: [], gone: [] };
	for (const { row, intent } of entries) {
		const kept = await head.takeKept(row.signed);
		if (kept !== null) {
			batch.signed.push({ row, signed: kept });
			continue;
		}
		const draft = intent.kind === 'put' ? await head.draftPut(intent) : head.draftErase(intent);
		if (draft === null) batch.gone.push(row.id);
		else batch.signed.push({ row, signed: await head.sign(row, draft) });
	}
	return batch;
}

/** The head of the log with the batch on top of it, as far as it is signed. */
class GrowingHead {
	private seq: number;
	private head: Bytes;
	private atMs: number;
	private readonly objects: Map<ObjectId, ObjectState>;
	private readonly revs = new Map<EventId, number>();

	constructor(
		private readonly log: SpaceLog,
		nowMs: number
	) {
		const { seq, head, atMs, objects } = log.chain;
		this.seq = seq;
		this.head = head;
		// Never before the event it follows: another device's clock may be a little ahead.
		this.atMs = Math.max(nowMs, atMs);
		this.objects = new Map(objects);
	}

	/** The same bytes as last time, if they were made for exactly this place. */
	async takeKept(kept: SignedForPlace | null): Promise<SignedForPlace | null> {
		if (kept?.seq !== this.seq + 1) return null;
		const event = parseEvent(kept.event);
		if (!equalBytes(event.prev, this.head)) return null;
		await this.add(event, kept);
		return kept;
	}

	async draftPut({ object, base, content }: PutIntent): Promise<Draft> {
		const rev = (this.objects.get(object)?.rev ?? 0) + 1;
		const replaces = base.map((id) => this.revOf(id)).filter((found) => found !== undefined);
		const plaintext = content.t === 'note' ? { ...content, replaces } : content;
		const { space, own, body: key } = this.log.keys;
		const place = { space, object, member: own.member, verb: 'item.put', rev };
		const body = await sealBody(key, place, plaintext);
		return { verb: 'item.put', rev, body, clear: { of: 'item.put' } };
	}

	draftErase({ object, version }: EraseIntent): Draft | null {
		const rev = this.revOf(version);
		const standing = rev === undefined ? undefined : this.objects.get(object)?.versions[rev - 1];
		if (rev === undefined || standing === undefined || standing.erased) return null;
		const clear: Clear = { of: 'item.erased', envHash: standing.envHash };
		return { verb: 'item.erased', rev, body: null, clear };
	}

	async sign(row: OutboxRow, draft: Draft): Promise<SignedForPlace> {
		const { space, own, signing } = this.log.keys;
		const event = {
			space,
			eventId: row.id,
			seq: this.seq + 1,
			prev: this.head,
			member: own.member,
			atMs: this.atMs,
			verb: draft.verb,
			object: row.object,
			rev: draft.rev,
			clear: draft.clear
		};
		const item = await signItem(event, draft.body, signing);
		const signed = { seq: event.seq, atMs: event.atMs, ...item };
		const envHash = draft.body && (await sha256(draft.body));
		await this.add({ ...event, envHash }, signed);
		return signed;
	}

	private async add(event: LogEvent, { event: bytes, sig }: SignedForPlace): Promise<void> {
		const decision = judge(this.objects.get(event.object) ?? null, event);
		if (decision.accepted) this.objects.set(event.object, decision.next);
		this.revs.set(event.eventId, event.rev);
		this.seq = event.seq;
		this.atMs = Math.max(this.atMs, event.atMs);
		this.head = await headOf(bytes, sig);
	}

	private revOf(id: EventId): number | undefined {
		return this.revs.get(id) ?? this.log.place(id)?.rev;
	}
}
