import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Browser, PASSPHRASE } from '../../../tests/browser';
import { bothKnow, compare, together, type Couple } from '../../../tests/couple';

const PARTS = { did: 'made tea', changed: '', shows: '', about: 'ordinary' as const };

let couple: Couple;

beforeEach(async () => {
	couple = await together();
});

afterEach(() => {
	couple.close();
});

/** The first 48 bits of a UUIDv7. */
const timeOf = (id: string): number => parseInt(id.replaceAll('-', '').slice(0, 12), 16);

async function meetsTheEnd({ elias }: Couple): Promise<void> {
	elias.account.nudge();
	await elias.until(() => {
		expect(elias.us.closed).toHaveLength(1);
	});
}

describe('leaving', () => {
	test('r13: is met by the other phone as a closed space, and tells no time', async () => {
		const { nadia, elias, server } = couple;
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		await meetsTheEnd(couple);
		expect(nadia.us).toMatchObject({
			together: null,
			closed: [{ themName: 'Elias', iLeft: true }]
		});
		expect(elias.us).toMatchObject({
			together: null,
			closed: [{ themName: 'Nadia', iLeft: false }]
		});
		const [before, last] = server.shared.lines.slice(-2);
		expect(last?.parsed).toMatchObject({ verb: 'space.left', atMs: before?.parsed.atMs });
	});

	test('t13: gets through while the other one writes', async () => {
		const { nadia, elias, server } = couple;
		server.refuseNext({ status: 409, code: 'head_moved' }, { status: 409, code: 'head_moved' });
		await elias.goOffline();
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		expect(server.shared.isClosed).toBe(true);
	});

	test('whose answer was lost is done once', async () => {
		const { nadia, server } = couple;
		server.failNext('lose_reply_and_network');
		await expect(nadia.app.leaving.leaveSpace({ removeHere: false })).rejects.toMatchObject({
			code: 'offline'
		});
		nadia.goOnline();
		await nadia.until(() => {
			expect(nadia.us.closed).toHaveLength(1);
		});
		const left = server.shared.lines.filter(({ parsed }) => parsed.verb === 'space.left');
		expect(left).toHaveLength(1);
	});

	test('keeps words that were on their way to the closed space', async () => {
		const { nadia, elias } = couple;
		await elias.goOffline();
		await elias.app.thanks.giveThanks(elias.app.thanks.newThanksId(), PARTS);
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		elias.goOnline();
		await elias.until(() => {
			expect(elias.app.sync.sync.attention).toMatchObject([
				{ kind: 'refused', code: 'space_closed', text: 'made tea' }
			]);
		});
		const [refused] = elias.app.sync.sync.attention;
		await elias.app.attention.keepInMySide(refused?.kind === 'refused' ? refused.intent : '');
		expect(elias.thanks.drafts).toMatchObject([PARTS]);
	});

	test('r15: with removing takes every line off this phone, and leaves the other its reading', async () => {
		const { nadia, elias, server } = couple;
		await nadia.app.leaving.leaveSpace({ removeHere: true });
		expect(nadia.us.closed).toEqual([]);
		expect(nadia.account.logs.size).toBe(1);
		expect(server.shared.memberships).toMatchObject([{ login: 'elias' }]);
		await meetsTheEnd(couple);
		await elias.app.leaving.dropClosed(elias.us.closed[0]?.space ?? '');
		expect(elias.us.closed).toEqual([]);
		expect([...server.spaces.values()].every(({ kind }) => kind === 1)).toBe(true);
	});

	test('r14: with removing takes it off the other devices of the same person too', async () => {
		const { nadia, elias, server } = couple;
		await nadia.app.thanks.giveThanks(nadia.app.thanks.newThanksId(), PARTS);
		await bothKnow(couple);
		const desk = await new Browser(server).openTab();
		await desk.signIn(PASSPHRASE, 'nadia');
		await desk.until(() => {
			expect(desk.thanks.all).toHaveLength(1);
		});
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		desk.account.nudge();
		await desk.until(() => {
			expect(desk.us.closed).toHaveLength(1);
		});
		// The twin: what was left without removing is still there to be read.
		expect(desk.thanks.all).toHaveLength(1);
		await nadia.app.leaving.dropClosed(desk.us.closed[0]?.space ?? '');
		desk.account.nudge();
		await desk.until(() => {
			expect(desk.us.closed).toEqual([]);
		});
		expect(desk.thanks.all).toEqual([]);
		expect(desk.account.logs.size).toBe(1);
		await meetsTheEnd({ ...couple, elias });
		expect(elias.thanks.all).toHaveLength(1);
		desk.browser.close();
	});

	test('lets the same two open another space afterwards', async () => {
		const { nadia, elias } = couple;
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		await meetsTheEnd(couple);
		await nadia.app.pairing.typeDigits(await compare(couple));
		await nadia.look();
		await elias.look();
		await bothKnow(couple);
		expect(nadia.us.together?.them.name).toBe('Elias');
		expect(nadia.us.closed).toHaveLength(1);
	});

	test('r14: leaves what was shared to a phone that signs in afterwards', async () => {
		const { nadia, server } = couple;
		await nadia.app.thanks.giveThanks(nadia.app.thanks.newThanksId(), PARTS);
		await bothKnow(couple);
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		const later = await new Browser(server).openTab();
		await later.signIn(PASSPHRASE, 'nadia');
		await later.until(() => {
			expect(later.us).toMatchObject({ together: null, closed: [{ themName: 'Elias' }] });
		});
		expect(later.thanks.all).toMatchObject([PARTS]);
		later.browser.close();
	});

	test('r14: takes back everything of one person, and nothing of the other', async () => {
		const { nadia, elias, server } = couple;
		const thanks = nadia.app.thanks.newThanksId();
		await nadia.app.thanks.giveThanks(thanks, PARTS);
		await elias.app.thanks.giveThanks(elias.app.thanks.newThanksId(), PARTS);
		await bothKnow(couple);
		await nadia.look();
		await nadia.until(() => {
			expect(nadia.thanks.all).toHaveLength(2);
		});
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		const [closed] = nadia.us.closed;
		expect(closed?.taking).toBe('offered');
		await nadia.app.leaving.takeBackShared(closed?.space ?? '');
		await nadia.until(() => {
			expect(nadia.us.closed).toMatchObject([{ taking: 'done' }]);
		});
		await meetsTheEnd(couple);
		await elias.until(() => {
			expect(elias.thanks.all).toMatchObject([{ mine: true }]);
		});
		expect(elias.us.closed).toMatchObject([{ themName: 'Nadia', taking: 'offered' }]);
		const { lines } = server.shared;
		const left = lines.findIndex(({ parsed }) => parsed.verb === 'space.left');
		const behind = lines.slice(left);
		expect(behind.map(({ parsed }) => parsed.verb)).toEqual([
			'space.left',
			...['item.erased', 'appreciation.erased']
		]);
		// Neither the date, nor the arrival, nor the id tells when.
		const dates = behind.map(({ parsed, arrivedMs }) => [parsed.atMs, arrivedMs]).flat();
		expect(new Set(dates)).toEqual(new Set([lines[left - 1]?.parsed.atMs]));
		expect(behind.map(({ parsed }) => timeOf(parsed.eventId))).toEqual(
			behind.map(({ parsed }) => parsed.atMs)
		);
	});

	test('r14: takes back offline, and tells the server at the next contact', async () => {
		const { nadia, elias, server } = couple;
		await nadia.app.thanks.giveThanks(nadia.app.thanks.newThanksId(), PARTS);
		await bothKnow(couple);
		await elias.app.leaving.leaveSpace({ removeHere: false });
		nadia.account.nudge();
		await nadia.until(() => {
			expect(nadia.us.closed).toHaveLength(1);
		});
		await nadia.goOffline();
		await nadia.app.leaving.takeBackShared(nadia.us.closed[0]?.space ?? '');
		await nadia.app.leaving.takeBackShared(nadia.us.closed[0]?.space ?? '');
		expect(nadia.us.closed).toMatchObject([{ taking: 'waiting' }]);
		expect(server.shared.lines.at(-1)?.parsed.verb).toBe('space.left');
		nadia.goOnline();
		await nadia.until(() => {
			expect(nadia.us.closed).toMatchObject([{ taking: 'done' }]);
		});
		const erased = server.shared.lines.filter(({ parsed }) => parsed.verb.endsWith('.erased'));
		expect(erased).toHaveLength(2);
		elias.account.nudge();
		await elias.until(() => {
			expect(elias.thanks.all).toEqual([]);
		});
	});

	test('r14: has nothing to take back where the server has deleted the space', async () => {
		const { nadia, server } = couple;
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		server.spaces.delete(server.shared.space);
		nadia.account.nudge();
		await nadia.until(() => {
			expect(nadia.us.closed).toMatchObject([{ taking: 'over' }]);
		});
	});

	test('deleting the account leaves first, and only with the right passphrase', async () => {
		const { nadia, server } = couple;
		const deletion = (passphrase: string) =>
			nadia.app.work.deleteAccount(nadia.world, passphrase, () => undefined);
		await expect(deletion(`not ${PASSPHRASE}`)).rejects.toMatchObject({ code: 'no_match' });
		expect(server.shared.isClosed).toBe(false);
		await deletion(PASSPHRASE);
		expect(server.shared.lines.at(-1)?.parsed.verb).toBe('space.left');
		await meetsTheEnd(couple);
	});
});

