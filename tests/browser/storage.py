"""Everything that a page can leave behind in a browser, written out so that it can be searched."""

import base64
from collections.abc import Iterator

from playwright.sync_api import Page

# Bytes become one character each, so that words inside them are still words.
_DUMP = """async () => {
    const latin = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    const write = (value) => {
        if (value instanceof CryptoKey) return `CryptoKey extractable=${value.extractable}`;
        if (value instanceof ArrayBuffer) return latin(new Uint8Array(value));
        if (ArrayBuffer.isView(value)) {
            return latin(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
        }
        if (value === null || typeof value !== 'object') return String(value);
        return Object.entries(value).map(([key, each]) => `${key}: ${write(each)}`).join('\\n');
    };
    const asked = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const found = {};
    for (const { name } of await indexedDB.databases()) {
        const database = await asked(indexedDB.open(name));
        for (const table of database.objectStoreNames) {
            const store = database.transaction(table).objectStore(table);
            const all = [store.getAllKeys(), store.getAll()];
            const [keys, values] = await Promise.all(all.map(asked));
            keys.forEach((key, at) => {
                found[`indexedDB/${name}/${table}/${write(key)}`] = write(values[at]);
            });
        }
        database.close();
    }
    for (const area of ['localStorage', 'sessionStorage']) {
        for (const [key, value] of Object.entries(window[area])) found[`${area}/${key}`] = value;
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request, { ignoreVary: true });
            found[`cache/${request.url}`] = latin(new Uint8Array(await answer.arrayBuffer()));
        }
    }
    found['cookie'] = document.cookie;
    found['history'] = `${location.href} ${JSON.stringify(history.state)}`;
    return found;
}"""


def read_storage(page: Page) -> dict[str, str]:
    """Every row of every database, both storages, every cached answer, cookies and this address."""
    found: dict[str, str] = page.evaluate(_DUMP)
    return found


def find_words(storage: dict[str, str], words: list[str]) -> list[str]:
    """The places that hold one of these ASCII words, as it is or in a usual encoding."""
    return [
        f"{word} in {place}"
        for place, text in storage.items()
        for word in words
        if any(form in place or form in text for form in _forms(word))
    ]


def account_keys(storage: dict[str, str]) -> list[str]:
    """The rows that open an account without its passphrase."""
    return [place for place in storage if place.endswith("/account/ak")]


def _forms(word: str) -> Iterator[str]:
    raw = word.encode("ascii")
    yield word
    yield "".join(f"{letter}\0" for letter in word)
    yield raw.hex()
    for shift in range(3):
        # The letters at either end share their bits with whatever stands beside the word.
        encoded = base64.b64encode(bytes(shift) + raw + bytes(2)).decode("ascii")
        inner = encoded[(shift * 8 + 5) // 6 : (shift + len(raw)) * 8 // 6]
        yield inner
        yield inner.replace("+", "-").replace("/", "_")
