/**
 * Which of four states this tab is in. It is part of the first load of every screen, so it holds no
 * cryptography and no storage: what opens an account is fetched when it is needed.
 */
export type Phase = 'starting' | 'signed_out' | 'locked' | 'open';

interface SessionState {
	phase: Phase;
	/** Only while open: a locked phone names nobody. */
	login: string | null;
	/** 'ended': another device ended this session, or the account was deleted; this phone is empty. */
	notice: 'ended' | null;
}

const state: SessionState = $state({ phase: 'starting', login: null, notice: null });

export const session: Readonly<SessionState> = state;

/** For the code that opens and closes accounts; screens only read `session`. */
export function showSession(
	phase: Phase,
	details: { login?: string | null; notice?: 'ended' | null } = {}
): void {
	state.phase = phase;
	state.login = phase === 'open' ? (details.login ?? null) : null;
	state.notice = details.notice ?? null;
}

/** Called once by the root layout: decides between welcome, lock screen and the open account. */
export async function startSession(): Promise<void> {
	const here = await import('#lib/store/accounts-here.js');
	const account = await here.findCurrentAccount();
	if (account === undefined) {
		showSession('signed_out');
		if (await here.isSessionToEnd()) {
			const { endLeftSession } = await import('#lib/sync/leaving.js');
			await endLeftSession();
		}
		return;
	}
	try {
		const { start } = await import('#lib/sync/start.js');
		await start(account);
	} catch {
		// Neither open nor gone: the passphrase is asked for, and opening says what is wrong.
		showSession('locked');
	}
}
