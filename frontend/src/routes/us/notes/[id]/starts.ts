import { m } from '#lib/paraglide/messages.js';

const titles: Record<string, () => string> = {
	agreement: m.note_start_agreement,
	talk: m.note_start_talk
};

/** The title a new note begins with; empty for a beginning that this app does not know. */
export function startingTitle(start: string | null): string {
	return start !== null && Object.hasOwn(titles, start) ? (titles[start]?.() ?? '') : '';
}
