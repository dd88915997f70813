/** One member who writes a log by the book; a test then changes what it wants to see refused. */
import type { Bytes } from '#lib/crypto/canonical.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import {
	uuidV4,
	uuidV7,
	type EventId,
	type MemberId,
	type ObjectId,
	type SpaceId
} from '#lib/crypto/ids.js';
import { randomBytes, sha256 } from '#lib/crypto/primitives.js';
import { agreementKeyFromSeed, signingKeyFromSeed, type SigningKey } from '#lib/crypto/signing.js';
import { notePlaintext } from '#lib/log/content.js';
import { headOf, signItem, ZERO_HASH } from '#lib/log/event.js';
import { EMPTY_FOLD, foldInto, type Fold, type FoldEntry } from '#lib/log/fold.js';
import { openBody, sealBody } from '#lib/log/open-body.js';
import type { LogEvent, Member, SignedItem } from '#lib/log/types.js';
import { startOfChain, verifyPage, type ChainState } from '#lib/log/verify.js';

export const START_MS = 1_780_000_000_000;

export const DEVICE = { id: uuidV4<never>(), name: 'phone' as const };

export function noteOf(text: string, replaces: number[] = [], writtenMs = START_MS): Plaintext {
	return notePlaintext({ title: '', text, replaces, device: DEVICE, writtenMs });
}

export class Author {
	readonly bodyKey = randomBytes(32);
	readonly items: SignedItem[] = [];
	private head = ZERO_HASH;

	private constructor(
		readonly space: SpaceId,
		readonly own: Member,
		readonly key: SigningKey
	) {}

	/** A member whose personal space has just been opened. */
	static async open(): Promise<Author> {
		const key = await signingKeyFromSeed(randomBytes(32));
		const xPub = await agreementKeyFromSeed(randomBytes(32));
		const own = { member: uuidV4<MemberId>(), edPub: key.publicKey, xPub };
		const author = new Author(uuidV4<SpaceId>(), own, key);
		await author.write({
			verb: 'space.opened',
			object: author.space as string as ObjectId,
			rev: 0,
			clear: { of: 'space.opened', kind: 'personal', th: ZERO_HASH, members: [own] }
		});
		return author;
	}

	get start(): ChainState {
		return startOfChain(this.space, { kind: 'personal', own: this.own });
	}

	/** Seals and signs one version in the next place. */
	async put(object: ObjectId, rev: number, plaintext: Plaintext): Promise<SignedItem> {
		const place = { space: this.space, object, member: this.own.member, verb: 'item.put', rev };
		const body = await sealBody(this.bodyKey, place, plaintext);
		return this.write({ verb: 'item.put', object, rev, clear: { of: 'item.put' } }, body);
	}

	async erase(object: ObjectId, rev: number, body: Bytes | null): Promise<SignedItem> {
		const envHash = body === null ? ZERO_HASH : await sha256(body);
		const clear = { of: 'item.erased' as const, envHash };
		return this.write({ verb: 'item.erased', object, rev, clear });
	}

	/** Signs an event in the next place; `change` says what stands in it, sensible or not. */
	async write(
		change: Partial<LogEvent> & Pick<LogEvent, 'verb' | 'object' | 'rev' | 'clear'>,
		body: Bytes | null = null
	): Promise<SignedItem> {
		const seq = this.items.length + 1;
		const item = await signItem(
			{
				space: this.space,
				eventId: uuidV7<EventId>(START_MS + seq),
				seq,
				prev: this.head,
				member: this.own.member,
				atMs: START_MS + seq,
				...change
			},
			body,
			this.key
		);
		this.head = await headOf(item.event, item.sig);
		this.items.push(item);
		return item;
	}

	/** Verifies, opens and folds items from the beginning, as a new phone does. */
	async fold(items: readonly SignedItem[] = this.items): Promise<Fold> {
		return foldInto(EMPTY_FOLD, await this.entries(items));
	}

	async entries(items: readonly SignedItem[] = this.items): Promise<FoldEntry[]> {
		const { events } = await verifyPage(this.start, items);
		return Promise.all(
			events.map(async ({ event, item, refused }) => ({
				event,
				refused,
				arrivedMs: event.atMs + 50,
				repaired: false,
				opened: await openBody(this.bodyKey, event, item.body)
			}))
		);
	}
}
