/**
 * The worker that runs Argon2id. It answers one request and is then ended. The WebAssembly inside
 * gives no progress, so a small part of the work is done first, and the time that took is the estimate
 * the page goes by.
 */
import { argon2 } from './argon2';
import type { Bytes } from './canonical';
import { kdfProfile, type KdfProfile } from './kdf-profiles';

export interface KdfRequest {
	profile: number;
	password: Bytes;
	salt: Bytes;
}

export type KdfReply =
	{ kind: 'estimate'; durationMs: number } | { kind: 'done'; key: Bytes } | { kind: 'broken' };

/** The part that is done beforehand, twice: the first run is slow while the engine compiles. */
const CALIBRATION_PARTS = 32;

onmessage = ({ data }: MessageEvent<KdfRequest>): void => {
	// A promise that breaks in a worker reaches nobody by itself; the page would wait for ever.
	answer(data).catch(() => {
		reply({ kind: 'broken' });
	});
};

async function answer(request: KdfRequest): Promise<void> {
	const profile = kdfProfile(request.profile);
	reply({ kind: 'estimate', durationMs: await estimateMs(profile) });
	reply({ kind: 'done', key: await argon2(profile, request.password, request.salt) });
}

/** Time grows with memory times passes, so one pass over an eighth of the memory is a 32nd of four. */
async function estimateMs(profile: KdfProfile): Promise<number> {
	const memoryKiB = (profile.memoryKiB * profile.passes) / CALIBRATION_PARTS;
	const part = { ...profile, memoryKiB, passes: 1 };
	await argon2(part, new Uint8Array(12), new Uint8Array(16));
	const startMs = performance.now();
	await argon2(part, new Uint8Array(12), new Uint8Array(16));
	return (performance.now() - startMs) * CALIBRATION_PARTS;
}

function reply(message: KdfReply): void {
	postMessage(message);
}
