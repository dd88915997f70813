/** Refused words, for "needs you". */
import { readContent, type Content } from '#lib/log/content.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import { wordsOf, type Intent } from './intent';
import type { OutboxEntry } from './outbox';

export function refusedAttention(entries: readonly OutboxEntry[]): Attention[] {
	return entries.flatMap(({ row, intent }): Attention[] => {
		if (row.refused === null) return [];
		return [{ kind: 'refused', intent: row.id, code: row.refused, ...textOf(intent) }];
	});
}

function textOf(intent: Intent): { title: string; text: string } {
	const words = wordsOf(intent);
	const content: Content = words ? readContent(words) : { t: 'unknown' };
	switch (content.t) {
		case 'note':
			return { title: content.title, text: content.text };
		case 'thanks':
		case 'thanks_draft':
		case 'jar': {
			const parts = [content.did, content.changed, content.shows];
			return { title: '', text: parts.filter((part) => part.trim() !== '').join('\n\n') };
		}
		case 'thanks_answer':
			return { title: '', text: content.text };
		case 'profile':
		case 'member':
		case 'inbox':
		case 'push_offer':
		case 'us_time':
		case 'passphrase':
		case 'unknown':
		case 'damaged':
			return { title: '', text: '' };
	}
}
