/** What a device is called on a screen: the app knows three kinds, and whether it is this one. */
import { m } from '#lib/paraglide/messages.js';
import type { IconSource } from '#lib/ui/types.js';
import type { DeviceName } from '#lib/view/notes.svelte.js';
import Laptop from '~icons/lucide/laptop';
import Smartphone from '~icons/lucide/smartphone';
import Tablet from '~icons/lucide/tablet';

/** `other` where the same kind of device is also this one. */
export type DevicePlace = 'this' | 'other' | 'one';

const words: Record<DeviceName, Record<DevicePlace, () => string>> = {
	phone: {
		this: m.us_devices_this_phone,
		other: m.us_devices_other_phone,
		one: m.us_devices_phone
	},
	tablet: {
		this: m.us_devices_this_tablet,
		other: m.us_devices_other_tablet,
		one: m.us_devices_tablet
	},
	computer: {
		this: m.us_devices_this_computer,
		other: m.us_devices_other_computer,
		one: m.us_devices_computer
	}
};

const icons: Record<DeviceName, IconSource> = {
	phone: Smartphone,
	tablet: Tablet,
	computer: Laptop
};

export const deviceWords = (name: DeviceName, place: DevicePlace): string => words[name][place]();

export const deviceIcon = (name: DeviceName): IconSource => icons[name];
