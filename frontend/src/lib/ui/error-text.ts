import { AppError, type AppErrorCode } from '#lib/intents/app-error.js';
import { m } from '#lib/paraglide/messages.js';

/** Every code has its sentence: a new one does not compile without. */
const sentences: Record<Exclude<AppErrorCode, 'slow_down'>, () => string> = {
	offline: m.error_offline,
	no_match: m.error_no_match,
	login_taken: m.error_login_taken,
	invitation_needed: m.error_invitation_needed,
	bad_passphrase_length: m.error_bad_passphrase_length,
	bad_login: m.error_bad_login,
	bad_name: m.error_bad_name,
	bad_code: m.error_bad_code,
	bad_pin: m.error_bad_pin,
	easy_pin: m.error_easy_pin,
	too_long: m.error_too_long,
	unknown_profile: m.error_unknown_profile,
	unsent: m.error_unsent,
	outdated: m.error_outdated,
	storage: m.error_storage,
	server: m.error_server,
	signed_out: m.error_signed_out,
	gone: m.error_gone,
	used: m.error_used,
	not_genuine: m.error_not_genuine,
	own_invitation: m.error_own_invitation,
	already_together: m.error_already_together,
	too_many_invitations: m.error_too_many_invitations,
	space_closed: m.error_space_closed,
	not_together: m.error_not_together,
	not_reachable: m.error_not_reachable,
	not_open: m.error_not_open,
	not_now: m.error_not_now,
	wait: m.error_wait,
	told: m.error_told
};

/**
 * The sentence for an error of an intent: what happened, that nothing is lost, what to do.
 *
 * Takes whatever was thrown. What is no AppError reads as a fault of the server, because a person
 * can do the same about both.
 */
export function errorText(error: unknown): string {
	const code = codeOf(error);
	if (code !== 'slow_down') return sentences[code]();
	const seconds = error instanceof AppError ? error.retryAfterSeconds : null;
	if (seconds === null || seconds <= 0) return m.error_slow_down();
	return seconds < 90
		? m.error_slow_down_seconds({ count: seconds })
		: m.error_slow_down_minutes({ count: Math.ceil(seconds / 60) });
}

/** The same where words were to go out, which stay where they were typed. */
export function unsentText(error: unknown): string {
	return codeOf(error) === 'not_now' ? m.error_not_now_words() : errorText(error);
}

/** The stable code an intent threw, or `server` for anything else. */
export function codeOf(error: unknown): AppErrorCode {
	return error instanceof AppError ? error.code : 'server';
}
