/** What the server says about itself, shown at sign-up. Null until it has answered. */
export type SignUpRule = 'open' | 'invitation' | 'first_account';

interface About {
	operator: string | null;
	signup: SignUpRule | null;
	/** Days that a deleted account can remain in the host's backups. */
	backupDays: number | null;
}

const state: About = $state({ operator: null, signup: null, backupDays: null });

export const about: Readonly<About> = state;

/** Throws AppError `offline`, `outdated` or `server`. */
export async function loadAbout(): Promise<void> {
	const [{ Api }, { toAppError }] = await Promise.all([
		import('#lib/sync/api.js'),
		import('#lib/sync/refusal.js')
	]);
	try {
		Object.assign(state, await new Api().about());
	} catch (error) {
		throw toAppError(error);
	}
}
