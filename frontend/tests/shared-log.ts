/** Two members who write one shared log by the book; a test changes what it wants to see refused. */
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
import { randomBytes } from '#lib/crypto/primitives.js';
import { agreementKeyFromSeed, signingKeyFromSeed, type SigningKey } from '#lib/crypto/signing.js';
import { thanksAnswerPlaintext, thanksPlaintext } from '#lib/log/content.js';
import { headOf, parseEvent, signItem, ZERO_HASH } from '#lib/log/event.js';
import { EMPTY_FOLD, foldInto, type Fold, type FoldEntry } from '#lib/log/fold.js';
import { openBody, sealBody } from '#lib/log/open-body.js';
import type { Clear, LogEvent, Member, SignedItem } from '#lib/log/types.js';
import { startOfChain, verifyPage, type ChainState, type Parties } from '#lib/log/verify.js';
import { START_MS } from './author';

export interface Person {
	own: Member;
	key: SigningKey;
}

export async function makePerson(): Promise<Person> {
	const key = await signingKeyFromSeed(randomBytes(32));
	const xPub = await agreementKeyFromSeed(randomBytes(32));
	return { own: { member: uuidV4<MemberId>(), edPub: key.publicKey, xPub }, key };
}

export function thanksOfWords(did: string): Plaintext {
	return thanksPlaintext({ did, changed: '', shows: '', about: 'ordinary' });
}

export type Opening = Omit<Extract<Clear, { of: 'space.opened' }>, 'of'>;
type Change = Partial<LogEvent> & Pick<LogEvent, 'verb' | 'object' | 'rev' | 'clear'>;

export class Couple {
	readonly space = uuidV4<SpaceId>();
	readonly th = randomBytes(32);
	readonly bodyKey = randomBytes(32);
	readonly items: SignedItem[] = [];
	private head = ZERO_HASH;
	private atMs = START_MS;

	private constructor(
		readonly inviter: Person,
		readonly invited: Person
	) {}

	/** A space that the inviter has just opened; `change` and `signer` are for what is refused. */
	static async open(
		change: (couple: Couple) => Partial<Opening> = () => ({}),
		signer?: Person
	): Promise<Couple> {
		const couple = new Couple(await makePerson(), await makePerson());
		const { th, inviter, invited } = couple;
		const opening = { kind: 'shared' as const, th, members: [inviter.own, invited.own] };
		await couple.aboutSpace(signer ?? inviter, {
			verb: 'space.opened',
			member: inviter.own.member,
			clear: { of: 'space.opened', ...opening, ...change(couple) }
		});
		return couple;
	}

	/** A space that both are in. */
	static async joined(): Promise<Couple> {
		const couple = await Couple.open();
		await couple.join();
		return couple;
	}

	async join(change: Partial<LogEvent> = {}, person = this.invited): Promise<SignedItem> {
		const clear = { of: 'space.joined' as const, th: this.th };
		return this.aboutSpace(person, { verb: 'space.joined', clear, ...change });
	}

	async leave(person: Person, change: Partial<LogEvent> = {}): Promise<SignedItem> {
		const clear = { of: 'space.left' as const };
		return this.aboutSpace(person, { verb: 'space.left', clear, atMs: this.atMs, ...change });
	}

	async put(person: Person, object: ObjectId, rev: number, words: Plaintext): Promise<SignedItem> {
		return this.say(person, { verb: 'item.put', object, rev, clear: { of: 'item.put' } }, words);
	}

	async give(person: Person, object: ObjectId, words: Plaintext): Promise<SignedItem> {
		const clear = { of: 'appreciation.given' as const };
		return this.say(person, { verb: clear.of, object, rev: 1, clear }, words);
	}

	async takeIn(person: Person, given: SignedItem): Promise<SignedItem> {
		const { object, envHash } = named(given);
		const clear = { of: 'appreciation.taken_in' as const, envHash };
		return this.write(person, { verb: clear.of, object, rev: 1, clear });
	}

	async answer(person: Person, given: SignedItem, rev: number, text: string): Promise<SignedItem> {
		const { object, envHash } = named(given);
		const clear = { of: 'appreciation.answered' as const, envHash };
		return this.say(person, { verb: clear.of, object, rev, clear }, thanksAnswerPlaintext(text));
	}

	/** Takes a version back: of an item, of thanks or of an answer. */
	async erase(person: Person, version: SignedItem): Promise<SignedItem> {
		const { object, rev, envHash, verb } = named(version);
		const of = verb === 'item.put' ? 'item.erased' : 'appreciation.erased';
		return this.write(person, { verb: of, object, rev, clear: { of, envHash } });
	}

	private async aboutSpace(
		person: Person,
		change: Pick<LogEvent, 'verb' | 'clear'> & Partial<LogEvent>
	): Promise<SignedItem> {
		return this.write(person, { object: this.space as string as ObjectId, rev: 0, ...change });
	}

	private async say(person: Person, change: Change, words: Plaintext): Promise<SignedItem> {
		const { verb, object, rev } = change;
		const place = { space: this.space, object, member: person.own.member, verb, rev };
		return this.write(person, change, await sealBody(this.bodyKey, place, words));
	}

	/** Signs an event in the next place; `change` says what stands in it, sensible or not. */
	async write(person: Person, change: Change, body: Bytes | null = null): Promise<SignedItem> {
		const seq = this.items.length + 1;
		const event = {
			space: this.space,
			eventId: uuidV7<EventId>(START_MS + seq),
			seq,
			prev: this.head,
			member: person.own.member,
			atMs: START_MS + seq,
			...change
		};
		const item = await signItem(event, body, person.key);
		this.head = await headOf(item.event, item.sig);
		this.atMs = event.atMs;
		this.items.push(item);
		return item;
	}

	/** What the vault of one of them says. */
	partiesOf(person: Person): Parties {
		const isInviter = person === this.inviter;
		const { own } = isInviter ? this.inviter : this.invited;
		const { own: partner } = isInviter ? this.invited : this.inviter;
		const role = isInviter ? ('inviter' as const) : ('invited' as const);
		return { kind: 'shared', own, partner, role, th: this.th };
	}

	startFor(person: Person, change: Partial<Parties> = {}): ChainState {
		return startOfChain(this.space, { ...this.partiesOf(person), ...change } as Parties);
	}

	/** Verifies, opens and folds items from the beginning, as a new phone does. */
	async fold(items: readonly SignedItem[] = this.items): Promise<Fold> {
		return foldInto(EMPTY_FOLD, await this.entries(items));
	}

	async entries(items: readonly SignedItem[] = this.items): Promise<FoldEntry[]> {
		const { events } = await verifyPage(this.startFor(this.inviter), items);
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

function named({ event }: SignedItem): LogEvent & { envHash: Bytes } {
	const parsed = parseEvent(event);
	if (parsed.envHash === null) throw new Error('only a version with a body is named by its hash');
	return { ...parsed, envHash: parsed.envHash };
}