describe('a server that was restored', () => {
	test.each(['nadia', 'elias'] as const)(
		't5: to before somebody left is given the leaving back by the phone of %s',
		async (login) => {
			const { nadia, server } = couple;
			const backup = server.backup();
			await nadia.app.leaving.leaveSpace({ removeHere: false });
			await meetsTheEnd(couple);
			server.restore(backup);
			expect(server.shared.isClosed).toBe(false);
			await couple[login].signIn(PASSPHRASE, login);
			await couple[login].until(() => {
				expect(server.shared.isClosed).toBe(true);
			});
			await couple[login].settled();
			expect(couple[login].app.sync.sync.attention.map(({ kind }) => kind)).not.toContain('lost');
			expect(couple[login].us).toMatchObject({ together: null, closed: [{}] });
			const [left] = server.shared.lines.slice(-1);
			expect(left?.parsed).toMatchObject({ verb: 'space.left' });
		}
	);

	test('to before the space was opened leaves it readable, and leaving it possible', async () => {
		const { nadia, server } = couple;
		await nadia.app.thanks.giveThanks(nadia.app.thanks.newThanksId(), PARTS);
		await bothKnow(couple);
		const { space } = nadia.us.together ?? { space: '' };
		const opened = server.spaces.get(space);
		server.spaces.delete(space);
		nadia.account.nudge();
		await nadia.until(() => {
			expect(nadia.app.sync.sync.attention).toContainEqual({ kind: 'unlisted', space });
		});
		expect(nadia.thanks.all).toMatchObject([PARTS]);
		expect((await nadia.app.exporting.exportShared(space)).size).toBeGreaterThan(0);
		await nadia.app.leaving.leaveSpace({ removeHere: false });
		expect(nadia.us).toMatchObject({ together: null, closed: [{ themName: 'Elias' }] });
		expect(nadia.app.sync.sync.attention).toEqual([]);
		// The twin: a server that knows it again is told of the leaving.
		if (opened) server.spaces.set(space, opened);
		nadia.account.nudge();
		await nadia.until(() => {
			expect(server.shared.isClosed).toBe(true);
		});
	});
});

