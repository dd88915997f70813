/** What is told of a yes, or a word at a review, that did not count. Pure. */
import { m } from '#lib/paraglide/messages.js';
import type { Attention } from '#lib/view/sync.svelte.js';

type NotAgreed = Extract<Attention, { kind: 'not_agreed' }>;

export function notAgreedTitle({ act, title }: NotAgreed): string {
	if (act === 'reviewed') {
		return title ? m.needs_not_reviewed({ title }) : m.needs_not_reviewed_untitled();
	}
	return title ? m.needs_not_agreed({ title }) : m.needs_not_agreed_untitled();
}

export function notAgreedText({ act, code }: NotAgreed): string {
	const isClosed = code === 'space_closed';
	if (act === 'reviewed') {
		return isClosed ? m.needs_not_reviewed_closed() : m.needs_not_reviewed_text();
	}
	if (isClosed) return m.needs_not_agreed_closed();
	return code === 'taken_back' ? m.needs_not_agreed_taken_back() : m.needs_not_agreed_text();
}
