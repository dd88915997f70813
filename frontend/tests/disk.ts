/** Everything that a browser's storage holds, as somebody reads it who copied the disk. */
import type { Browser } from './browser';

const FORMS: ((bytes: Uint8Array) => Uint8Array)[] = [
	(bytes) => bytes,
	(bytes) => encode(Buffer.from(bytes).toString('base64').replace(/=+$/, '')),
	(bytes) => encode(Buffer.from(bytes).toString('base64url')),
	(bytes) => encode(Buffer.from(bytes).toString('hex')),
	(bytes) => Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf16le')
];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Whether these bytes stand anywhere, plainly or in a usual encoding. */
export async function holds(browser: Browser, wanted: Uint8Array | string): Promise<boolean> {
	const bytes = typeof wanted === 'string' ? encode(wanted) : wanted;
	const disk = Buffer.concat(await readDisk(browser));
	return FORMS.some((form) => disk.includes(Buffer.from(form(bytes))));
}

async function readDisk(browser: Browser): Promise<Uint8Array[]> {
	const found: Uint8Array[] = [];
	for (const [key, value] of browser.local) collect([key, value], found);
	for (const { name } of await browser.databases.databases()) {
		if (name === undefined) continue;
		const database = await done(browser.databases.open(name));
		collect(name, found);
		for (const table of database.objectStoreNames) {
			const store = database.transaction(table).objectStore(table);
			const [keys, rows] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
			collect([table, keys, rows], found);
		}
		database.close();
	}
	return found;
}

function collect(value: unknown, into: Uint8Array[]): void {
	if (typeof value === 'string') into.push(encode(value), Buffer.from(value, 'utf16le'));
	else if (value instanceof Uint8Array) into.push(value);
	else if (value instanceof CryptoKey && value.extractable) into.push(encode('an extractable key'));
	else if (typeof value === 'object' && value !== null) {
		for (const part of Object.values(value)) collect(part, into);
	}
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => {
			resolve(request.result);
		};
		request.onerror = () => {
			reject(new Error('storage cannot be read'));
		};
	});
}
