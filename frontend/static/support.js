/*
 * Whether this browser can keep the promise of sealing, found out by doing it and not by a name or
 * a version. A plain old script: it must run where modules do not.
 *
 * `goldseamSupport(done)` calls `done(null)` or `done('<what did not work>')`. On a page whose
 * script element says `data-refused`, it goes there when something did not work; the safety pages
 * stay, because they need none of it.
 */
(function () {
	'use strict';

	var script = document.currentScript;
	var refused = script && script.getAttribute('data-refused');

	function missing() {
		if (window.isSecureContext === false) return 'insecure';
		if (!('noModule' in document.createElement('script'))) return 'modules';
		if (!window.crypto || !crypto.subtle || !crypto.getRandomValues) return 'crypto';
		if (typeof WebAssembly !== 'object' || typeof Worker !== 'function') return 'wasm';
		if (typeof String.prototype.isWellFormed !== 'function') return 'modules';
		if (!window.CSS || !CSS.supports('color', 'color-mix(in oklab, red, blue)')) return 'modules';
		return null;
	}

	function tryKeys() {
		var subtle = crypto.subtle;
		var bytes = new Uint8Array(32);
		return subtle
			.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])
			.then(function (pair) {
				return subtle.sign({ name: 'Ed25519' }, pair.privateKey, bytes).then(function (signature) {
					return subtle.verify({ name: 'Ed25519' }, pair.publicKey, signature, bytes);
				});
			})
			.then(
				function (right) {
					return right ? null : 'signing';
				},
				function () {
					return 'signing';
				}
			);
	}

	function tryAgreement() {
		var subtle = crypto.subtle;
		return subtle
			.generateKey({ name: 'X25519' }, false, ['deriveBits'])
			.then(function (pair) {
				return subtle.deriveBits({ name: 'X25519', public: pair.publicKey }, pair.privateKey, 256);
			})
			.then(
				function () {
					return null;
				},
				function () {
					return 'agreeing';
				}
			);
	}

	function trySealing() {
		var subtle = crypto.subtle;
		var bytes = crypto.getRandomValues(new Uint8Array(32));
		var iv = new Uint8Array(12);
		return subtle
			.importKey('raw', bytes, 'HKDF', false, ['deriveKey'])
			.then(function (base) {
				return subtle.deriveKey(
					{ name: 'HKDF', hash: 'SHA-256', salt: bytes, info: new Uint8Array(0) },
					base,
					{ name: 'AES-GCM', length: 256 },
					false,
					['encrypt', 'decrypt']
				);
			})
			.then(function (key) {
				return subtle.encrypt({ name: 'AES-GCM', iv: iv }, key, bytes).then(function (sealed) {
					return subtle.decrypt({ name: 'AES-GCM', iv: iv }, key, sealed);
				});
			})
			.then(
				function (opened) {
					return opened.byteLength === 32 ? null : 'sealing';
				},
				function () {
					return 'sealing';
				}
			);
	}

	window.goldseamSupport = function (done) {
		var first = missing();
		if (first) {
			done(first);
			return;
		}
		Promise.all([tryKeys(), tryAgreement(), trySealing()]).then(function (found) {
			done(found[0] || found[1] || found[2] || null);
		});
	};

	if (refused && location.pathname.split('/')[1] !== 'safety') {
		window.goldseamSupport(function (problem) {
			if (problem) location.replace(refused);
		});
	}
})();
