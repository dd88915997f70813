/**
 * The one rule of items: only the first author revises, one version at a time, and erases bodies.
 * What is erased is a version's body. An object whose newest version is erased is gone from the
 * screens and may be put again under the next rev.
 */
import { accept, decideErasure, refuse, type ItemState, type Rule } from './rule';

export const decidePut: Rule<ItemState> = (state, event) => {
	const { author, rev, versions } = state ?? { author: event.member, rev: 0, versions: [] };
	if (event.envHash === null) return refuse('malformed');
	if (event.member !== author) return refuse('not_author');
	if (event.rev !== rev + 1) return refuse('stale');
	const version = { author, envHash: event.envHash, erased: false };
	return accept({ kind: 'item', author, rev: event.rev, versions: [...versions, version] });
};

export const decideErased: Rule<ItemState> = (state, event) => {
	if (event.clear.of !== 'item.erased') return refuse('malformed');
	return decideErasure(state, event, event.clear.envHash);
};
