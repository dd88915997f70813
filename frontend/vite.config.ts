import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import icons from 'unplugin-icons/vite';
import { defineConfig } from 'vitest/config';

// Where `make dev` put the server; its own address stands as the origin, since the server asks.
const behind = process.env.GOLDSEAM_DEV_SERVER ?? 'http://localhost:8001';

// An icon takes no attributes: Icon.svelte gives it its size. Without the spread that the plugin's
// own compiler adds, Svelte's machinery for spreading stays out of the first load.
const plainIcon = { extension: 'svelte', compiler: (svg: string) => svg };

export default defineConfig({
	plugins: [sveltekit(), icons({ compiler: plainIcon })],
	build: { assetsInlineLimit: 0 },
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