describe('two histories', () => {
	test('t4: give the same number at the same line, and another one where they differ', async () => {
		const { nadia, elias, server } = couple;
		const ours = await nadia.app.verify.verifyNumber();
		expect(await elias.app.verify.verifyNumber()).toEqual(ours);
		const backup = server.backup();
		await nadia.app.thanks.giveThanks(nadia.app.thanks.newThanksId(), PARTS);
		await nadia.settled();
		const told = await nadia.app.verify.verifyNumber();
		server.restore(backup);
		await elias.signIn(PASSPHRASE, 'elias');
		await elias.app.thanks.giveThanks(elias.app.thanks.newThanksId(), PARTS);
		await elias.settled();
		const other = await elias.app.verify.verifyNumber();
		expect(other.seq).toBe(told.seq);
		expect(other.digits).not.toBe(told.digits);
	});
});

describe('a new device', () => {
	test('finds the shared space by vault and account, and is told of one that is withheld', async () => {
		const { elias, server } = couple;
		const found = await new Browser(server).openTab();
		await found.signIn(PASSPHRASE, 'elias');
		await found.until(() => {
			expect(found.us.together?.them.name).toBe('Nadia');
		});
		found.browser.close();
		const { space } = elias.us.together ?? { space: '' };
		server.spaces.delete(space);
		const fooled = await new Browser(server).openTab();
		await fooled.signIn(PASSPHRASE, 'elias');
		await fooled.until(() => {
			expect(fooled.app.sync.sync.attention).toContainEqual({ kind: 'unlisted', space });
		});
		fooled.browser.close();
	});
});

describe('the file of a shared space', () => {
	test('r16: has every line, and only the words of whoever exports', async () => {
		const { nadia, elias } = couple;
		await nadia.app.thanks.giveThanks(nadia.app.thanks.newThanksId(), PARTS);
		await bothKnow(couple);
		const { space } = elias.us.together ?? { space: '' };
		const text = await (await elias.app.exporting.exportShared(space)).text();
		const file = JSON.parse(text) as { spaces: { events: { body: string | null }[] }[] };
		const [exported] = file.spaces;
		expect(exported?.events).toHaveLength(5);
		expect(exported?.events.filter(({ body }) => body !== null)).toHaveLength(1);
	});
});
