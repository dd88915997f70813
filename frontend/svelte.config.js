import adapter from '@sveltejs/adapter-static';

/**
 * Kit's own live region carries a style attribute, which `style-src 'self'` blocks and reports; a
 * class of ours hides it in the same way.
 *
 * @type {import('svelte/compiler').PreprocessorGroup}
 */
const announcerWithoutStyle = {
	name: 'announcer-without-style',
	markup: ({ content, filename }) => {
		if (!filename?.endsWith('/generated/root.svelte')) return;
		const code = content.replace(
			/(id="svelte-announcer"[^>]*?) style="[^"]*"/,
			'$1 class="visually-hidden"'
		);
		if (code === content) throw new Error('the live region of Kit has changed: look again');
		return { code };
	}
};

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: [announcerWithoutStyle],
	// Icons hold no script, and would each be taken for a component of the time before runes.
	compilerOptions: { runes: true },
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
