/** What the one block on Today is about. At most one thing is proposed, and it can be put away. */
export type OneThing =
	'first-read' | 'asked' | 'go-on' | 'what-this-is' | 'talk-rules' | 'thanks' | 'page';

export interface Standing {
	/** The block was put away today. */
	putAway: boolean;
	firstRead: boolean;
	together: boolean;
	gaveToday: boolean;
	/** The other person asks to a conversation. */
	asked: boolean;
	/** A guide is begun and not at its end. */
	goesOn: boolean;
	/** The guides are here, and none was ever begun. */
	neverBegan: boolean;
	/** Two people share a space since less than a week, and have not been asked to anything. */
	newTogether: boolean;
}

/**
 * The first read comes first, then what is under way; in the first week of two, what to begin with.
 * Thanks are proposed to two, and on no day on which some were given.
 */
export function oneThing(standing: Standing): OneThing | null {
	const { putAway, firstRead, together, gaveToday } = standing;
	if (putAway) return null;
	if (!firstRead) return 'first-read';
	if (together && standing.asked) return 'asked';
	if (standing.goesOn) return 'go-on';
	if (standing.neverBegan && (!together || standing.newTogether)) return 'what-this-is';
	if (together && standing.newTogether) return 'talk-rules';
	return together && !gaveToday ? 'thanks' : 'page';
}
