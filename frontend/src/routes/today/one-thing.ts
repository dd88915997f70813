/** What the one block on Today is about. At most one thing is proposed, and it can be put away. */
export type OneThing = 'first-read' | 'thanks' | 'page';

export interface Standing {
	/** The block was put away today. */
	putAway: boolean;
	firstRead: boolean;
	together: boolean;
	gaveToday: boolean;
}

/** The first read comes first; thanks are proposed to two, and on no day on which some were given. */
export function oneThing({ putAway, firstRead, together, gaveToday }: Standing): OneThing | null {
	if (putAway) return null;
	if (!firstRead) return 'first-read';
	return together && !gaveToday ? 'thanks' : 'page';
}
