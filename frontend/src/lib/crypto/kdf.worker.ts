/**
 * The worker that runs Argon2id. It answers one request and is then ended. The WebAssembly inside
 * gives no progress, so it is run once at a 64th of the cost first, and the time that took is the
 * estimate the page goes by.
 */
import { argon2 } from './argon2';
import type { Bytes } from './canonical';
import { kdfProfile, type KdfProfile } from './kdf-profiles';

export interface KdfRequest {
	profile: number;
	password: Bytes;
	salt: Bytes;
}

export type KdfReply = { kind: 'estimate'; durationMs: number } | { kind: 'done'; key: Bytes };

const CALIBRATION_PARTS = 64;

onmessage = async ({ data }: MessageEvent<KdfRequest>): Promise<void> => {
	const profile = kdfProfile(data.profile);
	reply({ kind: 'estimate', durationMs: await estimateMs(profile) });
	reply({ kind: 'done', key: await argon2(profile, data.password, data.salt) });
};

/** Time grows with memory times passes: one pass over a 16th of the memory is a 64th of four. */
async function estimateMs(profile: KdfProfile): Promise<number> {
	const memoryKiB = (profile.memoryKiB * profile.passes) / CALIBRATION_PARTS;
	const startMs = performance.now();
	await argon2({ ...profile, memoryKiB, passes: 1 }, new Uint8Array(12), new Uint8Array(16));
	return (performance.now() - startMs) * CALIBRATION_PARTS;
}

function reply(message: KdfReply): void {
	postMessage(message);
}
