import { describe, expect, test } from 'vitest';
import { tellYourself } from './tell';

const WORDS = 'There is something for you.';
const ADDRESS = 'https://space.example';

class Device {
	shared: ShareData[] = [];
	copied: string[] = [];
	clipboard = {
		writeText: (text: string) => {
			this.copied.push(text);
			return this.refusesCopy ? Promise.reject(new Error('NotAllowedError')) : Promise.resolve();
		}
	} as unknown as Clipboard;

	constructor(
		private refusesCopy = false,
		private refusal: Error | null = null
	) {}

	share = (data?: ShareData) => {
		if (this.refusal) return Promise.reject(this.refusal);
		if (data) this.shared.push(data);
		return Promise.resolve();
	};
}

function named(name: string): Error {
	return Object.assign(new Error(name), { name });
}

describe('telling it yourself', () => {
	test('hands the words and the address to the share sheet, and nothing else', async () => {
		const device = new Device();
		expect(await tellYourself(WORDS, ADDRESS, device)).toBe('shared');
		expect(device.shared).toEqual([{ text: WORDS, url: ADDRESS }]);
		expect(device.copied).toEqual([]);
	});

	test('copies nothing when the sheet was put away', async () => {
		const device = new Device(false, named('AbortError'));
		expect(await tellYourself(WORDS, ADDRESS, device)).toBe('left');
		expect(device.copied).toEqual([]);
	});

	test('copies where sharing is refused or missing', async () => {
		const refusing = new Device(false, named('NotAllowedError'));
		expect(await tellYourself(WORDS, ADDRESS, refusing)).toBe('copied');
		const { clipboard, copied } = new Device();
		expect(await tellYourself(WORDS, ADDRESS, { clipboard })).toBe('copied');
		expect(copied).toEqual([`${WORDS}\n${ADDRESS}`]);
	});

	test('says so where not even copying works', async () => {
		const { clipboard } = new Device(true);
		expect(await tellYourself(WORDS, ADDRESS, { clipboard })).toBe('by_hand');
	});
});
