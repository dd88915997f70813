import type { AppErrorCode } from '#lib/intents/app-error.js';

/** Why an invitation does not go on. What a person may not tell apart is one of them: `gone`. */
export type End = 'gone' | 'used' | 'not_genuine' | 'own' | 'together' | 'offline' | 'stuck';

const ENDS: Partial<Record<AppErrorCode, End>> = {
	gone: 'gone',
	used: 'used',
	not_genuine: 'not_genuine',
	own_invitation: 'own',
	already_together: 'together',
	offline: 'offline'
};

/** What an error means for the invitation; anything else is `stuck`, and can be tried again. */
export const endOf = (code: AppErrorCode): End => ENDS[code] ?? 'stuck';
