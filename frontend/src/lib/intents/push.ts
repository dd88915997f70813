/** Notifications on this device, and what may wake it. All throw AppError. */
import { pushOfferPlaintext, usTimePlaintext } from '#lib/log/content-own.js';
import type { OpenAccount } from '#lib/sync/account.js';
import { queueOwn } from '#lib/sync/own-item.js';
import type { TurnedOn } from '#lib/sync/push.js';
import { isOffline } from '#lib/sync/refusal.js';
import { push, type PushChoices, type PushKind, type QuietHours } from '#lib/view/push.svelte.js';
import { reminders } from '#lib/view/reminders.svelte.js';
import type { WeeklyTime } from '#lib/view/weekly.js';
import { act } from './act';

export type { TurnedOn };

/**
 * Only in answer to a tap: the browser asks its own question first.
 * Throws `offline`, `not_reachable`.
 */
export async function turnOnPush(): Promise<TurnedOn> {
	return act(async (account) => {
		const answer = await account.everyday.push.turnOn();
		if (answer === 'on') await answerOffer(account);
		return answer;
	});
}

/** Works offline: this browser forgets its address at once. */
export async function turnOffPush(): Promise<void> {
	return act(async ({ everyday }) => {
		try {
			await everyday.push.turnOff();
		} catch (error) {
			if (!isOffline(error)) throw error;
		}
	});
}

/** Looks at this browser again, and asks the server what is chosen. Throws `offline`. */
export async function readPushChoices(): Promise<void> {
	return act(async ({ everyday }) => {
		await everyday.push.load();
		await everyday.push.meet();
	});
}

/** Throws `offline`: what is chosen here counts for all devices, and the server has to know. */
export async function setPushKind(kind: PushKind, on: boolean): Promise<void> {
	return choose(({ kinds, quiet }) => {
		const others = kinds.filter((known) => known !== kind);
		return { kinds: on ? [...others, kind] : others, quiet };
	});
}

/** Throws `offline`. */
export async function setQuietHours(quiet: QuietHours | null): Promise<void> {
	return choose(({ kinds }) => ({ kinds, quiet }));
}

/**
 * The offer is not made again, on no device: it is the person who was asked, not the phone, and the
 * settings stay where they are.
 */
export async function notNowPush(): Promise<void> {
	return act(answerOffer);
}

/** A time for the two, once a week; null for none. Offline it is registered at the next contact. */
export async function setUsTime(time: WeeklyTime | null): Promise<void> {
	return act(async (account) => {
		const { day, atMin } = time ?? { day: null, atMin: reminders.usTime?.atMin ?? 0 };
		await queueOwn(account, 'us_time', usTimePlaintext({ day, atMin }));
		try {
			await account.everyday.keepReminders();
		} catch (error) {
			if (!isOffline(error)) throw error;
		}
	});
}

async function answerOffer(account: OpenAccount): Promise<void> {
	if (push.offered) return;
	await queueOwn(account, 'push_offer', pushOfferPlaintext());
}

async function choose(change: (before: PushChoices) => PushChoices): Promise<void> {
	return act(({ everyday }) => everyday.push.choose(change));
}
