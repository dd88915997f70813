/**
 * The note that was deleted a moment ago, so that My side can offer it back. In memory only, and
 * without its words: what was deleted is not kept here a second time.
 */
const state: { note: string | null; late: boolean } = $state({ note: null, late: false });

export const deleted = {
	/** Its id, or null when nothing was deleted since My side was last opened. */
	get note(): string | null {
		return state.note;
	},
	/** Undo came after the deletion had been sent. */
	get late(): boolean {
		return state.late;
	},
	remember(id: string): void {
		Object.assign(state, { note: id, late: false });
	},
	tooLate(): void {
		state.late = true;
	},
	forget(): void {
		Object.assign(state, { note: null, late: false });
	}
};
