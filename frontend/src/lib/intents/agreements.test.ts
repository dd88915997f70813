/** Agreements as two people handle them, offline and late included. */
import { afterEach, describe, expect, test } from 'vitest';
import {
	agreed,
	agreement,
	DAY_MS,
	draftOf,
	later,
	shares,
	suggestion
} from '../../../tests/agreeing';
import { eventually } from '../../../tests/browser';
import { bothKnow, together, type Couple } from '../../../tests/couple';
import { addDays, dayOf } from '../agreements/days';
import { changeOf } from '../agreements/begin';

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

describe('an agreement', () => {
	test('is in force when both signed the same words, and on both phones alike', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await shares(nadia, draftOf('Phones rest from nine.'));
		expect(agreement(nadia, id)).toMatchObject({ status: 'open', inForce: null, onlyHere: true });
		await bothKnow(pair);
		expect(agreement(elias, id)).toMatchObject({ status: 'open', waiting: true });
		expect(agreement(nadia, id).waiting).toBe(false);
		await elias.app.agreements.accept(id, suggestion(elias, id));
		await bothKnow(pair);
		for (const tab of [nadia, elias]) {
			const { status, inForce, history } = agreement(tab, id);
			expect(status).toBe('in_force');
			expect(inForce?.version.words?.what).toBe('Phones rest from nine.');
			expect(inForce?.signatures.map(({ mine }) => mine)).toEqual([tab === nadia, tab === elias]);
			expect(history.map(({ act }) => act)).toEqual(['proposed', 'accepted']);
		}
	});

	test('silence is no yes: who proposed cannot sign for the other', async () => {
		const pair = await couple();
		const { nadia } = pair;
		const id = await shares(nadia, draftOf('Phones rest from nine.'));
		await bothKnow(pair);
		const [own] = agreement(nadia, id).suggestions;
		await expect(nadia.app.agreements.accept(id, own?.id ?? '')).rejects.toMatchObject({
			code: 'not_now'
		});
	});

	test('a counter-proposal leaves what is agreed in force until it is signed', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		const change = changeOf(agreement(elias, id), dayOf(elias.browser.nowMs));
		if (!change) throw new Error('nothing to start from');
		expect(change.what).toBe('Phones rest from nine.');
		await shares(elias, { ...change, what: 'Phones rest from ten.', reason: 'I get home late.' });
		await bothKnow(pair);
		const view = agreement(nadia, id);
		expect(view.inForce?.version.words?.what).toBe('Phones rest from nine.');
		expect(view.suggestions).toMatchObject([{ mine: false, base: view.inForce?.version.id }]);
		await nadia.app.agreements.accept(id, suggestion(nadia, id));
		await bothKnow(pair);
		expect(agreement(elias, id).inForce?.version.words).toMatchObject({
			what: 'Phones rest from ten.',
			reason: 'I get home late.'
		});
		expect(agreement(elias, id).suggestions).toEqual([]);
	});

	test('two suggestions made offline at once are both kept, and the people choose', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		for (const tab of [nadia, elias]) await tab.goOffline();
		for (const [tab, what] of [
			[nadia, 'Phones rest from eight.'],
			[elias, 'Phones rest from ten.']
		] as const) {
			const change = changeOf(agreement(tab, id), dayOf(tab.browser.nowMs));
			if (change) await shares(tab, { ...change, what });
		}
		for (const tab of [nadia, elias]) tab.goOnline();
		await bothKnow(pair);
		for (const tab of [nadia, elias]) {
			expect(tab.app.sync.sync.attention).toEqual([]);
			const whats = agreement(tab, id).suggestions.map(({ words }) => words?.what);
			expect(whats.sort()).toEqual(['Phones rest from eight.', 'Phones rest from ten.']);
		}
		await nadia.app.agreements.accept(id, suggestion(nadia, id));
		await bothKnow(pair);
		expect(agreement(elias, id).inForce?.version.words?.what).toBe('Phones rest from ten.');
	});

	test('either person pauses alone, at once, and ends only their own pause', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		await elias.app.agreements.pause(id);
		expect(agreement(elias, id)).toMatchObject({ status: 'paused', pausedMine: true });
		await bothKnow(pair);
		expect(agreement(nadia, id)).toMatchObject({ status: 'paused', pausedTheirs: true });
		await nadia.app.agreements.resume(id);
		await bothKnow(pair);
		expect(agreement(nadia, id).status).toBe('paused');
		await elias.app.agreements.resume(id);
		await bothKnow(pair);
		expect(agreement(nadia, id).status).toBe('in_force');
	});

	test('either person withdraws alone; nothing holds and nothing is suggested', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		await elias.app.agreements.withdraw(id);
		await bothKnow(pair);
		expect(agreement(nadia, id)).toMatchObject({
			status: 'withdrawn',
			inForce: null,
			suggestions: [],
			review: null,
			title: 'Our evenings'
		});
	});

	test('deep words rest a day between the two signatures', async () => {
		const pair = await couple();
		const { elias } = pair;
		const parts = draftOf('Words first.', { category: 'body-and-intimacy' });
		const id = await shares(pair.nadia, parts);
		await bothKnow(pair);
		const version = suggestion(elias, id);
		await expect(elias.app.agreements.accept(id, version)).rejects.toMatchObject({
			code: 'not_now'
		});
		later(pair, DAY_MS + 60_000);
		await elias.app.agreements.accept(id, version);
		await bothKnow(pair);
		expect(agreement(pair.nadia, id).status).toBe('in_force');
	});

	test('deep words do not turn light by being called something else', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const deep = draftOf('Words first.', { category: 'body-and-intimacy' });
		const id = await shares(nadia, deep);
		await bothKnow(pair);
		const change = changeOf(agreement(elias, id), dayOf(elias.browser.nowMs));
		if (change) await shares(elias, { ...change, category: 'other' });
		await bothKnow(pair);
		const [open] = agreement(nadia, id).suggestions;
		expect(open).toMatchObject({ deep: true, words: { category: 'other' } });
		expect(open?.acceptableMs).toBe((open?.atMs ?? 0) + DAY_MS);
	});

	test('has passed once the end that its words name is over', async () => {
		const pair = await couple();
		const { nadia } = pair;
		const today = dayOf(nadia.browser.nowMs);
		const id = await agreed(pair, 'I tell you the same day.', { ends: addDays(today, 3) });
		expect(agreement(nadia, id).status).toBe('in_force');
		later(pair, 4 * DAY_MS);
		expect(agreement(nadia, id)).toMatchObject({ status: 'ended', review: null });
	});
});

