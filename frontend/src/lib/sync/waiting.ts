/** A locked tab hears when another tab opens the account, removes it, or was left in a hurry. */
import type { AccountId } from '#lib/crypto/ids.js';
import { showSession, session } from '#lib/view/session.svelte.js';
import { leavePage } from './leave-page';
import { CHANNEL, Tabs } from './tabs';
import type { World } from './world';

let waiting: Tabs | null = null;

/** Replaces an earlier wait; the next opening of this tab ends it. */
export function waitForTabs(world: World, account: AccountId): void {
	stopWaiting();
	const tabs = new Tabs(world.openChannel(CHANNEL), account);
	waiting = tabs;
	tabs.listen((message) => {
		switch (message.say) {
			case 'opened':
				void openFromOtherTab(world, account);
				break;
			case 'gone':
				stopWaiting();
				showSession('signed_out', { notice: message.notice });
				break;
			case 'exit':
				leavePage();
				break;
			case 'lines':
			case 'outbox':
			case 'typed':
			case 'spaces':
			case 'status':
			case 'who_leads':
			case 'nudge':
			case 'locked':
				break;
		}
	});
}

export function stopWaiting(): void {
	waiting?.close();
	waiting = null;
}

async function openFromOtherTab(world: World, account: AccountId): Promise<void> {
	const { reopen } = await import('./start');
	if (session.phase === 'locked') await reopen(world, account);
}
