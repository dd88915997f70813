/** Fixed material for the vectors: the same label gives the same bytes on every run. */
import { concat, u32, utf8, type Bytes } from '#lib/crypto/canonical.js';
import { idFromBytes, type AnyId, type DeviceId, type ObjectId } from '#lib/crypto/ids.js';
import { sha256 } from '#lib/crypto/primitives.js';
import { agreementKeyFromSeed, signingKeyFromSeed, type SigningKey } from '#lib/crypto/signing.js';
import type { AccountId, EventId, MemberId, SpaceId } from '#lib/crypto/ids.js';
import type { Member } from '#lib/log/types.js';

/** 3 June 2026, 07:30 UTC. */
export const AT_MS = 1_780_471_800_000;

export async function fixedBytes(label: string, count: number): Promise<Bytes> {
	const blocks = await Promise.all(
		Array.from({ length: Math.ceil(count / 32) }, (_, block) =>
			sha256(concat(utf8(`goldseam typescript vectors: ${label}`), u32(block)))
		)
	);
	return concat(...blocks).slice(0, count);
}

export async function fixedId<I extends AnyId>(label: string, version: 4 | 7 = 4): Promise<I> {
	const bytes = await fixedBytes(`id ${label}`, 16);
	if (version === 7) bytes.set([...utf8('gold'), 1, 2]);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	return idFromBytes(bytes);
}

export interface FixedMember {
	entry: Member;
	key: SigningKey;
}

export async function fixedMember(label: string): Promise<FixedMember> {
	const key = await signingKeyFromSeed(await fixedBytes(`${label} ed`, 32));
	const xPub = await agreementKeyFromSeed(await fixedBytes(`${label} x`, 32));
	return { entry: { member: await fixedId(label), edPub: key.publicKey, xPub }, key };
}

export const SPACE = await fixedId<SpaceId>('space');
export const OTHER_SPACE = await fixedId<SpaceId>('another space');
export const ACCOUNT = await fixedId<AccountId>('account');
export const DEVICE = await fixedId<DeviceId>('device');
export const OBJECT = await fixedId<ObjectId>('object', 7);
export const OTHER_OBJECT = await fixedId<ObjectId>('another object', 7);
export const EVENT = await fixedId<EventId>('event', 7);
export const OWN = await fixedMember('member');
export const STRANGER = await fixedMember('stranger');
export const MEMBER: MemberId = OWN.entry.member;