describe('a review', () => {
	test('comes after 14 days, is due on Today, and moves when both keep it until the same day', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const start = dayOf(nadia.browser.nowMs);
		const id = await agreed(pair, 'Phones rest from nine.');
		expect(agreement(nadia, id).review).toMatchObject({ day: addDays(start, 14), due: false });
		expect(nadia.agreements.reviewsDue).toEqual([]);
		expect([...nadia.account.screens.agreements.reviews.keys()]).toEqual([id]);
		later(pair, 8 * DAY_MS);
		expect(nadia.agreements.reviewsDue.map((due) => due.id)).toEqual([id]);
		const day = addDays(start, 60);
		await nadia.app.agreements.review(id, { outcome: 'kept', day });
		expect(nadia.account.screens.agreements.reviews.get(id)).toBeNull();
		await bothKnow(pair);
		expect(agreement(elias, id).review?.suggested).toEqual({
			mine: false,
			outcome: 'kept',
			nextDay: day
		});
		expect(agreement(elias, id).waiting).toBe(true);
		await elias.app.agreements.review(id, { outcome: 'kept', day });
		await bothKnow(pair);
		for (const tab of [nadia, elias]) {
			expect(agreement(tab, id).review).toMatchObject({ day, suggested: null });
			expect(tab.agreements.reviewsDue).toEqual([]);
			expect(tab.account.screens.agreements.reviews.get(id)).toBeGreaterThan(tab.browser.nowMs);
		}
	});

	test('that came too late is told to who said it, and changes nothing', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		await elias.goOffline();
		const day = addDays(dayOf(elias.browser.nowMs), 60);
		await elias.app.agreements.review(id, { outcome: 'kept', day });
		await nadia.app.agreements.withdraw(id);
		await nadia.settled();
		elias.goOnline();
		await eventually(() => {
			expect(elias.app.sync.sync.attention).toMatchObject([
				{ kind: 'not_agreed', act: 'reviewed', agreement: id, title: 'Our evenings' }
			]);
		});
		expect(agreement(elias, id).status).toBe('withdrawn');
	});

	test('offers no later day on the last day of the words', async () => {
		const pair = await couple();
		const today = dayOf(pair.nadia.browser.nowMs);
		const last = addDays(today, 3);
		const id = await agreed(pair, 'I tell you the same day.', { ends: last });
		expect(agreement(pair.nadia, id).review?.range?.latest).toBe(last);
		later(pair, 3 * DAY_MS);
		expect(agreement(pair.nadia, id)).toMatchObject({
			status: 'in_force',
			review: { range: null }
		});
	});

	test('retires it once both say so', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		await nadia.app.agreements.review(id, { outcome: 'retired' });
		await bothKnow(pair);
		expect(agreement(elias, id).status).toBe('in_force');
		await elias.app.agreements.review(id, { outcome: 'retired' });
		await bothKnow(pair);
		expect(agreement(nadia, id)).toMatchObject({ status: 'retired', inForce: null });
		expect(nadia.account.screens.agreements.reviews.get(id)).toBeNull();
	});
});

