/**
 * What a person is shown of changes that the server lost, and what those changes meant, so that they
 * can be put on top of another history.
 */
import { equalBytes, type Bytes } from '#lib/crypto/canonical.js';
import type { EventId, ObjectId } from '#lib/crypto/ids.js';
import { readContent, type Content } from '#lib/log/content.js';
import { parseEvent } from '#lib/log/event.js';
import { openBody } from '#lib/log/open-body.js';
import { isTalk } from '#lib/log/talk-fields.js';
import type { LogEvent } from '#lib/log/types.js';
import type { EventRow, LostRow } from '#lib/store/rows.js';
import type { Store } from '#lib/store/store.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import { m } from '#lib/paraglide/messages.js';
import { firstLine, firstPart } from '#lib/view/first-words.js';
import type { Attention, LostItem } from '#lib/view/sync.svelte.js';
import { toAgreeAct } from './agree-act';
import type { Intent } from './intent';
import type { NewIntent } from './outbox';
import { textOfContent } from './refused';
import type { SpaceLog } from './space-log';
import type { SignedItem } from '#lib/log/types.js';
import { toAct } from './talk-act';

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
			const mine = event.member === log.keys.own.member;
			return { id: event.eventId, label: labelOf(event, content), writtenMs, mine };
		})
	);
}

/**
 * What the partner wrote and the server then lost. It is never put back from here in their name: it
 * is shown until their own phone has done so.
 */
export async function lostOfPartner(store: Store, logs: readonly SpaceLog[]): Promise<Attention[]> {
	const rows = await store.read(['lost'], (reading) => reading.all('lost'));
	const lost: Attention[] = [];
	for (const log of logs) {
		const items = await lostInSpace(log, rows);
		if (items.length > 0) lost.push({ kind: 'partner_lost', space: log.keys.space, items });
	}
	return lost;
}

async function lostInSpace(log: SpaceLog, rows: readonly LostRow[]): Promise<LostItem[]> {
	const { space, own } = log.keys;
	const theirs = rows
		.filter((row) => row.space === space)
		.filter(({ event }) => {
			const { member, eventId } = parseEvent(event);
			return member !== own.member && log.place(eventId) === undefined;
		})
		.sort((a, b) => a.seq - b.seq);
	return describe(log, theirs);
}

function labelOf({ clear, envHash }: LogEvent, content: Content | null): string {
	if (isTalk(clear)) {
		if (envHash === null) return m.sync_label_talk_step();
		return content ? labelOfContent(content) : m.sync_label_unreadable();
	}
	switch (clear.of) {
		case 'item.erased':
			return m.sync_label_deleted();
		case 'appreciation.taken_in':
			return m.sync_label_taken_in();
		case 'appreciation.erased':
		case 'conversation.erased':
		case 'limit.erased':
		case 'request.erased':
		case 'agreement.erased':
			return m.sync_label_taken_back();
		case 'limit.acknowledged':
		case 'limit.retired':
		case 'request.withdrawn':
			return m.sync_label_agree_step();
		case 'agreement.accepted':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
		case 'agreement.reviewed':
			return m.sync_label_agreement_step();
		case 'space.left':
			return m.sync_label_left();
		case 'space.opened':
		case 'space.joined':
		case 'item.put':
		case 'appreciation.given':
		case 'appreciation.answered':
		case 'limit.shared':
		case 'request.asked':
		case 'request.answered':
		case 'agreement.proposed':
		case 'unknown':
			return content ? labelOfContent(content) : m.sync_label_unreadable();
	}
}

