/** The word by which the service worker says that its note was pressed. */
export const NOTE_PRESSED = 'note-pressed';

/** Where everything is that a note can be about. A locked phone asks for the passphrase first. */
export const CAME = '/today/inbox';

/** Returns its end. */
export function onNotePressed(go: () => void): () => void {
	if (!('serviceWorker' in navigator)) return () => undefined;
	const { serviceWorker } = navigator;
	const listen = ({ data }: MessageEvent<unknown>): void => {
		if (data === NOTE_PRESSED) go();
	};
	serviceWorker.addEventListener('message', listen);
	return () => {
		serviceWorker.removeEventListener('message', listen);
	};
}