describe('history', () => {
	test('r17: is the same on both phones, with who did what and when', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		await elias.app.agreements.pause(id);
		await bothKnow(pair);
		const told = (tab: typeof nadia) =>
			agreement(tab, id).history.map(({ mine, ...row }) => ({
				...row,
				by: mine === (tab === nadia)
			}));
		expect(told(nadia)).toEqual(told(elias));
		expect(told(nadia).map(({ act, by }) => [act, by])).toEqual([
			['proposed', true],
			['accepted', false],
			['paused', false]
		]);
	});

	test('one’s own words are erased, and dates and signatures stay; then it verifies', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		const first = agreement(nadia, id).versions[0]?.id ?? '';
		await expect(nadia.app.agreements.eraseWords(id, first)).rejects.toMatchObject({
			code: 'not_now'
		});
		const change = changeOf(agreement(elias, id), dayOf(elias.browser.nowMs));
		if (change) await shares(elias, { ...change, what: 'Phones rest from ten.' });
		await bothKnow(pair);
		await nadia.app.agreements.accept(id, suggestion(nadia, id));
		await bothKnow(pair);
		await expect(elias.app.agreements.eraseWords(id, first)).rejects.toMatchObject({
			code: 'not_now'
		});
		await nadia.app.agreements.eraseWords(id, first);
		await bothKnow(pair);
		for (const tab of [nadia, elias]) {
			const { versions, history } = agreement(tab, id);
			expect(versions[0]).toMatchObject({ id: first, words: null, erased: true, damaged: false });
			expect(history.map(({ act }) => act)).toContain('accepted');
			const proof = await tab.app.agreements.verifyAgreement(id);
			expect(proof.whole).toBe(true);
			expect(proof.signatures.map(({ name, mine }) => [name, mine])).toEqual([
				['Elias', tab === elias],
				['Nadia', tab === nadia]
			]);
		}
	});

	test('t6: a stored line that was changed does not verify', async () => {
		const pair = await couple();
		const { nadia } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		const { store } = nadia.account;
		const log = nadia.account.spaces.open;
		if (!log) throw new Error('no space');
		const { space } = log.keys;
		const last = log.chain.seq;
		await store.write(['events'], async (rows) => {
			const [line] = await rows.lines(space, last, last);
			if (!line) throw new Error('no line');
			rows.put('events', [space, last], { ...line, sig: line.sig.map((byte) => byte ^ 1) });
		});
		expect(await nadia.app.agreements.verifyAgreement(id)).toEqual({
			signatures: [],
			whole: false
		});
	});
});

describe('an export', () => {
	test('r16: holds what both signed, and nothing else that the other person wrote', async () => {
		const pair = await couple();
		const { nadia, elias } = pair;
		const id = await agreed(pair, 'Phones rest from nine.');
		await shares(nadia, draftOf('Never signed.', { title: 'Sundays' }));
		await bothKnow(pair);
		const space = elias.us.together?.space ?? '';
		const file = await elias.app.exporting.exportShared(space);
		const { spaces } = JSON.parse(await file.text()) as {
			spaces: { events: { body: string | null }[] }[];
		};
		const has = (object: string) => {
			const log = elias.account.spaces.open;
			const seq = log?.fold.objects.get(object as never)?.[0]?.seq ?? 0;
			return spaces[0]?.events[seq - 1]?.body !== null;
		};
		const [other] = elias.agreements.all.filter((one) => one.id !== id);
		expect([has(id), has(other?.id ?? '')]).toEqual([true, false]);
	});
});
