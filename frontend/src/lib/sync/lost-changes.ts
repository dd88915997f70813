/**
 * What a person is shown of changes that the server lost, and what those changes meant, so that they
 * can be put on top of another history.
 */
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import { readContent, type Content } from '#lib/log/content.js';
import { parseEvent } from '#lib/log/event.js';
import { openBody } from '#lib/log/open-body.js';
import type { LogEvent } from '#lib/log/types.js';
import type { EventRow } from '#lib/store/rows.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import { m } from '#lib/paraglide/messages.js';
import type { LostItem } from '#lib/view/sync.svelte.js';
import type { Intent } from './intent';
import type { NewIntent } from './outbox';
import type { SpaceLog } from './space-log';
import type { SignedItem } from '#lib/log/types.js';

/** Words of a title that stands for a note without one. */
const LABEL_LENGTH = 60;

interface OpenedLine {
	event: LogEvent;
	plaintext: Plaintext | null;
}

async function openLine(log: SpaceLog, item: SignedItem): Promise<OpenedLine> {
	const event = parseEvent(item.event);
	const opened = await openBody(log.keys.body, event, item.body);
	return { event, plaintext: opened.is === 'open' ? opened.plaintext : null };
}

export async function describe(log: SpaceLog, items: readonly SignedItem[]): Promise<LostItem[]> {
	return Promise.all(
		items.map(async (item) => {
			const { event, plaintext } = await openLine(log, item);
			const content = plaintext && readContent(plaintext);
			const writtenMs = content?.t === 'note' ? content.writtenMs : event.atMs;
			return { id: event.eventId, label: labelOf(event, content), writtenMs };
		})
	);
}

function labelOf(event: LogEvent, content: Content | null): string {
	if (event.clear.of === 'item.erased') return m.sync_label_deleted();
	if (content?.t === 'profile') return m.sync_label_profile();
	if (content?.t !== 'note') return m.sync_label_unreadable();
	const firstLine = content.text.trim().split('\n', 1)[0] ?? '';
	return content.title.trim() || shorten(firstLine) || m.sync_label_untitled();
}

function shorten(line: string): string {
	const letters = Array.from(line);
	return letters.length > LABEL_LENGTH ? `${letters.slice(0, LABEL_LENGTH).join('')}…` : line;
}

/**
 * Our own lost lines as intents again. Each keeps its event id: another phone of the same person
 * that holds the same lines makes the same intents, and whoever comes second finds them done.
 */
export async function intentsAgain(
	log: SpaceLog,
	lines: readonly EventRow[]
): Promise<NewIntent[]> {
	const opened = await Promise.all(lines.map((line) => openLine(log, line)));
	return opened.flatMap(({ event, plaintext }) => {
		if (event.member !== log.keys.own.member) return [];
		const intent = intentOf(log, event, plaintext);
		return intent ? [{ id: event.eventId, intent, holdUntilMs: 0 }] : [];
	});
}

function intentOf(log: SpaceLog, event: LogEvent, plaintext: Plaintext | null): Intent | null {
	const { object, rev } = event;
	if (event.clear.of === 'item.erased') {
		const version = eventOf(log, object, rev);
		return version ? { kind: 'erase', object, version } : null;
	}
	// Erased later on, or never delivered: there are no words to put again.
	if (event.clear.of !== 'item.put' || plaintext === null) return null;
	const content = readContent(plaintext);
	const replaced = content.t === 'note' ? content.replaces : [];
	const base = replaced.flatMap((earlier) => eventOf(log, object, earlier) ?? []);
	return { kind: 'put', object, base, content: plaintext };
}

function eventOf(log: SpaceLog, object: ObjectId, rev: number): EventId | undefined {
	return log.fold.objects.get(object)?.[rev - 1]?.eventId;
}
