/**
 * What becomes of a draft, whatever it is a draft of: sealed on this phone at each pause, kept in My
 * side when the screen is left, and gone from there when it is handed on. What another device wrote
 * apart is never taken along: it stays.
 */
import { parseId, uuidV7, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { draftAt, keepDraft, type DraftHere, type DraftWork } from '#lib/sync/keep-typing.js';
import type { NewIntent } from '#lib/sync/outbox.js';
import { apartFrom } from '#lib/view/compose-kept.js';
import { eraseAll, intend, putNew, revise } from './queueing';

/** Seals what is typed so far, on this device only. Throws `too_long`, `storage`. */
export async function keepTyped<Words>(
	account: OpenAccount,
	work: DraftWork<Words>,
	id: string,
	words: Words
): Promise<{ keptMs: number }> {
	const first = parseId<ObjectId>(id);
	await keepDraft(work, first, words);
	account.refresh();
	return { keptMs: work.typed.find(first)?.keptMs ?? account.world.now() };
}

/**
 * The screen is left: the words become an item of My side. Nothing happens if nothing changed; a draft
 * that was emptied is let go of. Words that were taken over from another device stand once.
 */
export async function saveTyped<Words>(
	account: OpenAccount,
	work: DraftWork<Words>,
	id: string,
	words: Words
): Promise<void> {
	const { typed } = work;
	const { kind } = typed;
	if (kind.isBlank(words)) return discardTyped(account, work, id);
	const { first, shown, base } = draftAt(work, parseId(id));
	if (shown && kind.isSame(shown.words, words)) {
		await typed.drop(first);
		account.refresh();
		return;
	}
	const object = shown?.id ?? uuidV7<ObjectId>(account.world.now());
	const others = apartFrom(shown, base).filter((other) => kind.isSame(other.words, words));
	// A version that is not there any more is nothing to take the place of.
	const before = shown && base !== null ? [base, ...others.map(({ event }) => event)] : [];
	const version = { object, base: before, content: kind.seal(words) };
	await revise(account, version, await typed.becoming(first, object));
	account.outboxChanged();
}

/** Lets go of the words, here and in My side. */
export async function discardTyped<Words>(
	account: OpenAccount,
	work: DraftWork<Words>,
	id: string
): Promise<void> {
	const { space } = account.personal.keys;
	const here = draftAt(work, parseId(id));
	const gone = lettingGo(account, work, here);
	await account.outbox.queue(space, gone, work.typed.dropping(here.first));
	account.outboxChanged();
}

/** What another device wrote apart becomes a draft of its own, and this one goes on without it. */
export async function keepBoth<Words>(
	account: OpenAccount,
	work: DraftWork<Words>,
	id: string
): Promise<void> {
	const { typed } = work;
	const { first, shown, base } = draftAt(work, parseId(id));
	const apart = apartFrom(shown, base);
	const words = typed.find(first)?.words ?? shown?.words;
	if (shown === undefined || words === undefined || apart.length === 0) return;
	const { kind } = typed;
	const heads = [shown, ...shown.others].map(({ event }) => event);
	const own = { kind: 'put', object: shown.id, base: heads, content: kind.seal(words) } as const;
	// The copies first: whatever happens in between, no words are without a draft.
	const intents = [
		...apart.map((other) => putNew(account, kind.seal(other.words))),
		intend(account, own)
	];
	await account.outbox.queue(
		account.personal.keys.space,
		intents,
		await typed.becoming(first, shown.id)
	);
	account.outboxChanged();
}

/** The words are on their way to the other person, and the draft goes: all in one write. */
export async function handOn<Words>(
	account: OpenAccount,
	work: DraftWork<Words>,
	id: string,
	{ words, space, intent }: { words: Words; space: SpaceId; intent: NewIntent }
): Promise<void> {
	const { outbox, personal } = account;
	const here = draftAt(work, parseId(id));
	await outbox.queueAll(
		[
			{ space, intents: [intent] },
			{ space: personal.keys.space, intents: lettingGo(account, work, here, words) }
		],
		await work.typed.becoming(here.first, intent.intent.object)
	);
	account.outboxChanged();
}

/**
 * Erasures of a draft; what another device wrote apart becomes a draft of its own.
 * @param elsewhere words that stand somewhere else from here on
 */
function lettingGo<Words>(
	account: OpenAccount,
	{ typed: { kind } }: DraftWork<Words>,
	{ shown, base }: DraftHere<Words>,
	elsewhere?: Words
): NewIntent[] {
	if (!shown) return [];
	const apart = apartFrom(shown, base)
		.map(({ words }) => words)
		.filter((words) => elsewhere === undefined || !kind.isSame(words, elsewhere))
		.map((words) => putNew(account, kind.seal(words)));
	return [...apart, ...eraseAll(account, shown.id, shown.standing)];
}
