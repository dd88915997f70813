import type { Attention } from '#lib/view/sync.svelte.js';

/** One thing that needs the person stays one card while its contents change. */
export function keyOf(attention: Attention): string {
	if ('intent' in attention) return `${attention.kind} ${attention.intent}`;
	if ('note' in attention) return `${attention.kind} ${attention.note}`;
	return 'space' in attention ? `${attention.kind} ${attention.space}` : attention.kind;
}
