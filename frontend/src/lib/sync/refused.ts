/** Refused words, for "needs you". */
import type { ObjectId } from '#lib/crypto/ids.js';
import { readContent, type Content } from '#lib/log/content.js';
import { NO_TEXTS, type AgreedTexts } from '#lib/log/content-agreement.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import type { OwnAnswer } from './answer-rows';
import { signsOf, wordsOf, type Intent } from './intent';
import type { OutboxEntry } from './outbox';

/** @param titleOf what an agreement is called; empty where nobody can read it */
export function refusedAttention(
	entries: readonly OutboxEntry[],
	titleOf: (agreement: ObjectId) => string
): Attention[] {
	return entries.flatMap(({ row, intent }): Attention[] => {
		const { id, refused: code } = row;
		if (code === null) return [];
		const act = signsOf(intent);
		if (act === null) return [{ kind: 'refused', intent: id, code, ...saidIn(intent) }];
		const { object: agreement } = intent;
		return [{ kind: 'not_agreed', intent: id, agreement, act, code, title: titleOf(agreement) }];
	});
}

/** Sealed answers that the server will not take, and never will. */
export function refusedAnswers(answers: readonly OwnAnswer[]): Attention[] {
	return answers.flatMap(({ row, content }): Attention[] => {
		if (row.refused === null) return [];
		const words = textOfContent(content ? readContent(content) : { t: 'unknown' });
		const said = { ...words, agreed: false, reply: null };
		return [{ kind: 'refused', intent: row.id, code: row.refused, ...said }];
	});
}

function saidIn(intent: Intent) {
	const words = wordsOf(intent);
	const content: Content = words ? readContent(words) : { t: 'unknown' };
	const reply = content.t === 'request_answer' ? content.answer : null;
	return { ...textOfContent(content), agreed: intent.kind === 'agree', reply };
}

/** What a person wrote in it, to read and to copy. */
export function textOfContent(content: Content): { title: string; text: string } {
	switch (content.t) {
		case 'note':
			return { title: content.title, text: content.text };
		case 'thanks':
		case 'thanks_draft':
		case 'jar': {
			const parts = [content.did, content.changed, content.shows];
			return { title: '', text: joined(parts) };
		}
		case 'thanks_answer':
		case 'turn':
		case 'line':
		case 'kept':
		case 'request_answer':
			return { title: '', text: content.text };
		case 'conversation':
			return { title: '', text: content.note };
		case 'answer':
		case 'page':
			return { title: '', text: joined(Object.values(content.words)) };
		case 'agreement_draft':
		case 'agreement':
		case 'limit':
		case 'request': {
			const names = Object.keys(NO_TEXTS) as (keyof AgreedTexts)[];
			const parts = names.filter((name) => name !== 'title').map((name) => content[name]);
			return { title: content.title, text: joined(parts) };
		}
		case 'profile':
		case 'member':
		case 'inbox':
		case 'push_offer':
		case 'us_time':
		case 'passphrase':
		case 'run':
		case 'closed':
		case 'unknown':
		case 'damaged':
			return { title: '', text: '' };
	}
}

function joined(parts: readonly string[]): string {
	return parts.filter((part) => part.trim() !== '').join('\n\n');
}
