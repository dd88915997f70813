import { sveltekit } from '@sveltejs/kit/vite';
import icons from 'unplugin-icons/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [sveltekit(), icons({ compiler: 'svelte' })],
	build: { assetsInlineLimit: 0 },
	server: { proxy: { '/api': { target: 'http://127.0.0.1:8000', ws: true } } },
	test: { include: ['src/**/*.test.ts'], environment: 'node' }
});
