/** Whether six digits open the open account on this phone. Says nothing while locked. */
const state = $state({ isSet: false });

export const pin: Readonly<typeof state> = state;

export function showPin(isSet: boolean): void {
	state.isSet = isSet;
}
