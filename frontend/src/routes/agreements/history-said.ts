/** What each line of a history says, and whose glyph stands before it. Pure; the same for both. */
import { m } from '#lib/paraglide/messages.js';
import type { AgreedView, HistoryRow } from '#lib/view/agreements.svelte.js';
import { daySaid } from './days-said';

export interface SaidRow {
	row: HistoryRow;
	/** Both: what two people's words made together. */
	whose: 'me' | 'them' | 'both';
	text: string;
	/** The version, or the answer, that can be read from here. */
	opens: string | null;
}

/** Newest first. */
export function historySaid(view: AgreedView, name: string): SaidRow[] {
	const { history, versions } = view;
	const open = view.kind === 'agreement' ? view.suggestions : [];
	const numbers = new Map(versions.map(({ id, number }) => [id, number]));
	const said: SaidRow[] = [];
	let standing: HistoryRow | null = null;
	for (const row of history) {
		const number = row.version === null ? 0 : (numbers.get(row.version) ?? 0);
		const isSecond: boolean = row.act === 'reviewed' && isAlike(standing, row);
		standing = row.act === 'reviewed' && !isSecond ? row : ends(row) ? null : standing;
		// What waits on this phone is nothing of both yet.
		const together = (isSecond || row.act === 'accepted') && !row.onlyHere;
		const whose = together ? 'both' : row.mine ? 'me' : 'them';
		const isOpen = open.some(({ id }) => id === row.version);
		const ofBoth = together && isSecond;
		const text = ofBoth ? reviewedByBoth(row) : textOf(row, { number, isOpen }, name);
		said.push({ row, whose, text, opens: openedBy(row) });
	}
	return said.reverse();
}

/** What brings words, or names them. */
const OPENS: ReadonlySet<string> = new Set(['proposed', 'accepted', 'shared', 'asked', 'erased']);

/** An answer brought words of its own; everything else names those that it is about. */
function openedBy({ id, act, version }: HistoryRow): string | null {
	if (act === 'answered') return id;
	return OPENS.has(act) ? version : null;
}

function ends({ act }: HistoryRow): boolean {
	return act === 'accepted' || act === 'withdrawn' || act === 'reviewed';
}

function isAlike(standing: HistoryRow | null, { mine, outcome, nextDay }: HistoryRow): boolean {
	if (standing === null || standing.mine === mine) return false;
	return standing.outcome === outcome && standing.nextDay === nextDay;
}

function reviewedByBoth({ nextDay }: HistoryRow): string {
	if (nextDay === null) return m.agreed_did_let_go_both();
	return m.agreed_did_kept_both({ day: daySaid(nextDay) });
}

function textOf(
	row: HistoryRow,
	{ number, isOpen }: { number: number; isOpen: boolean },
	name: string
): string {
	const { act, mine, outcome, nextDay } = row;
	const by = (me: () => string, them: (who: { name: string }) => string) =>
		mine ? me() : them({ name });
	switch (act) {
		case 'proposed':
			if (number <= 1) return by(m.agreed_did_proposed_me, m.agreed_did_proposed);
			return isOpen
				? by(m.agreed_did_this_me, m.agreed_did_this)
				: by(m.agreed_did_changed_me, m.agreed_did_changed);
		case 'accepted':
			return row.onlyHere
				? m.agreed_did_signed({ number: String(number) })
				: m.agreed_did_accepted({ number: String(number) });
		case 'paused':
			return by(m.agreed_did_paused_me, m.agreed_did_paused);
		case 'resumed':
			return by(m.agreed_did_resumed_me, m.agreed_did_resumed);
		case 'withdrawn':
			return by(m.agreed_did_withdrawn_me, m.agreed_did_withdrawn);
		case 'reviewed': {
			if (outcome === 'retired') return by(m.agreed_did_let_go_me, m.agreed_did_let_go);
			const day = daySaid(nextDay ?? '');
			return mine ? m.agreed_did_kept_me({ day }) : m.agreed_did_kept({ name, day });
		}
		case 'erased':
			return by(m.agreed_did_erased_me, m.agreed_did_erased);
		case 'shared':
			return number <= 1
				? by(m.agreed_did_shared_me, m.agreed_did_shared)
				: by(m.agreed_did_reshared_me, m.agreed_did_reshared);
		case 'acknowledged':
			return by(m.agreed_did_acknowledged_me, m.agreed_did_acknowledged);
		case 'retired':
			return by(m.agreed_did_retired_me, m.agreed_did_retired);
		case 'asked':
			return number <= 1
				? by(m.agreed_did_asked_me, m.agreed_did_asked)
				: by(m.agreed_did_reshared_me, m.agreed_did_reshared);
		default:
			return by(m.agreed_did_answered_me, m.agreed_did_answered);
	}
}
