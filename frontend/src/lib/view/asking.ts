/**
 * When the passphrase is asked for once more, so that nobody finds out at a lost phone that it is
 * gone: 3, 14 and 45 days after it was set, each once, on whichever device comes first. Pure.
 */
import { readContent } from '#lib/log/content.js';
import type { PassphraseAsked } from '#lib/log/content-own.js';
import { versionsOf } from '#lib/log/fold-own.js';
import type { OwnPlace } from './compose-inbox';

export type Asking = Omit<PassphraseAsked, 't'>;

const ASK_DAYS: readonly number[] = [3, 14, 45];
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Null where the log was not read yet. Until the passphrase is changed, it was set at sign-up. Of
 * two devices that were asked apart, the one that was asked later counts.
 */
export function composeAsking({ fold, pending }: OwnPlace): Asking | null {
	if (fold.space === null) return null;
	const waiting = pending.flatMap(({ intent }) => {
		const content = intent.kind === 'put' ? readContent(intent.content) : null;
		return content?.t === 'passphrase' ? [content] : [];
	});
	const said: Asking[] = [
		{ sinceMs: fold.space.openedMs, day: 0 },
		...versionsOf(fold, 'passphrase').map(({ content }) => content),
		...waiting
	];
	const sinceMs = Math.max(...said.map((asking) => asking.sinceMs));
	const days = said.filter((asking) => asking.sinceMs === sinceMs).map(({ day }) => day);
	return { sinceMs, day: Math.max(...days) };
}

/** The day whose asking is due, the latest of them; null for none. */
export function dueAsk({ sinceMs, day }: Asking, nowMs: number): number | null {
	const due = ASK_DAYS.findLast((asked) => nowMs >= sinceMs + asked * DAY_MS) ?? 0;
	return due > day ? due : null;
}
