import { sveltekit } from '@sveltejs/kit/vite';
import icons from 'unplugin-icons/vite';
import { defineConfig } from 'vitest/config';

// Where `make dev` put the server; its own address stands as the origin, since the server asks.
const behind = process.env.GOLDSEAM_DEV_SERVER ?? 'http://localhost:8001';

export default defineConfig({
	plugins: [sveltekit(), icons({ compiler: 'svelte' })],
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
	test: { include: ['src/**/*.test.ts'], environment: 'node' }
});
