/** One export of a shared space, as the screens follow it. */
import { exportShared } from '#lib/intents/export.js';
import { errorText } from '#lib/ui/error-text.js';
import { saveFile, sharedFileName } from './save-file';

export class SharedExport {
	busy = $state(false);
	/** The name under which the browser got the file. */
	made: string | null = $state(null);
	problem: string | null = $state(null);

	async make(space: string): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		this.problem = null;
		try {
			const name = sharedFileName();
			saveFile(await exportShared(space), name);
			this.made = name;
		} catch (thrown) {
			this.problem = errorText(thrown);
		} finally {
			this.busy = false;
		}
	}
}
