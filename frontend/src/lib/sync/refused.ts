/** Refused words, for "needs you". */
import { readContent } from '#lib/log/content.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import type { OutboxEntry } from './outbox';

export function refusedAttention(entries: readonly OutboxEntry[]): Attention[] {
	return entries.flatMap(({ row, intent }): Attention[] => {
		if (row.refused === null) return [];
		const content = intent.kind === 'put' ? readContent(intent.content) : null;
		const words = content?.t === 'note' ? content : { title: '', text: '' };
		const { title, text } = words;
		return [{ kind: 'refused', intent: row.id, code: row.refused, title, text }];
	});
}
