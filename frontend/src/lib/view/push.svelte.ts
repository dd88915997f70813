/**
 * Notifications on this device, as the screens read them. What is chosen about kinds and hours
 * belongs to the account and lies on the server, so it is only known where that was asked.
 */
/** What may wake a device. Nobody is ever woken by leaving, pausing, declining or silence (R13). */
export type PushKind = 'thanks' | 'talk' | 'agreements' | 'reminders';

export interface QuietHours {
	/** Minutes after midnight in `zone`; both alike: none. */
	fromMin: number;
	toMin: number;
	/** "Europe/Berlin". */
	zone: string;
}

export interface PushChoices {
	/** Also kinds that a newer app knows: what this one does not show it leaves as it is. */
	kinds: readonly string[];
	quiet: QuietHours | null;
}

interface PushViewState {
	/** `install_first`: an iPhone or iPad that opened Goldseam in a tab. */
	supported: 'yes' | 'install_first' | 'no';
	/** The browser was told not to, and does not ask again by itself. */
	denied: boolean;
	/** On this device. */
	on: boolean;
	/** Null until the server was asked. */
	choices: PushChoices | null;
	/** The offer on Today was answered, on whichever device. */
	offered: boolean;
}

/** Until the open account is read nothing is offered. */
const START: Readonly<PushViewState> = {
	supported: 'no',
	denied: false,
	on: false,
	choices: null,
	offered: true
};

let state: PushViewState = $state.raw(START);

export const push = {
	get supported(): PushViewState['supported'] {
		return state.supported;
	},
	get denied(): boolean {
		return state.denied;
	},
	get on(): boolean {
		return state.on;
	},
	get choices(): PushChoices | null {
		return state.choices;
	},
	get offered(): boolean {
		return state.offered;
	}
};

export function showPush(change: Partial<PushViewState>): void {
	state = { ...state, ...change };
}

export function clearPush(): void {
	state = START;
}
