/**
 * The shared space of the open account, and the way to it, as the screens read them: who the two
 * are, what is closed, the invitation made here and the one being answered. Empty while locked.
 */
import type { Glaze } from './profile.svelte.js';

export interface MemberView {
	member: string;
	name: string;
	glaze: Glaze;
	/** Whether this person switched on thanks that are about the body. */
	welcomesBodyWords: boolean;
}

export interface TogetherView {
	space: string;
	me: MemberView;
	them: MemberView;
	/** Hex of `th`, which both phones hold: the couple's seam is drawn from it. */
	seed: string;
	/** When the second person joined. */
	sinceMs: number;
	seq: number;
}

export interface ClosedView {
	space: string;
	/** The names of the two, as they stood in it. */
	meName: string;
	themName: string;
	/** As in `TogetherView`. */
	seed: string;
	iLeft: boolean;
	taking: Taking;
}

/** Two people as what they shared is read: in the space that is open, or in one that is closed. */
export interface PairView {
	me: string;
	them: string;
	seed: string;
	closed: boolean;
}

/**
 * How far this person has taken back what they shared. `offered`: something of theirs stands.
 * `waiting`: it is gone here, and the server has not been told of all of it. `over`: the server has
 * deleted the space, and this phone's copy is what is left of it here.
 */
export type Taking = 'offered' | 'waiting' | 'done' | 'over';

export type InvitationStep =
	| 'making'
	| 'open'
	/** Somebody answered; this phone is fixing whose answer it was. */
	| 'claimed'
	/** Six digits are on the other screen. */
	| 'typing'
	/** They were equal; the shared space is being opened. */
	| 'opening'
	/** Opened; the other phone has yet to join. */
	| 'waiting_join'
	| 'ended';

export interface InvitationView {
	id: string;
	/** Only on the phone that made it. */
	link: string | null;
	expiresMs: number;
	step: InvitationStep;
	/** Of who answered it, by their own word. */
	name: string | null;
	seed: string | null;
	triesLeft: number;
	ended: null | 'cancelled' | 'expired' | 'wrong_digits' | 'refused' | 'lost_on_this_phone';
}

export type JoiningStep = 'claiming' | 'claimed' | 'digits' | 'joining' | 'ended';

export interface JoiningView {
	/** Who invites, by the word of the invitation. */
	inviter: string;
	step: JoiningStep;
	/** Six of them, to read out. */
	digits: string | null;
	seed: string | null;
	ended: null | 'gone' | 'used' | 'own' | 'already_together' | 'not_genuine';
}

export interface UsState {
	together: TogetherView | null;
	closed: readonly ClosedView[];
	invitation: InvitationView | null;
	joining: JoiningView | null;
}

const EMPTY: UsState = { together: null, closed: [], invitation: null, joining: null };

let state: UsState = $state.raw(EMPTY);

export const us = {
	get together(): TogetherView | null {
		return state.together;
	},
	/** Shared spaces that somebody left and that this phone still keeps, newest first. */
	get closed(): readonly ClosedView[] {
		return state.closed;
	},
	/** Null for a space that this phone does not hold. */
	pairOf(space: string): PairView | null {
		const { together, closed } = state;
		if (together?.space === space) {
			const { me, them, seed } = together;
			return { me: me.name, them: them.name, seed, closed: false };
		}
		const found = closed.find((one) => one.space === space);
		if (!found) return null;
		return { me: found.meName, them: found.themName, seed: found.seed, closed: true };
	},
	get invitation(): InvitationView | null {
		return state.invitation;
	},
	get joining(): JoiningView | null {
		return state.joining;
	},
	/** Both chose one glaze: the screen offers to choose another for this space. */
	get sameGlaze(): boolean {
		const { together } = state;
		return together !== null && together.me.glaze === together.them.glaze;
	}
};

export function showUs(change: Partial<UsState>): void {
	state = { ...state, ...change };
}

export function clearUs(): void {
	state = EMPTY;
}
