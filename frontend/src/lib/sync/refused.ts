/** Refused words, for "needs you". */
import { readContent, type Content } from '#lib/log/content.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import type { OwnAnswer } from './answer-rows';
import { wordsOf, type Intent } from './intent';
import type { OutboxEntry } from './outbox';

export function refusedAttention(entries: readonly OutboxEntry[]): Attention[] {
	return entries.flatMap(({ row, intent }): Attention[] => {
		if (row.refused === null) return [];
		return [{ kind: 'refused', intent: row.id, code: row.refused, ...textOf(intent) }];
	});
}

/** Sealed answers that the server will not take, and never will. */
export function refusedAnswers(answers: readonly OwnAnswer[]): Attention[] {
	return answers.flatMap(({ row, content }): Attention[] => {
		if (row.refused === null) return [];
		const words = textOfContent(content ? readContent(content) : { t: 'unknown' });
		return [{ kind: 'refused', intent: row.id, code: row.refused, ...words }];
	});
}

function textOf(intent: Intent): { title: string; text: string } {
	const words = wordsOf(intent);
	return textOfContent(words ? readContent(words) : { t: 'unknown' });
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
			return { title: '', text: content.text };
		case 'conversation':
			return { title: '', text: content.note };
		case 'answer':
		case 'page':
			return { title: '', text: joined(Object.values(content.words)) };
		case 'agreement_draft': {
			const { title, what, why, keptLooksLike, exceptions, help, ifMissed, ifKeptMissed } = content;
			const parts = [what, why, keptLooksLike, exceptions, help, ifMissed, ifKeptMissed];
			return { title, text: joined(parts) };
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
