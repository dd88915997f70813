import { expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { agreementOf, version } from '../../../../tests/agreement-views';
import { footSaid, nextReviewSaid } from './paper-said';

// The days are said by this phone's language.
vi.stubGlobal('navigator', { languages: ['en-GB'] });

const review = { day: '2031-06-02', due: false, dueThisWeek: false, suggested: null, range: null };
const agreement = agreementOf([version(1)], { inForce: 1, review });
const closed = { ...agreement, closed: true };

test('paper says when the next review is, and nothing of one in a closed space', () => {
	expect(nextReviewSaid(agreement)).toBe(m.agreed_paper_review({ day: '2 June 2031' }));
	expect(nextReviewSaid(closed)).toBeNull();
});

test('paper offers to pause or withdraw where that can be done, and always says what is no consent', () => {
	const foot = m.agreed_paper_foot({ day: '1 May 2031' });
	expect(footSaid([agreement], '1 May 2031')).toEqual([m.agreed_paper_leave(), foot]);
	expect(footSaid([closed], '1 May 2031')).toEqual([foot]);
	expect(foot).toContain('No agreement is consent to sex.');
});
