import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import icons from 'unplugin-icons/vite';
import { minify, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// Where `make dev` put the server; its own address stands as the origin, since the server asks.
const behind = process.env.GOLDSEAM_DEV_SERVER ?? 'http://localhost:8001';

// An icon takes no attributes: Icon.svelte gives it its size. Without the spread that the plugin's
// own compiler adds, Svelte's machinery for spreading stays out of the first load.
const plainIcon = { extension: 'svelte', compiler: (svg: string) => svg };

/**
 * The plain scripts of static/ are part of the first load: their comments stay at home. Nothing is
 * written in newer syntax, since an old browser has to read them to say that it is too old.
 */
const plainScripts: Plugin = {
	name: 'plain-scripts',
	apply: 'build',
	applyToEnvironment: ({ name }) => name === 'client',
	async writeBundle({ dir = '' }) {
		for (const name of ['support.js', 'theme.js', 'closed.js']) {
			const file = join(dir, name);
			const options = { compress: false, mangle: true, codegen: false, sourcemap: false };
			const { code } = await minify(file, await readFile(file, 'utf8'), options);
			await writeFile(file, code);
		}
	}
};

export default defineConfig({
	plugins: [sveltekit(), icons({ compiler: plainIcon }), plainScripts],
	build: {
		assetsInlineLimit: 0,
		// A list of every part of every screen would be a tenth of the sign-in page's first load, and
		// grow with each screen. Only styles stay on it: scripts are found by a screen's own
		// imports, and all of them are on the phone once the service worker has put them by.
		modulePreload: {
			resolveDependencies: (_url, parts) => parts.filter((part) => part.endsWith('.css'))
		}
	},
	server: {
		proxy: {
			'/api': {
				target: behind,
				ws: true,
				changeOrigin: true,
				rewriteWsOrigin: true,
				headers: { origin: behind }
			}
		}
	},
	// A property test of some hundred derivations outlasts the usual five seconds on a busy machine.
	test: {
		include: ['src/**/*.test.ts'],
		environment: 'node',
		alias: {
			'#lib/paraglide/messages.js': fileURLToPath(new URL('tests/messages.ts', import.meta.url))
		},
		testTimeout: 60_000,
		hookTimeout: 60_000
	}
});
