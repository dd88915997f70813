/** What one person wrote for a step for two, and never shared: sealed and not opened, or begun. Pure. */
import type { OpeningView, PageView, Words } from '#lib/view/talk.svelte.js';
import { isBlank } from './way';

export function ownWords(opening: OpeningView | undefined, page: PageView | undefined): Words[] {
	const sealed = opening?.stage === 'open' ? null : opening?.mine;
	const meant = sealed && !sealed.pass ? [sealed.words] : [];
	return [...meant, ...(page ? [page.words] : [])].filter((words) => !isBlank(words));
}
