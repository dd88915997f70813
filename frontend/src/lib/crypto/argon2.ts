/** Argon2id, version 0x13, 32 bytes out. The one file that pulls in the WebAssembly. */
import { argon2id } from 'hash-wasm';
import type { Bytes } from './canonical';
import type { KdfProfile } from './kdf-profiles';

/** Blocks its thread from beginning to end, so the app runs it in a worker. */
export async function argon2(profile: KdfProfile, password: Bytes, salt: Bytes): Promise<Bytes> {
	const hash = await argon2id({
		password,
		salt,
		memorySize: profile.memoryKiB,
		iterations: profile.passes,
		parallelism: profile.parallelism,
		hashLength: 32,
		outputType: 'binary'
	});
	return new Uint8Array(hash);
}
