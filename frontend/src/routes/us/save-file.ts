import { dayAsKey } from '#lib/ui/day.js';

/** Hands a file to the browser to keep. Nothing of it stays in the page. */
export function saveFile(file: Blob, name: string): void {
	const address = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	// The browser reads the file after the click returns; a minute is far more than it needs.
	setTimeout(() => {
		URL.revokeObjectURL(address);
	}, 60_000);
}

/** It names the app and the day, and nobody. */
export function sharedFileName(): string {
	return `goldseam-shared-${dayAsKey(new Date())}.json`;
}
