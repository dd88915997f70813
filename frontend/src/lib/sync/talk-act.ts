/**
 * What somebody does in a conversation, as it waits in the outbox, and the event that it becomes
 * where the log stands when it is signed.
 */
import { CanonicalError, type Bytes } from '#lib/crypto/canonical.js';
import { fromBase64url, toBase64url } from '#lib/crypto/ids.js';
import { readTalkFields, writeTalkFields } from '#lib/log/talk-fields.js';
import { PAUSE_MAX_MS, PAUSE_MIN_MS } from '#lib/log/rules/conversation.js';
import type { ConversationState } from '#lib/log/rules/rule.js';
import type { TalkClear } from '#lib/log/types.js';

/** The verb and its clear fields, spelled as in the signed bytes. */
export interface TalkAct {
	of: TalkClear['of'];
	fields: string[];
}

export function toAct(clear: TalkClear): TalkAct {
	return { of: clear.of, fields: writeTalkFields(clear).map((field) => toBase64url(field)) };
}

/** Null for what is no act of this version. */
export function readAct(value: unknown): TalkAct | null {
	if (typeof value !== 'object' || value === null) return null;
	const { of, fields } = value as Record<string, unknown>;
	if (typeof of !== 'string' || !Array.isArray(fields)) return null;
	try {
		const clear = readTalkFields(
			of,
			fields.map((field): Bytes => fromBase64url(field))
		);
		return clear && toAct(clear);
	} catch (error) {
		if (error instanceof CanonicalError) return null;
		throw error;
	}
}

/** Throws CanonicalError for what `readAct` would not have given. */
export function clearOf({ of, fields }: TalkAct): TalkClear {
	const clear = readTalkFields(
		of,
		fields.map((field): Bytes => fromBase64url(field))
	);
	if (clear === null) throw new CanonicalError('not an act of a conversation');
	return clear;
}

/** The act at the moment that it is signed: a pause that waited here still lasts its 20 minutes. */
export function clearAt(act: TalkAct, atMs: number): TalkClear {
	const clear = clearOf(act);
	if (clear.of !== 'conversation.paused') return clear;
	const latest = Math.min(clear.returnMs, atMs + PAUSE_MAX_MS);
	return { ...clear, returnMs: Math.max(latest, atMs + PAUSE_MIN_MS) };
}

/** The rev of its event. */
export function revOf({ of }: TalkClear, state: ConversationState | null): number {
	if (of === 'conversation.invited') return 1;
	return of === 'conversation.said' ? (state?.rev ?? 0) + 1 : 0;
}
