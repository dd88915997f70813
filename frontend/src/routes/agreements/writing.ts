/** The ways into the editor. An address holds no word that somebody wrote, and no starter's name. */
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { startDraft, type DraftParts } from '#lib/intents/agreements.js';

export async function goOnWriting(id: string): Promise<void> {
	await goto(resolve(`/agreements/write?of=${id}`));
}

/** A draft that begins with these words. Left as it is, it is let go of again. Throws AppError. */
export async function beginWriting(parts: DraftParts): Promise<void> {
	const id = await startDraft(parts);
	await goto(resolve(`/agreements/write?of=${id}`), { state: { fresh: true } });
}
