/** A yes that came too late: which one, and how it is told where the agreement is. Pure. */
import { m } from '#lib/paraglide/messages.js';
import type { Attention } from '#lib/view/sync.svelte.js';

type NotAgreed = Extract<Attention, { kind: 'not_agreed' }>;

export function lateYes(all: readonly Attention[], agreement: string): NotAgreed | undefined {
	return all
		.filter((one) => one.kind === 'not_agreed')
		.find((one) => one.agreement === agreement && one.act === 'accepted');
}

/** Words that changed, that were taken back, or that nobody suggests any more: it stands beside this. */
export function lateSaid({ code }: NotAgreed): { title: string; text: string } {
	if (code === 'space_closed') return { title: m.agreed_nothing(), text: m.agreed_nothing_text() };
	return { title: m.agreed_stale(), text: m.agreed_stale_text() };
}
