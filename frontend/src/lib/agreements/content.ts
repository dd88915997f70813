/**
 * Categories, starters and refused patterns as the app carries them: the shape of
 * `lib/content/agreements.json`, loaded once as one file. A build without it has none.
 */
import type { DraftStart } from '#lib/talk/guide.js';

export interface Category {
	id: string;
	/** As people read it. */
	name: string;
}

/** A whole draft that two people change as they like. */
export interface Starter extends DraftStart {
	id: string;
	/** Offered by the partner making repair, and it ends this many days after it starts. */
	trust_repair: { offered_by_repairer: true; days: number } | null;
}

/** What draws a private remark, and nothing else (R30). */
export interface RefusedPattern {
	name: string;
	/** A regular expression, read without case and by code points. */
	pattern: string;
	note: string;
}

export interface AgreementContent {
	categories: readonly Category[];
	starters: readonly Starter[];
	/** The gravest first. */
	patterns: readonly RefusedPattern[];
}

const found = import.meta.glob<AgreementContent>('../content/agreements.json', {
	import: 'default'
});

let loading: Promise<AgreementContent> | null = null;

/** Throws what the browser throws where the file does not arrive. */
export async function loadAgreementContent(): Promise<AgreementContent> {
	const none: AgreementContent = { categories: [], starters: [], patterns: [] };
	loading ??= Promise.resolve(Object.values(found)[0]?.() ?? none);
	try {
		return await loading;
	} catch (error) {
		// The next one who asks tries again.
		loading = null;
		throw error;
	}
}
