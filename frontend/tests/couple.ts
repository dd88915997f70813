/** Two people on two phones, as far as a test wants them to have come. */
import { Browser, PASSPHRASE, type Tab } from './browser';
import { Server } from './server';

export interface Couple {
	server: Server;
	/** Invites. */
	nadia: Tab;
	/** Is invited. */
	elias: Tab;
	close(): void;
}

/** Signed up, strangers to each other. */
export async function twoPeople(server = new Server()): Promise<Couple> {
	const [nadia, elias] = [await new Browser(server).openTab(), await new Browser(server).openTab()];
	await nadia.signUp('nadia', 'Nadia');
	await elias.signUp('elias', 'Elias');
	const close = (): void => {
		nadia.browser.close();
		elias.browser.close();
	};
	return { server, nadia, elias, close };
}

/** Another phone of one of the two, read up to now. */
export async function secondPhone({ server }: Couple, login: 'nadia' | 'elias'): Promise<Tab> {
	const tab = await new Browser(server).openTab();
	await tab.signIn(PASSPHRASE, login);
	await tab.read(login);
	return tab;
}

/** From `#` on, as it arrives by whatever way the two have. */
export async function invite(nadia: Tab): Promise<string> {
	await nadia.app.pairing.makeInvitation();
	return hashOf(nadia);
}

export function hashOf(nadia: Tab): string {
	const link = nadia.us.invitation?.link;
	if (!link) throw new Error(`no link at ${nadia.us.invitation?.step ?? 'nothing'}`);
	return link.slice(link.indexOf('#'));
}

/** Up to the moment when six digits are on the invited phone. Gives them. */
export async function compare({ nadia, elias }: Couple): Promise<string> {
	await elias.app.pairing.joinInvitation(await invite(nadia));
	await nadia.look();
	await elias.look();
	const digits = elias.us.joining?.digits;
	if (!digits) throw new Error(`no digits at ${elias.us.joining?.step ?? 'nothing'}`);
	return digits;
}

/** One shared space, and both have said who they are in it. */
export async function together(server = new Server()): Promise<Couple> {
	const couple = await twoPeople(server);
	const { nadia, elias } = couple;
	const digits = await compare(couple);
	await nadia.app.pairing.typeDigits(digits);
	await nadia.look();
	await elias.look();
	await bothKnow(couple, 4);
	return couple;
}

/** Until both phones have sent what they have, and read to this line of the shared log. */
export async function bothKnow({ nadia, elias, server }: Couple, seq?: number): Promise<void> {
	for (const tab of [nadia, elias, nadia]) {
		tab.account.nudge();
		await tab.settled();
	}
	for (const tab of [nadia, elias]) {
		await tab.until(() => {
			const wanted = seq ?? server.shared.lines.length;
			const read = tab.us.together?.seq;
			if (read === wanted) return;
			tab.account.nudge();
			throw new Error(`read ${read ?? 'nothing'} of ${wanted}`);
		});
	}
}
