/**
 * The guides, fetched once as one file: no request tells which of them somebody opens (T1). What they
 * are was checked when they were built (`python -m app.content check`).
 */
import type { GuideBundle } from './guide';

/** Throws what the browser throws where the file does not arrive. */
export async function loadGuides(): Promise<GuideBundle> {
	const { default: bundle } = await import('#lib/content/guides.json');
	return bundle as GuideBundle;
}