function labelOfContent(content: Content): string {
	switch (content.t) {
		case 'note':
			return content.title.trim() || shorten(content.text) || m.sync_label_untitled();
		case 'profile':
			return m.sync_label_profile();
		case 'member':
			return m.sync_label_member();
		case 'thanks':
			return m.sync_label_thanks({ words: shorten(firstPart(content)) });
		case 'thanks_draft':
			return m.sync_label_thanks_draft({ words: shorten(firstPart(content)) });
		case 'jar':
			return m.sync_label_jar({ words: shorten(firstPart(content)) });
		case 'thanks_answer':
			return m.sync_label_answer({ words: shorten(content.text) });
		case 'inbox':
			return m.sync_label_inbox();
		case 'push_offer':
			return m.sync_label_push_offer();
		case 'us_time':
			return m.sync_label_us_time();
		case 'passphrase':
			return m.sync_label_passphrase();
		case 'conversation':
			return m.sync_label_talk_invited();
		case 'turn':
			return content.text.trim() === '' ? m.sync_label_talk_aloud() : shorten(content.text);
		case 'line':
		case 'kept':
			return m.sync_label_line({ words: shorten(content.text) });
		case 'page':
		case 'answer':
			return m.sync_label_page({ words: shorten(textOfContent(content).text) });
		case 'agreement_draft':
			return m.sync_label_agreement_draft({ words: shorten(textOfContent(content).text) });
		case 'limit':
			return m.sync_label_limit({ words: shorten(content.title) });
		case 'request':
			return m.sync_label_request({ words: shorten(content.title) });
		case 'agreement':
			return m.sync_label_agreement({ words: shorten(content.title) });
		case 'request_answer':
			return m.sync_label_request_answer({ words: shorten(content.text) });
		case 'run':
			return m.sync_label_run();
		case 'closed':
			return m.sync_label_closed();
		case 'unknown':
		case 'damaged':
			return m.sync_label_unreadable();
	}
}

/** The first line of a text, cut where it is long. */
function shorten(text: string): string {
	const line = firstLine(text);
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
	const { object, rev, clear, envHash } = event;
	if (isTalk(clear)) {
		const act = toAct(clear);
		if (envHash === null) return { kind: 'talk', object, act };
		return plaintext && { kind: 'talk', object, act, content: plaintext };
	}
	switch (clear.of) {
		case 'item.erased':
		case 'appreciation.erased':
		case 'conversation.erased':
		case 'limit.erased':
		case 'request.erased':
		case 'agreement.erased': {
			const version = eventOf(log, object, rev);
			return version ? { kind: 'erase', object, version } : null;
		}
		case 'appreciation.taken_in':
			return { kind: 'take_in', object };
		// Without words they were erased later on, or never delivered: there is nothing to put again.
		case 'appreciation.given':
			return plaintext && { kind: 'give', object, content: plaintext };
		case 'appreciation.answered':
			return plaintext && { kind: 'answer', object, content: plaintext };
		case 'item.put':
			return (
				plaintext && {
					kind: 'put',
					object,
					base: baseOf(log, object, plaintext),
					content: plaintext
				}
			);
		case 'space.opened':
		case 'space.joined':
		case 'space.left':
		case 'unknown':
			return null;
		case 'limit.shared':
		case 'request.asked':
		case 'request.answered':
		case 'agreement.proposed':
		case 'limit.acknowledged':
		case 'limit.retired':
		case 'request.withdrawn':
		case 'agreement.accepted':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
		case 'agreement.reviewed':
			return agreeAgain(log, event, plaintext);
	}
}

/** Versions that it named by their hash are named by their events again. */
function agreeAgain(log: SpaceLog, event: LogEvent, content: Plaintext | null): Intent | null {
	const { object, envHash } = event;
	const act = toAgreeAct(event, (hash) => eventOfHash(log, object, hash));
	if (act === null || (envHash !== null && content === null)) return null;
	return { kind: 'agree', object, act, ...(content === null ? {} : { content }) };
}

/** Whether we ended the space in these lines: that is done again by itself. */
export function didLeave(log: SpaceLog, lines: readonly EventRow[]): boolean {
	return lines.some((line) => {
		const { verb, member } = parseEvent(line.event);
		return verb === 'space.left' && member === log.keys.own.member;
	});
}

function baseOf(log: SpaceLog, object: ObjectId, plaintext: Plaintext): EventId[] {
	const content = readContent(plaintext);
	const replaced = 'replaces' in content ? content.replaces : [];
	return replaced.flatMap((earlier) => eventOf(log, object, earlier) ?? []);
}

function eventOfHash(log: SpaceLog, object: ObjectId, hash: Bytes): EventId | undefined {
	const versions = log.fold.objects.get(object) ?? [];
	return versions.find(({ envHash }) => envHash !== null && equalBytes(envHash, hash))?.eventId;
}

function eventOf(log: SpaceLog, object: ObjectId, rev: number): EventId | undefined {
	return log.fold.objects.get(object)?.[rev - 1]?.eventId;
}
