/** Rules of this house that no published plugin knows. */

const SPOKEN = new Set([
	'alt',
	'aria-label',
	'aria-description',
	'aria-roledescription',
	'placeholder',
	'title'
]);
const LETTERS = /\p{L}/u;

/** @type {import('eslint').Rule.RuleModule} */
const wordsInCatalogue = {
	meta: {
		type: 'problem',
		docs: { description: 'every word on a screen comes from the message catalogue' },
		messages: {
			words: 'Move "{{text}}" to messages/en: every word on a screen comes from the catalogue.'
		},
		schema: []
	},
	create(context) {
		/** @param {any} node @param {string} text */
		const judge = (node, text) => {
			if (LETTERS.test(text))
				context.report({ node, messageId: 'words', data: { text: text.trim().slice(0, 40) } });
		};
		return {
			/** @param {any} node */
			SvelteText(node) {
				const owner = node.parent?.name?.name;
				if (owner !== 'style' && owner !== 'script') judge(node, node.value);
			},
			/** @param {any} node */
			SvelteLiteral(node) {
				const attribute = node.parent?.key?.name;
				if (typeof attribute === 'string' && SPOKEN.has(attribute)) judge(node, node.value);
			}
		};
	}
};

/** @type {import('eslint').Rule.RuleModule} */
const noStaticStyle = {
	meta: {
		type: 'problem',
		docs: { description: 'a static style attribute breaks the content security policy' },
		messages: {
			style: 'The policy blocks a static style attribute; use a class or a style: directive.'
		},
		schema: []
	},
	create: (context) => ({
		/** @param {any} node */
		SvelteAttribute(node) {
			if (node.key.name === 'style') context.report({ node, messageId: 'style' });
		}
	})
};

export const house = {
	rules: { 'words-in-catalogue': wordsInCatalogue, 'no-static-style': noStaticStyle }
};
