/** One light touch, where the device has it; it is short enough to be one. */
export function haptic(ms = 12): void {
	if (canVibrate()) navigator.vibrate(ms);
}

export function canVibrate(): boolean {
	return 'vibrate' in navigator;
}
