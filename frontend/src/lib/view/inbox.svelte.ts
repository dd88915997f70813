/** What came from the other person in the last thirty days. Empty while locked. */
export interface CameView {
	/** Of the thanks it is or answers, of the conversation, or of what the two agree on. */
	id: string;
	kind:
		| 'thanks'
		| 'answer'
		| 'talk'
		| 'limit'
		| 'request'
		| 'request_answer'
		| 'proposal'
		| 'agreed'
		| 'review';
	/** The first words; null where there are none, or `hidden` says why they are not shown. */
	words: string | null;
	hidden: 'body' | 'damaged' | null;
	atMs: number;
	/** It came after this list was last looked at, on whichever device. */
	isNew: boolean;
	href: string;
}

let state: readonly CameView[] = $state.raw([]);

export const inbox = {
	/** Newest first. */
	get all(): readonly CameView[] {
		return state;
	},
	get hasNew(): boolean {
		return state.some(({ isNew }) => isNew);
	}
};

export function showInbox(all: readonly CameView[]): void {
	state = all;
}

export function clearInbox(): void {
	state = [];
}
