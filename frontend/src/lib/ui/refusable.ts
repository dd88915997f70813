/** What a box of words takes can be refused: then what stood in it before comes back. */

export type BoxEvent = Event & { currentTarget: HTMLTextAreaElement };

/**
 * Hands what stands in the box to `type`. Where that refuses, `before` comes back and the caret stays
 * where the letters were added. A composition is judged when it ends: taking letters back inside one
 * loses the whole word.
 */
export function takeTyped(event: BoxEvent, before: string, type: (text: string) => boolean): void {
	if (event instanceof InputEvent && event.isComposing) return;
	const box = event.currentTarget;
	if (type(box.value)) return;
	const caret = Math.max(0, box.selectionStart - (box.value.length - before.length));
	box.value = before;
	box.setSelectionRange(caret, caret);
}
