/** How the open account's person is called and drawn. Empty while locked. */
export type Glaze = 'celadon' | 'indigo' | 'plum' | 'persimmon' | 'moss' | 'slate';

export const GLAZES: readonly Glaze[] = ['celadon', 'indigo', 'plum', 'persimmon', 'moss', 'slate'];

export interface Profile {
	name: string;
	glaze: Glaze;
	/** Whether groups of the recovery code were typed back once. */
	recoveryChecked: boolean;
}

const EMPTY: Profile = { name: '', glaze: 'celadon', recoveryChecked: false };

const state: Profile = $state({ ...EMPTY });

export const profile: Readonly<Profile> = state;

export function showProfile(shown: Profile | null): void {
	Object.assign(state, shown ?? EMPTY);
}
