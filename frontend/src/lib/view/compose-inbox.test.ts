import { beforeEach, expect, test } from 'vitest';
import { Author, START_MS } from '../../../tests/author';
import { Couple, thanksOfWords } from '../../../tests/shared-log';
import { thanksPlaintext } from '#lib/log/content.js';
import { inboxPlaintext } from '#lib/log/content-own.js';
import { uuidV4, uuidV7, type EventId, type ObjectId, type SpaceId } from '#lib/crypto/ids.js';
import { composeInbox, newestCame, seenIn } from './compose-inbox';

const [SOUP, WALK, NIGHT] = [uuidV7<ObjectId>(1), uuidV7<ObjectId>(2), uuidV7<ObjectId>(3)];
const DAY_MS = 24 * 60 * 60 * 1000;
const NOW_MS = START_MS + DAY_MS;

let couple: Couple;

beforeEach(async () => {
	couple = await Couple.joined();
});

async function place(seenSeq = 0) {
	const fold = await couple.fold();
	const space = fold.space?.space ?? uuidV4<SpaceId>();
	const me = couple.inviter.own.member;
	return { space, me, fold, welcomesBodyWords: false, kept: new Set<string>(), seenSeq };
}

test('the other’s thanks and answers came, newest first, and one’s own did not', async () => {
	const mine = await couple.give(couple.inviter, SOUP, thanksOfWords('You made soup.'));
	await couple.give(couple.invited, WALK, thanksOfWords('You walked with me.'));
	await couple.answer(couple.invited, mine, 2, 'It was fun.');
	expect(composeInbox(await place(), NOW_MS)).toMatchObject([
		{ id: SOUP, kind: 'answer', words: 'It was fun.', isNew: true },
		{ id: WALK, kind: 'thanks', words: 'You walked with me.', isNew: true }
	]);
});

test('only what came after the last look is new', async () => {
	await couple.give(couple.invited, SOUP, thanksOfWords('You made soup.'));
	const seen = newestCame(await place());
	await couple.give(couple.invited, WALK, thanksOfWords('You walked with me.'));
	const came = composeInbox(await place(seen), NOW_MS);
	expect(came.map(({ id, isNew }) => [id, isNew])).toEqual([
		[WALK, true],
		[SOUP, false]
	]);
});

test('what is older than thirty days, or was taken back, is not there', async () => {
	await couple.give(couple.invited, SOUP, thanksOfWords('You made soup.'));
	const taken = await couple.give(couple.invited, WALK, thanksOfWords('You walked with me.'));
	await couple.erase(couple.invited, taken);
	expect(composeInbox(await place(), NOW_MS).map(({ id }) => id)).toEqual([SOUP]);
	expect(composeInbox(await place(), NOW_MS + 30 * DAY_MS)).toEqual([]);
});

test('words about the body stay closed until they are welcome', async () => {
	const words = { did: 'Your hands.', changed: '', shows: '', about: 'body' as const };
	await couple.give(couple.invited, NIGHT, thanksPlaintext(words));
	const closed = await place();
	expect(composeInbox(closed, NOW_MS)).toMatchObject([{ words: null, hidden: 'body' }]);
	const open = { ...closed, welcomesBodyWords: true };
	expect(composeInbox(open, NOW_MS)).toMatchObject([{ words: 'Your hands.', hidden: null }]);
});

test('the farthest look of any device counts, sent or not, and that of this space alone', async () => {
	const author = await Author.open();
	const [here, there] = [uuidV4<SpaceId>(), uuidV4<SpaceId>()];
	await author.put(SOUP, 1, inboxPlaintext({ space: here, seq: 7 }));
	await author.put(SOUP, 2, inboxPlaintext({ space: here, seq: 5 }));
	await author.put(SOUP, 3, inboxPlaintext({ space: there, seq: 20 }));
	const fold = await author.fold();
	expect(seenIn({ fold, pending: [] }, here)).toBe(7);
	const content = inboxPlaintext({ space: here, seq: 9 });
	const intent = { kind: 'put' as const, object: SOUP, base: [], content };
	expect(seenIn({ fold, pending: [{ id: uuidV7<EventId>(4), intent }] }, here)).toBe(9);
});
