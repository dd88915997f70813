import type { Handle } from '@sveltejs/kit';

/** The two faces of the first text; every other subset waits until a character asks for it. */
const FIRST_FACES = /(hanken-grotesk|newsreader)-latin-wght-normal\b/;

/**
 * Runs once, while the one shell of all addresses is built, and asks for its two fonts early.
 * There is no server behind the finished app.
 */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		preload: ({ type, path }) =>
			type === 'js' || type === 'css' || (type === 'font' && FIRST_FACES.test(path))
	});
