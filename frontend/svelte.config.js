import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		// One shell for every address: the server knows no screens, and the phone starts offline from it.
		adapter: adapter({ fallback: '200.html', precompress: true }),
		// The policy is a header that the server builds from the hashes of the finished files.
		serviceWorker: { register: false },
		// A new version never reloads by itself in the middle of a word.
		version: { pollInterval: 0 },
		output: { bundleStrategy: 'split' }
	}
};
