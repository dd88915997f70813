/** What a server answers when it does not do what was asked; `code` is the protocol's (§6). */
import { AppError, type AppErrorCode } from './app-error';

export class ServerRefusal extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		/** From `Retry-After`; null where the server named no time. */
		readonly retryAfterSeconds: number | null = null
	) {
		super(`server: ${status} ${code}`);
		this.name = 'ServerRefusal';
	}
}

const SAME_WORD: ReadonlySet<string> = new Set<AppErrorCode>([
	'no_match',
	'login_taken',
	'invitation_needed',
	'signed_out',
	'own_invitation',
	'too_many_invitations',
	'space_closed'
]);

/** For screens: their words for the server's. Anything that a screen cannot act on is `server`. */
export function toAppError(error: unknown): AppError {
	if (error instanceof AppError) return error;
	if (!(error instanceof ServerRefusal)) return new AppError('server', { cause: error });
	const { code, status, retryAfterSeconds } = error;
	if (code === 'slow_down') {
		return new AppError('slow_down', { retryAfterSeconds: retryAfterSeconds ?? 60, cause: error });
	}
	if (status === 426) return new AppError('outdated', { cause: error });
	if (status === 401 && code !== 'no_match') return new AppError('signed_out', { cause: error });
	if (SAME_WORD.has(code)) return new AppError(code as AppErrorCode, { cause: error });
	return new AppError('server', { cause: error });
}

export const isRefusal = (error: unknown, code: string): error is ServerRefusal =>
	error instanceof ServerRefusal && error.code === code;

export const isOffline = (error: unknown): boolean =>
	error instanceof AppError && error.code === 'offline';
