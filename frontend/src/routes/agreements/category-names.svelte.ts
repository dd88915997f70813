/** What the categories of agreements are called, once the content has come. */
import { loadAgreementContent, type Category } from '#lib/agreements/content.js';

let categories: readonly Category[] = $state.raw([]);

/** Without the content the words are read all the same: only the names are missing. */
export async function loadCategoryNames(): Promise<void> {
	try {
		({ categories } = await loadAgreementContent());
	} catch {
		categories = [];
	}
}

/** Empty for one that this app does not know. */
export function categoryName(id: string): string {
	return categories.find((category) => category.id === id)?.name ?? '';
}
