/**
 * Intents become signed events on the head as read: each on top of the one before it. Only here do
 * versions get their revs, so what an intent meant by "that version" is looked up by event id.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import { sha256 } from '#lib/crypto/primitives.js';
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import { headOf, parseEvent, signItem } from '#lib/log/event.js';
import { judge } from '#lib/log/judge.js';
import { sealBody } from '#lib/log/open-body.js';
import type { ObjectState, Version } from '#lib/log/rules/rule.js';
import type { Clear, LogEvent } from '#lib/log/types.js';
import type { OutboxRow, SignedForPlace } from '#lib/store/rows.js';
import { drawUp } from './agree-act';
import {
	isToldWhenRefused,
	type AgreeIntent,
	type EraseIntent,
	type Intent,
	type PutIntent,
	type SayIntent,
	type TalkIntent
} from './intent';
import type { OutboxEntry } from './outbox';
import type { SpaceLog } from './space-log';
import { hasLeft } from './space-set';
import { clearAt, revOf } from './talk-act';

export interface SignedBatch {
	signed: { row: OutboxRow; signed: SignedForPlace }[];
	/** Acts without words that change nothing any more: nothing is left to do. */
	gone: EventId[];
	/** What the rules do not take where the log stands now, and who meant it has to hear of. */
	refused: { id: EventId; code: string }[];
}

/** It stands as it was meant. */
const ALREADY: ReadonlySet<string> = new Set(['already_accepted', 'already_reviewed']);

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
	const batch: SignedBatch = { signed: [], gone: [], refused: [] };
	for (const { row, intent } of entries) {
		const kept = await head.takeKept(row.signed);
		if (kept !== null) {
			batch.signed.push({ row, signed: kept });
			continue;
		}
		const draft = await head.draft(intent);
		const code = draft === null ? 'unknown_version' : await head.refusalOf(row, draft);
		if (draft !== null && code === null) {
			batch.signed.push({ row, signed: await head.sign(row, draft) });
		} else if (!isToldWhenRefused(intent) || ALREADY.has(code ?? '')) batch.gone.push(row.id);
		else batch.refused.push({ id: row.id, code: code ?? 'unknown_version' });
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
		// Never before the event it follows: another device's clock may be a little ahead. Behind a
		// leaving the date stands still, so that nobody reads when what was taken back (R13).
		this.atMs = hasLeft(log) ? atMs : Math.max(nowMs, atMs);
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

	/** Null where the version that it is about is not there. */
	async draft(intent: Intent): Promise<Draft | null> {
		switch (intent.kind) {
			case 'put':
				return this.draftPut(intent);
			case 'erase':
				return this.draftErase(intent);
			case 'give': {
				const body = await this.seal('appreciation.given', intent.object, 1, intent.content);
				return { verb: 'appreciation.given', rev: 1, body, clear: { of: 'appreciation.given' } };
			}
			case 'answer':
				return this.draftAnswer(intent);
			case 'take_in': {
				const envHash = this.versionOf(intent.object, 1)?.envHash;
				const clear = envHash && { of: 'appreciation.taken_in' as const, envHash };
				return clear ? { verb: clear.of, rev: 1, body: null, clear } : null;
			}
			case 'talk':
				return this.draftTalk(intent);
			case 'agree':
				return this.draftAgree(intent);
		}
	}

	/** The code of the rule that a draft breaks in the place it would get. */
	async refusalOf(row: OutboxRow, draft: Draft): Promise<string | null> {
		const envHash = draft.body && (await sha256(draft.body));
		const decision = judge(this.objects, { ...this.place(row, draft), envHash });
		return decision.accepted ? null : decision.code;
	}

	private async draftPut({ object, base, content }: PutIntent): Promise<Draft> {
		const rev = (this.objects.get(object)?.rev ?? 0) + 1;
		const replaces = base.map((id) => this.revOf(id)).filter((found) => found !== undefined);
		const plaintext = 'replaces' in content ? { ...content, replaces } : content;
		const body = await this.seal('item.put', object, rev, plaintext);
		return { verb: 'item.put', rev, body, clear: { of: 'item.put' } };
	}

	private draftErase({ object, version }: EraseIntent): Draft | null {
		const rev = this.revOf(version);
		const standing = rev === undefined ? undefined : this.versionOf(object, rev);
		if (rev === undefined || standing === undefined || standing.erased) return null;
		const verb = erasureOf(this.objects.get(object));
		return { verb, rev, body: null, clear: { of: verb, envHash: standing.envHash } };
	}

	private async draftAnswer({ object, content }: SayIntent): Promise<Draft | null> {
		const verb = 'appreciation.answered';
		const given = this.versionOf(object, 1);
		if (given === undefined) return null;
		const rev = (this.objects.get(object)?.rev ?? 0) + 1;
		const body = await this.seal(verb, object, rev, content);
		return { verb, rev, body, clear: { of: verb, envHash: given.envHash } };
	}

	private async draftTalk({ object, act, content }: TalkIntent): Promise<Draft> {
		const state = this.objects.get(object);
		const clear = clearAt(act, this.atMs);
		const rev = revOf(clear, state?.kind === 'conversation' ? state : null);
		const verb = clear.of;
		const body = content ? await this.seal(verb, object, rev, content) : null;
		return { verb, rev, body, clear };
	}

	private async draftAgree({ object, act, content }: AgreeIntent): Promise<Draft | null> {
		const drawn = drawUp(act, this.objects.get(object), (event) => this.revOf(event));
		if (drawn === null) return null;
		const { clear, rev } = drawn;
		const verb = clear.of;
		const body = content ? await this.seal(verb, object, rev, content) : null;
		return { verb, rev, body, clear };
	}

	private async seal(
		verb: string,
		object: ObjectId,
		rev: number,
		plaintext: Plaintext
	): Promise<Bytes> {
		const { space, own, body: key } = this.log.keys;
		return sealBody(key, { space, object, member: own.member, verb, rev }, plaintext);
	}

	private versionOf(object: ObjectId, rev: number): Version | undefined {
		return this.objects.get(object)?.versions[rev - 1];
	}

	async sign(row: OutboxRow, draft: Draft): Promise<SignedForPlace> {
		const event = this.place(row, draft);
		const item = await signItem(event, draft.body, this.log.keys.signing);
		const signed = { seq: event.seq, atMs: event.atMs, ...item };
		const envHash = draft.body && (await sha256(draft.body));
		await this.add({ ...event, envHash }, signed);
		return signed;
	}

	private place(row: OutboxRow, draft: Draft): Omit<LogEvent, 'envHash'> {
		const { space, own } = this.log.keys;
		return {
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
	}

	private async add(event: LogEvent, { event: bytes, sig }: SignedForPlace): Promise<void> {
		const decision = judge(this.objects, event);
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

function erasureOf(state: ObjectState | undefined) {
	if (state === undefined || state.kind === 'space') return 'item.erased';
	return `${state.kind}.erased` as const;
}
