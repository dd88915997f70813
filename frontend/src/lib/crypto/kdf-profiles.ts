/**
 * The table of KDF profiles (protocol.md §4). Only this table holds costs: the server names an id,
 * and one that is not here stops before anything is sent (T8).
 */
export class KdfError extends Error {
	constructor(readonly code: 'unknown_profile' | 'worker') {
		super(`kdf: ${code}`);
		this.name = 'KdfError';
	}
}

export interface KdfProfile {
	readonly memoryKiB: number;
	readonly passes: number;
	readonly parallelism: number;
}

const PROFILES: ReadonlyMap<number, KdfProfile> = new Map([
	[1, { memoryKiB: 32 * 1024, passes: 4, parallelism: 1 }]
]);

/** The one that new accounts use. */
export const CURRENT_PROFILE = 1;

export function kdfProfile(id: number): KdfProfile {
	const profile = PROFILES.get(id);
	if (profile === undefined) throw new KdfError('unknown_profile');
	return profile;
}
