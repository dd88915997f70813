import type { Attachment } from 'svelte/attachments';

/**
 * Lets a textarea be as high as its words. Browsers that size fields by content do it by
 * themselves; for the others the height follows the text that `read` gives.
 */
export function grow(read: () => string): Attachment<HTMLTextAreaElement> {
	return (box) => {
		if (CSS.supports('field-sizing', 'content')) return;
		$effect(() => {
			read();
			box.style.blockSize = 'auto';
			box.style.blockSize = `${box.scrollHeight}px`;
		});
	};
}
