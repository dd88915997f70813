import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import { house } from './eslint.house.js';
import svelteConfig from './svelte.config.js';

/** What pure code never touches: crypto/ and log/ run the same in a worker, in Node and in a test. */
const PURE = {
	'no-restricted-imports': [
		'error',
		{
			patterns: [
				{
					group: ['svelte', 'svelte/*', '$app/*', '$env/*', '*.svelte', '*.svelte.js'],
					message: 'Pure code: no Svelte here.'
				},
				{
					regex: '^#lib/(sync|store|intents|view|ui|paraglide)',
					message: 'Imports run one way: crypto, log, store, sync, intents, view.'
				}
			]
		}
	],
	'no-restricted-globals': [
		'error',
		...[
			'fetch',
			'XMLHttpRequest',
			'WebSocket',
			'window',
			'document',
			'localStorage',
			'sessionStorage',
			'indexedDB'
		].map((name) => ({ name, message: 'Pure code: no DOM, no network, no storage here.' }))
	]
};

/** @type {(from: string, forbidden: string, message: string) => import('eslint').Linter.Config} */
const oneWay = (from, forbidden, message) => ({
	files: [`src/lib/${from}/**`],
	rules: {
		'no-restricted-imports': ['error', { patterns: [{ regex: `^#lib/(${forbidden})`, message }] }]
	}
});

export default ts.config(
	{ ignores: ['.svelte-kit/', 'build/', 'src/lib/paraglide/', 'static/'] },
	js.configs.recommended,
	...ts.configs.strictTypeChecked,
	...ts.configs.stylisticTypeChecked,
	...svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser },
			parserOptions: {
				projectService: {
					allowDefaultProject: ['eslint.config.js', 'eslint.house.js', 'svelte.config.js']
				},
				tsconfigRootDir: import.meta.dirname,
				// For every file alike: the compiler starts anew wherever this list differs.
				extraFileExtensions: ['.svelte']
			}
		},
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'no-console': 'error',
			eqeqeq: 'error',
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			// A number in a template is readable; anything else still has to say what it prints.
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, svelteConfig }
		},
		plugins: { house },
		rules: {
			'house/words-in-catalogue': 'error',
			'svelte/no-at-html-tags': 'error',
			'house/no-static-style': 'error',
			// The app lives at the root of its origin: there is no base path to resolve.
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/button-has-type': 'error',
			'svelte/no-target-blank': 'error',
			'svelte/block-lang': ['error', { script: 'ts', style: null }]
		}
	},
	{ files: ['src/lib/crypto/**', 'src/lib/log/**'], ignores: ['**/*.test.ts'], rules: PURE },
	oneWay('store', 'sync|intents|view|ui', 'The store knows rows, not what a person means by them.'),
	oneWay('sync', 'intents|ui', 'Sync carries signed bytes; meaning is made in intents.'),
	oneWay('intents', 'ui', 'An intent is what a person can do, not how it looks.'),
	{ files: ['**/*.test.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
	{ files: ['**/*.js'], ...ts.configs.disableTypeChecked }
);
