/**
 * Bodies that the server did not send although nobody erased them. They are asked for again, because
 * a server that withheld one by fault may have it now; what does not come stays a card.
 */
import { equalBytes } from '#lib/crypto/canonical.js';
import { cardsOf } from '#lib/log/fold.js';
import type { Api } from './api';
import type { SpaceLog } from './space-log';

/** Asked for at a time, so that a server which has none of them does not keep a phone busy. */
const MAX_ASKED = 20;

/** True if one came. Throws what the connection throws. */
export async function fillMissingBodies(api: Api, log: SpaceLog): Promise<boolean> {
	const missing = cardsOf(log.fold).filter(({ reason }) => reason === 'missing');
	let isFilled = false;
	for (const { seq } of missing.slice(0, MAX_ASKED)) {
		const [line] = await log.lines(seq, seq);
		const { events } = await api.page(log.keys.space, seq - 1);
		const [item] = events;
		if (!line || !item?.body || !equalBytes(item.event, line.event)) continue;
		isFilled = (await log.fillBody(seq, item.body)) || isFilled;
	}
	return isFilled;
}
