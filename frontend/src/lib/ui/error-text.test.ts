import { expect, test } from 'vitest';
import { AppError } from '#lib/intents/app-error.js';
import { m } from '#lib/paraglide/messages.js';
import { errorText, unsentText } from './error-text';

test('what has changed meanwhile speaks of kept words only where words were to go out', () => {
	const changed = new AppError('not_now');
	expect(errorText(changed)).not.toContain('kept');
	expect(unsentText(changed)).toBe(m.error_not_now_words());
	expect(unsentText(new AppError('wait'))).toBe(errorText(new AppError('wait')));
});
