import type { HandleClientError } from '@sveltejs/kit';

/**
 * An address that leads nowhere is not a fault of the app. Anything else goes to the browser's own
 * console and no further: nothing that went wrong here is ever sent (R12).
 */
export const handleError: HandleClientError = ({ error, status }) => {
	if (status !== 404) reportError(error);
	return { message: '' };
};
