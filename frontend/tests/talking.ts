/** Two people in a guided conversation, as far as a test wants them to have come. */
import type { ConversationView, OpeningView } from '#lib/view/talk.svelte.js';
import type { Tab } from './browser';
import { bothKnow, together, type Couple } from './couple';
import { Server } from './server';

export interface Talking extends Couple {
	id: string;
}

/** Nadia invited Elias to this guide, and he accepted. */
export async function talking(guide = 'talk-rules', server = new Server()): Promise<Talking> {
	const couple = await together(server);
	const { nadia, elias } = couple;
	const { conversation: id } = await nadia.app.talk.inviteTogether(guide, 'on Sunday?');
	await bothKnow(couple);
	await elias.app.talk.acceptInvitation(id);
	await bothKnow(couple);
	return { ...couple, id };
}

export function conversation(tab: Tab, id: string): ConversationView {
	const found = tab.talk.find(id);
	if (!found) throw new Error('no such conversation on this phone');
	return found;
}

export function opening(tab: Tab, id: string, number = 1): OpeningView {
	const found = conversation(tab, id).openings[number - 1];
	if (!found) throw new Error('no such opening');
	return found;
}

/** Until this opening is so on this phone. */
export async function untilStage(
	tab: Tab,
	id: string,
	stage: OpeningView['stage'],
	number = 1
): Promise<OpeningView> {
	await tab.until(() => {
		const { stage: at } = opening(tab, id, number);
		if (at === stage) return;
		tab.account.nudge();
		throw new Error(`${at} instead of ${stage}`);
	});
	return opening(tab, id, number);
}

/** Until this holds on a phone that looks again and again. */
export async function sees(tab: Tab, claim: () => boolean): Promise<void> {
	await tab.until(() => {
		if (claim()) return;
		tab.account.nudge();
		throw new Error('not yet');
	});
}

/** A new phone of the same person, read to the end. */
export async function anotherPhone(tab: Tab, login: string, server: Server): Promise<Tab> {
	const { Browser } = await import('./browser');
	const other = await new Browser(server).openTab();
	await other.signIn(undefined, login);
	await other.settled();
	return other;
}
