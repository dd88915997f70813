/**
 * What a screen can be told. Screens switch on `code` and choose the words themselves; nothing that
 * a server wrote is ever shown.
 */
export type AppErrorCode =
	/** The server cannot be reached. What was written is kept. */
	| 'offline'
	/** Login, passphrase or code do not belong together. */
	| 'no_match'
	| 'login_taken'
	| 'invitation_needed'
	/** Too many tries; `retryAfterSeconds` says how long. */
	| 'slow_down'
	/** The passphrase has fewer than 12 or more than 1,024 bytes, or a lone surrogate. */
	| 'bad_passphrase_length'
	| 'bad_login'
	| 'bad_name'
	/** Not six digits. */
	| 'bad_pin'
	/** Six digits that are among the first to be guessed. */
	| 'easy_pin'
	/** A recovery code with a wrong character, length or check group. */
	| 'bad_code'
	/** More words than one sealed item holds (64 KiB). */
	| 'too_long'
	/** The server named a key derivation profile that this app does not know: nothing was sent. */
	| 'unknown_profile'
	/** Words that are only on this phone would be lost. */
	| 'unsent'
	/** The server wants a newer app. */
	| 'outdated'
	/** This browser did not keep what it was given. */
	| 'storage'
	/** The server answered something it must not answer; what was written is kept. */
	| 'server'
	/** There is no session, or the account is locked. */
	| 'signed_out'
	/** The invitation is not there: cancelled, run out, ended, or never made. */
	| 'gone'
	/** Somebody else has answered the invitation. */
	| 'used'
	/** What came is not what the link promised. */
	| 'not_genuine'
	/** The invitation is this person's own. */
	| 'own_invitation'
	/** There is a shared space already. */
	| 'already_together'
	/** More invitations are open than one account may have. */
	| 'too_many_invitations'
	/** The shared space is closed: somebody left it. */
	| 'space_closed'
	/** There is no shared space. */
	| 'not_together'
	/** This browser gave no address that notes can be sent to. */
	| 'not_reachable'
	/** This person's own gate to a guide is shut. */
	| 'not_open'
	/** It is not this person's move, or not any more. */
	| 'not_now'
	/** An answer was withdrawn; another waits 24 hours. */
	| 'wait'
	/** The other person was told of an answer: it can be replaced, not withdrawn. */
	| 'told';

export class AppError extends Error {
	/** Only with `slow_down`: whole seconds until another try makes sense. */
	readonly retryAfterSeconds: number | null;

	constructor(
		readonly code: AppErrorCode,
		options: { retryAfterSeconds?: number; cause?: unknown } = {}
	) {
		super(code, { cause: options.cause });
		this.name = 'AppError';
		this.retryAfterSeconds = options.retryAfterSeconds ?? null;
	}
}
