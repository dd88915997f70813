import type { RequestReply } from '#lib/log/content-agreement.js';

/** How this phone and the server stand, and what needs a person's decision. */
export interface LostItem {
	id: string;
	/** A title or first words, ready to show. */
	label: string;
	writtenMs: number;
	/** Written by the person at this phone. */
	mine: boolean;
}

export interface RefusedWords {
	title: string;
	text: string;
	/** They belong to a limit, a request or an agreement. */
	agreed: boolean;
	/** The answer to a request that they came with. */
	reply: RequestReply | null;
}

export type Attention =
	/** The server lost changes that this phone still has: `putBack(space)`. */
	| { kind: 'lost'; space: string; items: LostItem[] }
	/**
	 * The server lost changes and went on without them: `goOnFromHere(space)`. `ours` stood on this
	 * phone, `theirs` on the server since, whoever of two people wrote them.
	 */
	| { kind: 'branch'; space: string; ours: LostItem[]; theirs: LostItem[] }
	/** What the partner wrote and the server then lost, until their own phone puts it back. */
	| { kind: 'partner_lost'; space: string; items: LostItem[] }
	/** The account's own vault knows more than the server and this phone: open another phone first. */
	| { kind: 'behind'; space: string }
	/** The server will not take these words: `keepInMySide(intent)` or `forget(intent)`. */
	| ({ kind: 'refused'; intent: string; code: string } & RefusedWords)
	/** A yes, or a word at a review, came too late: it did not count. `forget(intent)`. */
	| {
			kind: 'not_agreed';
			intent: string;
			agreement: string;
			act: 'accepted' | 'reviewed';
			code: string;
			title: string;
	  }
	/** What opened as this person's answer is not what was sealed here last. */
	| { kind: 'answer_changed'; conversation: string; opening: number }
	/** A page did not verify. Reading stopped at the last good line; export is offered. */
	| { kind: 'invalid'; space: string }
	/** The server knows no such space: everything stays readable here, and export is offered. */
	| { kind: 'unlisted'; space: string }
	| { kind: 'two_versions'; note: string; title: string }
	/** The server was restored and takes an earlier passphrase: `signInAgain(passphrase)`. */
	| { kind: 'sign_in_again' }
	/** The server was restored from before the last change of passphrase: set it anew. */
	| { kind: 'set_passphrase_again' };

interface SyncState {
	/** The device has a network. */
	online: boolean;
	/** The server answers. */
	connected: boolean;
	/** Things meant to be sent that the log does not hold yet. */
	unsent: number;
	/** The server wants a newer app: offer the reload button. Nothing kept here is lost by it. */
	outdated: boolean;
	/** This browser keeps nothing: what is not sent is gone when the tab closes. */
	memoryOnly: boolean;
	attention: Attention[];
	/** This device's clock is more than five minutes from the server's. */
	wrongClock: boolean;
}

const START: Readonly<SyncState> = {
	online: true,
	connected: false,
	unsent: 0,
	outdated: false,
	memoryOnly: false,
	attention: [],
	wrongClock: false
};

const state: SyncState = $state({ ...START });

export const sync: Readonly<SyncState> = state;

export function showSync(change: Partial<SyncState>): void {
	Object.assign(state, change);
}

/** At lock and sign-out; that the app is outdated, and the network, outlive an account. */
export function clearSync(): void {
	Object.assign(state, START, { online: state.online, outdated: state.outdated });
}
