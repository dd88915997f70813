/**
 * The end of a page in a hurry (R19): first nothing is on the screen, then the address is another. An
 * invitation that somebody was about to answer stays in no tab.
 * `replace` takes this page's entry out of the history, so that Back does not lead to it.
 */
import { letGo } from '#lib/view/in-hand.svelte.js';

export const NEUTRAL_PAGE = '/measures.html';

export function blankPage(): void {
	const root = document.documentElement;
	root.hidden = true;
	root.replaceChildren();
	letGo();
}

export function leavePage(): void {
	blankPage();
	location.replace(NEUTRAL_PAGE);
}
