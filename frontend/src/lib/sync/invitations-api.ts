/**
 * The server's doors of pairing (protocol.md §8). It keeps two sealed messages, a nonce and a wrap,
 * and none of them tells it a name or a key; who may read them is who presents A_i, or whose
 * invitation it is.
 */
import type { Bytes } from '#lib/crypto/canonical.js';
import {
	fromBase64url,
	parseId,
	toBase64url,
	type MemberId,
	type SpaceId
} from '#lib/crypto/ids.js';
import type { SignedItem } from '#lib/log/types.js';
import type { Request } from './api';
import {
	readCount,
	readList,
	readObject,
	readOneOf,
	readWire,
	SIGNATURE_BYTES,
	toWireItem
} from './wire';

export type ServerStep = 'open' | 'claimed' | 'answered' | 'opened';

interface Sealed {
	step: ServerStep;
	expiresMs: number;
	/** Envelopes. */
	m1: Bytes;
	m2: Bytes | null;
	nonce: Bytes | null;
	space: SpaceId | null;
}

/** As the person sees it who made it. */
export interface OwnInvitation extends Sealed {
	id: Bytes;
}

/** As the person sees it who has the link. */
export interface MetInvitation extends Sealed {
	genesis: { event: Bytes; sig: Bytes } | null;
	pairWrap: Bytes | null;
}

export interface OpeningRequest {
	space: SpaceId;
	member: MemberId;
	skWrap: Bytes;
	pairWrap: Bytes;
	genesis: SignedItem;
}

const ID_BYTES = 16;
const NONCE_BYTES = 16;
const STEPS: readonly ServerStep[] = ['open', 'claimed', 'answered', 'opened'];

export class InvitationsApi {
	constructor(private readonly request: Request) {}

	/**
	 * @param auth SHA-256(A_i): enough to recognise the link, not to make one
	 * @returns when it runs out unless somebody claims it
	 */
	async make(id: Bytes, auth: Bytes, m1: Bytes): Promise<number> {
		const { json } = await this.request('POST', '/api/invitations', {
			id: toBase64url(id),
			auth: toBase64url(auth),
			m1: toBase64url(m1)
		});
		return readWire(() => readCount(readObject(json).expires_ms));
	}

	async own(): Promise<OwnInvitation[]> {
		const { json } = await this.request('GET', '/api/invitations');
		return readWire(() =>
			readList(readObject(json).invitations).map((entry) => {
				const row = readObject(entry);
				return { id: fromBase64url(row.id, ID_BYTES), ...readSealed(row) };
			})
		);
	}

	/** Throws ServerRefusal `not_found`, or `claimed` where it is somebody else's by now. */
	async meet(id: Bytes, key: Bytes): Promise<MetInvitation> {
		const { json } = await this.request('GET', pathOf(id), undefined, presenting(key));
		return readWire(() => readMet(json));
	}

	/** The same M2 can be sent again; another one is refused `claimed`. */
	async claim(id: Bytes, key: Bytes, m2: Bytes): Promise<MetInvitation> {
		const body = { m2: toBase64url(m2) };
		const { json } = await this.request('PUT', `${pathOf(id)}/claim`, body, presenting(key));
		return readWire(() => readMet(json));
	}

	async answer(id: Bytes, nonce: Bytes): Promise<void> {
		await this.request('PUT', `${pathOf(id)}/nonce`, { nonce: toBase64url(nonce) });
	}

	/** Opens the shared space. The same genesis can be sent again. */
	async open(id: Bytes, opening: OpeningRequest): Promise<void> {
		await this.request('POST', `${pathOf(id)}/space`, {
			space: opening.space,
			member: opening.member,
			sk_wrap: toBase64url(opening.skWrap),
			pair_wrap: toBase64url(opening.pairWrap),
			genesis: toWireItem(opening.genesis)
		});
	}

	async join(id: Bytes, key: Bytes, skWrap: Bytes, joined: SignedItem): Promise<void> {
		const body = { sk_wrap: toBase64url(skWrap), joined: toWireItem(joined) };
		await this.request('POST', `${pathOf(id)}/join`, body, presenting(key));
	}

	/** Also when it is gone already. */
	async cancel(id: Bytes): Promise<void> {
		await this.request('DELETE', pathOf(id));
	}
}

const pathOf = (id: Bytes): string => `/api/invitations/${toBase64url(id)}`;

const presenting = (key: Bytes): Record<string, string> => ({
	'Goldseam-Invitation': toBase64url(key)
});

function readMet(value: unknown): MetInvitation {
	const row = readObject(value);
	return {
		...readSealed(row),
		genesis: row.genesis === null ? null : readSigned(row.genesis),
		pairWrap: row.pair_wrap === null ? null : fromBase64url(row.pair_wrap)
	};
}

function readSealed(row: Record<string, unknown>): Sealed {
	return {
		step: readOneOf(STEPS, row.step),
		expiresMs: readCount(row.expires_ms),
		m1: fromBase64url(row.m1),
		m2: row.m2 === null ? null : fromBase64url(row.m2),
		nonce: row.nonce === null ? null : fromBase64url(row.nonce, NONCE_BYTES),
		space: row.space === null ? null : parseId(row.space)
	};
}

function readSigned(value: unknown): { event: Bytes; sig: Bytes } {
	const item = readObject(value);
	return { event: fromBase64url(item.event), sig: fromBase64url(item.sig, SIGNATURE_BYTES) };
}
