/** One thing at a time is done with what a screen shows, and what stood in the way is said. */
import { errorText } from '#lib/ui/error-text.js';

export class Acting {
	busy = $state(false);
	error = $state<string | null>(null);

	/** True once it is done. `refused` may say it in other words, or nothing where the screen does. */
	async run(
		work: () => Promise<unknown>,
		refused: (thrown: unknown) => string | null = errorText
	): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.error = null;
		try {
			await work();
			return true;
		} catch (thrown) {
			this.error = refused(thrown);
			return false;
		} finally {
			this.busy = false;
		}
	}
}
