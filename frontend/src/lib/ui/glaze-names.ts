import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Glaze } from '#lib/view/profile.svelte.js';

const names: Record<Glaze, () => string> = {
	celadon: m.glaze_celadon,
	indigo: m.glaze_indigo,
	plum: m.glaze_plum,
	persimmon: m.glaze_persimmon,
	moss: m.glaze_moss,
	slate: m.glaze_slate
};

/** "Celadon". */
export function glazeName(glaze: Glaze): string {
	return names[glaze]();
}

/** "celadon": for the middle of a sentence. */
export function glazeInWords(glaze: Glaze): string {
	return glazeName(glaze).toLocaleLowerCase(getLocale());
}
