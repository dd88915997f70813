/**
 * The guides, loaded once as one file: no request tells which of them somebody opens (T1). A build
 * without them has none.
 */
import type { GuideBundle } from './guide';

const found = import.meta.glob<GuideBundle>('../content/guides.json', { import: 'default' });

let loading: Promise<GuideBundle> | null = null;

/** Throws what the browser throws where the file does not arrive. */
export async function loadGuides(): Promise<GuideBundle> {
	loading ??= Promise.resolve(Object.values(found)[0]?.() ?? { guides: [] });
	try {
		return await loading;
	} catch (error) {
		// The next one who asks tries again.
		loading = null;
		throw error;
	}
}
