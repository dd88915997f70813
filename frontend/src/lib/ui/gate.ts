import type { Phase } from '#lib/view/session.svelte.js';

/** What the root layout draws for an address while the session is in a phase. */
export type Gate = 'screen' | 'lock' | 'blank' | '/' | '/today';

const WITHOUT_ACCOUNT = ['/sign-in', '/sign-up', '/recover', '/join', '/us/delete/done'];

/**
 * The safety pages are open to everyone in every phase (R22). Welcome belongs to a phone without
 * an account; sign-in with its neighbours, and an invitation, to everyone whose account is not open
 * here; all else is one account's, and a locked phone draws the lock in its place.
 */
export function gate(phase: Phase, path: string): Gate {
	if (within(path, '/safety')) return 'screen';
	if (phase === 'starting') return 'blank';
	if (phase === 'open') return path === '/' ? '/today' : 'screen';
	if (WITHOUT_ACCOUNT.some((root) => within(path, root))) return 'screen';
	if (phase === 'locked') return 'lock';
	return path === '/' ? 'screen' : '/';
}

function within(path: string, root: string): boolean {
	return path === root || path.startsWith(`${root}/`);
}
