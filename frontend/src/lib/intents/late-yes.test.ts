/** A yes that was given offline, and what is told of it once it has arrived. */
import { afterEach, expect, test } from 'vitest';
import { agreement, draftOf, shares, suggestion } from '../../../tests/agreeing';
import { eventually } from '../../../tests/browser';
import { bothKnow, together, type Couple } from '../../../tests/couple';
import { changeOf } from '../agreements/begin';
import { dayOf } from '../agreements/days';

const ends: (() => void)[] = [];

async function couple(): Promise<Couple> {
	const pair = await together();
	ends.push(() => {
		pair.close();
	});
	return pair;
}

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

/** Elias says yes offline while Nadia puts other words in the place of those; gives the agreement. */
async function lateYes(pair: Couple): Promise<string> {
	const { nadia, elias } = pair;
	const id = await shares(nadia, draftOf('Phones rest from nine.'));
	await bothKnow(pair);
	await elias.goOffline();
	await elias.app.agreements.accept(id, suggestion(elias, id));
	expect(agreement(elias, id)).toMatchObject({ status: 'in_force', onlyHere: true });
	const change = changeOf(agreement(nadia, id), dayOf(nadia.browser.nowMs));
	if (!change) throw new Error('nothing to start from');
	await shares(nadia, { ...change, what: 'Phones rest from eight.' });
	await nadia.settled();
	elias.goOnline();
	await eventually(() => {
		expect(elias.app.sync.sync.attention).toMatchObject([
			{
				kind: 'not_agreed',
				act: 'accepted',
				agreement: id,
				code: 'replaced',
				title: 'Our evenings'
			}
		]);
	});
	return id;
}

test('a yes to words that were replaced meanwhile agrees on nothing, and says so', async () => {
	const pair = await couple();
	const { elias } = pair;
	const id = await lateYes(pair);
	const view = agreement(elias, id);
	expect(view).toMatchObject({ status: 'open', inForce: null });
	expect(view.suggestions[0]?.words?.what).toBe('Phones rest from eight.');
	const [told] = elias.app.sync.sync.attention;
	if (told?.kind !== 'not_agreed') throw new Error('nothing was told');
	await elias.app.attention.forget(told.intent);
	expect(elias.app.sync.sync.attention).toEqual([]);
});

test('a yes that came too late is told no longer once the words as they are now are signed', async () => {
	const pair = await couple();
	const { nadia, elias } = pair;
	const id = await lateYes(pair);
	await elias.app.agreements.accept(id, suggestion(elias, id));
	expect(elias.app.sync.sync.attention).toEqual([]);
	await bothKnow(pair);
	expect(agreement(nadia, id).status).toBe('in_force');
});

test('a yes to words that stand as they were leaves nothing to decide', async () => {
	const pair = await couple();
	const { nadia, elias } = pair;
	const id = await shares(nadia, draftOf('Phones rest from nine.'));
	await bothKnow(pair);
	await elias.goOffline();
	await elias.app.agreements.accept(id, suggestion(elias, id));
	elias.goOnline();
	await bothKnow(pair);
	expect(elias.app.sync.sync.attention).toEqual([]);
	expect(agreement(nadia, id).status).toBe('in_force');
});
