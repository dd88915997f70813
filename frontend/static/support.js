/*
 * Whether this browser can keep what Goldseam promises, found out by doing it and never by a
 * version number: seal, sign, agree, store a key, read it back, check WebAssembly. Nothing that is
 * tried stays behind.
 *
 * `goldseamSupport(done)` calls `done(null)`, or `done` with the first step that did not work. On a
 * page whose script element says `data-refused`, that step takes the person there, with its name as
 * the fragment; the safety pages stay open, because they need none of it.
 *
 * A plain script in old syntax: a browser that stops at a module or an arrow has to reach the page
 * that explains it.
 */
(function () {
	'use strict';

	var refusedPage = document.currentScript.getAttribute('data-refused');
	var DATABASE = 'goldseam-support';
	var subtle = window.crypto && window.crypto.subtle;

	/* WebCrypto takes an Ed25519 or X25519 seed only behind these bytes, which stand for its kind. */
	var BEFORE_SEED = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 0, 4, 34, 4, 32];
	var ED25519 = 112;
	var X25519 = 110;

	/* The smallest module with a memory: "\0asm", version 1, and one memory of one page. */
	var WASM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1]);

	var STEPS = [
		['random', randomBytes],
		['aes', sealAndOpen],
		['hkdf', deriveBytes],
		['signing-key', signAndVerify],
		['agreement-key', agree],
		['storage', storeKey],
		['wasm', checkWasm],
		['modules', checkModules]
	];

	window.goldseamSupport = function (done) {
		// An insecure page has no time to lose: it is looked at before any promise.
		if (window.isSecureContext === false) done('http');
		else if (typeof Promise === 'undefined') done('modules');
		else {
			STEPS.reduce(attempt, Promise.resolve()).then(
				function () {
					done(null);
				},
				function (error) {
					done(error.message);
				}
			);
		}
	};

	if (refusedPage && location.pathname.split('/')[1] !== 'safety') {
		window.goldseamSupport(function (step) {
			if (step) location.replace(refusedPage + '#' + step);
		});
	}

	function attempt(before, step) {
		return before.then(function () {
			return Promise.resolve()
				.then(step[1])
				.then(null, function () {
					throw new Error(step[0]);
				});
		});
	}

	function ensure(holds) {
		if (!holds) throw new Error();
	}

	function random(length) {
		return window.crypto.getRandomValues(new Uint8Array(length));
	}

	function isZero(bytes) {
		return Array.prototype.every.call(bytes, function (byte) {
			return byte === 0;
		});
	}

	function isSame(a, b) {
		return (
			a.length === b.length &&
			Array.prototype.every.call(a, function (byte, index) {
				return byte === b[index];
			})
		);
	}

	function randomBytes() {
		ensure(!isZero(random(32)));
	}

	/* As on every start: one key that cannot be taken out, which seals and opens. */
	function newDeviceKey() {
		return subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
	}

	function sealAndOpen() {
		return newDeviceKey().then(function (key) {
			return opensAgain(key, key);
		});
	}

	function opensAgain(sealingKey, openingKey) {
		var words = random(32);
		var way = { name: 'AES-GCM', iv: random(12), additionalData: random(8) };
		return subtle
			.encrypt(way, sealingKey, words)
			.then(function (sealed) {
				return subtle.decrypt(way, openingKey, sealed);
			})
			.then(function (opened) {
				ensure(isSame(new Uint8Array(opened), words));
			});
	}

	function deriveBytes() {
		var way = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: random(8) };
		return subtle
			.importKey('raw', random(32), 'HKDF', false, ['deriveBits'])
			.then(function (key) {
				return subtle.deriveBits(way, key, 608);
			})
			.then(function (bits) {
				ensure(bits.byteLength === 76 && !isZero(new Uint8Array(bits)));
			});
	}

	/* The two ways the app uses a seed: a key that signs or agrees, and its public half from a JWK. */
	function fromSeed(algorithm, kind, usage) {
		var bytes = new Uint8Array(48);
		bytes.set(BEFORE_SEED);
		bytes[11] = kind;
		bytes.set(random(32), 16);
		return subtle.importKey('pkcs8', bytes, algorithm, true, [usage]).then(function (key) {
			return subtle.exportKey('jwk', key).then(function (jwk) {
				ensure(/^[A-Za-z0-9_-]{43}$/.test(jwk.x));
				return { key: key, x: fromBase64url(jwk.x) };
			});
		});
	}

	function fromBase64url(text) {
		var binary = atob(text.replace(/-/g, '+').replace(/_/g, '/') + '=');
		var bytes = new Uint8Array(binary.length);
		for (var index = 0; index < bytes.length; index += 1) bytes[index] = binary.charCodeAt(index);
		return bytes;
	}

	function signAndVerify() {
		var message = random(16);
		return fromSeed('Ed25519', ED25519, 'sign').then(function (pair) {
			return Promise.all([
				subtle.sign('Ed25519', pair.key, message),
				subtle.importKey('raw', pair.x, 'Ed25519', false, ['verify'])
			])
				.then(function (both) {
					return subtle.verify('Ed25519', both[1], both[0], message);
				})
				.then(ensure);
		});
	}

	function agree() {
		return Promise.all([
			fromSeed('X25519', X25519, 'deriveBits'),
			fromSeed('X25519', X25519, 'deriveBits')
		])
			.then(function (pairs) {
				return Promise.all([
					sharedBits(pairs[0].key, pairs[1].x),
					sharedBits(pairs[1].key, pairs[0].x)
				]);
			})
			.then(function (results) {
				ensure(!isZero(results[0]) && isSame(results[0], results[1]));
			});
	}

	function sharedBits(key, publicBytes) {
		return subtle
			.importKey('raw', publicBytes, 'X25519', false, [])
			.then(function (publicKey) {
				return subtle.deriveBits({ name: 'X25519', public: publicKey }, key, 256);
			})
			.then(function (bits) {
				return new Uint8Array(bits);
			});
	}

	/* Private windows and Lockdown Mode have a database and then refuse the key, or lose it. */
	function storeKey() {
		var place = Array.prototype.join.call(random(16), '-');
		return Promise.all([openDatabase(), newDeviceKey()]).then(function (both) {
			var database = both[0];
			return inStore(database, 'readwrite', function (store) {
				return store.put(both[1], place);
			})
				.then(function () {
					return inStore(database, 'readonly', function (store) {
						return store.get(place);
					});
				})
				.then(function (readBack) {
					return opensAgain(both[1], readBack);
				})
				.then(
					function () {
						forget(database);
					},
					function (error) {
						forget(database);
						throw error;
					}
				);
		});
	}

	function openDatabase() {
		return new Promise(function (resolve, reject) {
			var request = indexedDB.open(DATABASE, 1);
			request.onupgradeneeded = function () {
				request.result.createObjectStore('keys');
			};
			request.onsuccess = function () {
				resolve(request.result);
			};
			request.onerror = reject;
		});
	}

	/* The result counts only once its transaction is complete. */
	function inStore(database, mode, work) {
		return new Promise(function (resolve, reject) {
			var transaction = database.transaction('keys', mode);
			var request = work(transaction.objectStore('keys'));
			transaction.oncomplete = function () {
				resolve(request.result);
			};
			transaction.onerror = reject;
			transaction.onabort = reject;
		});
	}

	/* Another tab may be in the middle of the same: the browser deletes when the last one is done. */
	function forget(database) {
		database.close();
		indexedDB.deleteDatabase(DATABASE);
	}

	/*
	 * The policy of this page forbids compiling, which only the key worker may. Validating goes
	 * through the same reader and is allowed; Lockdown Mode takes the whole of it away.
	 */
	function checkWasm() {
		ensure(WebAssembly.validate(WASM) && typeof WebAssembly.instantiate === 'function');
	}

	/* What the app itself is written in; the last of it to come to browsers. */
	function checkModules() {
		ensure('noModule' in document.createElement('script') && typeof Worker === 'function');
		ensure(typeof String.prototype.isWellFormed === 'function');
		ensure(CSS.supports('color', 'color-mix(in oklab, red, blue)'));
	}
})();
