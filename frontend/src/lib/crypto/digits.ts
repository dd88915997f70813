/** Six digits that two people compare aloud: at pairing, and later when they verify together. */
import { T, u64, type Bytes } from './canonical';
import { idToBytes, type SpaceId } from './ids';
import { sha256 } from './primitives';

/** @param eight bytes, read as one big-endian number */
export function sixDigits(eight: Bytes): string {
	let value = 0n;
	for (const byte of eight) value = (value << 8n) | BigInt(byte);
	return String(value % 1_000_000n).padStart(6, '0');
}

/** The same on both phones only if they hold the same history up to `seq` (T4). */
export async function verifyDigits(space: SpaceId, seq: number, head: Bytes): Promise<string> {
	const hash = await sha256(T('gs1:verify', idToBytes(space), u64(seq), head));
	return sixDigits(hash.slice(0, 8));
}
