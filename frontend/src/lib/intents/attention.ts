/** Answers to what `sync.attention` asks. All throw AppError. */
import { parseId, type EventId, type SpaceId } from '#lib/crypto/ids.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import { agreementDraftPlaintext } from '#lib/log/content-agreement.js';
import { notePlaintext, readContent, thanksDraftPlaintext } from '#lib/log/content.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { AppError } from '#lib/sync/app-error.js';
import { findOpenAccount } from '#lib/sync/current.js';
import { wordsOf } from '#lib/sync/intent.js';
import { textOfContent } from '#lib/sync/refused.js';
import { goBackToFork, putBack as postLostLines, readOn } from '#lib/sync/repair.js';
import type { SpaceLog } from '#lib/sync/space-log.js';
import { act } from './act';
import { putNew } from './queueing';

/** Sends the lost lines again from this phone, word for word. */
export async function putBack(space: string): Promise<void> {
	return act(async (account) => {
		const log = findLog(account, space);
		await postLostLines(account.world.api, log);
		account.sealed.putBack();
		await account.lookAgain(log.keys.space);
	});
}

/**
 * Takes the server's line and puts this phone's lost changes on top of it. Where only another phone
 * knows more, goes on without it.
 */
export async function goOnFromHere(space: string): Promise<void> {
	return act(async (account) => {
		const { store, outbox, world, keeper } = account;
		const log = findLog(account, space);
		const wentBack = await goBackToFork(world.api, store, log, outbox);
		if (wentBack) account.linesChanged(log.keys.space);
		await readOn(world.api, log);
		await keeper.writeCursors('backwards');
		if (wentBack?.didLeave) await account.leave(log);
		await account.findLost();
		account.outboxChanged();
		await account.lookAgain(log.keys.space);
	});
}

/** Refused words become something of My side: a draft of what they were, or else a note. */
export async function keepInMySide(intent: string): Promise<void> {
	return act(async (account) => {
		const { outbox, personal } = account;
		const id = parseId<EventId>(intent);
		const entry = outbox.find(id);
		const words = entry ? wordsOf(entry.intent) : findAnswer(account, id)?.content;
		if (!words) throw new AppError('server');
		const content = privateCopy(account, words);
		if (content !== null) {
			await outbox.queue(personal.keys.space, [putNew(account, content)]);
		}
		await letGoOf(account, id);
		account.outboxChanged();
	});
}

export async function forget(intent: string): Promise<void> {
	return act(async (account) => {
		await letGoOf(account, parseId<EventId>(intent));
		account.outboxChanged();
	});
}

/** Refused words wait in the outbox, or beside it where they were a sealed answer. */
async function letGoOf(account: OpenAccount, id: EventId): Promise<void> {
	const answer = findAnswer(account, id);
	if (answer) await account.sealed.rows.drop(answer.row);
	else await account.outbox.remove([id]);
}

function findAnswer({ sealed }: OpenAccount, id: EventId) {
	return sealed.rows.all.find(({ row }) => row.id === id && row.refused !== null);
}

/** Tries the server now instead of at the next planned time. */
export function retryNow(): Promise<void> {
	findOpenAccount()?.nudge();
	return Promise.resolve();
}

/** Null for what is no words of a person's, such as a glaze. */
function privateCopy({ identity, world }: OpenAccount, words: Plaintext): Plaintext | null {
	const content = readContent(words);
	switch (content.t) {
		case 'note':
			return words;
		case 'thanks':
		case 'thanks_draft':
			return thanksDraftPlaintext(content);
		case 'page':
		case 'kept':
		case 'agreement_draft':
			return words;
		case 'limit':
		case 'request':
		case 'agreement': {
			const from = { reviewDays: null, guide: null, changes: null };
			return agreementDraftPlaintext({ ...content, kind: content.t, ...from });
		}
		case 'thanks_answer':
		case 'request_answer':
		case 'turn':
		case 'line':
		case 'answer':
		case 'conversation': {
			const device = { id: identity.device, name: identity.deviceName };
			const { text } = textOfContent(content);
			if (text.trim() === '') return null;
			return notePlaintext({ title: '', text, replaces: [], device, writtenMs: world.now() });
		}
		case 'profile':
		case 'member':
		case 'jar':
		case 'inbox':
		case 'push_offer':
		case 'us_time':
		case 'passphrase':
		case 'run':
		case 'closed':
		case 'unknown':
		case 'damaged':
			return null;
	}
}

function findLog(account: OpenAccount, space: string): SpaceLog {
	const log = account.logs.get(parseId<SpaceId>(space));
	if (!log) throw new AppError('server');
	return log;
}
