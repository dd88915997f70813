/** The line under a title in the list: how the thing stands, and never how long it has been so. */
import type { AgreedView, AgreementView, DraftView } from '#lib/view/agreements.svelte.js';
import { m } from '#lib/paraglide/messages.js';
import { dateOf } from '../us/when';
import { daySaid, reviewSaid } from './days-said';
import { isArrived, isLettingGo } from './signed';

export function captionOf(view: AgreedView, name: string): string {
	switch (view.kind) {
		case 'limit':
			if (view.retired) return m.agreed_row_retired();
			if (!view.mine) return m.agreed_row_limit_theirs({ name });
			return view.acknowledgedMs === null
				? m.agreed_row_limit_mine()
				: m.agreed_row_limit_seen({ name });
		case 'request':
			if (view.withdrawn) return m.agreed_row_withdrawn();
			if (view.closed && view.answer === null) return m.agreed_row_unanswered();
			if (view.waiting) return m.agreed_tag_request();
			return replyOf(view.answer?.reply ?? null);
		case 'agreement':
			return ofAgreement(view);
	}
}

export function replyOf(reply: 'yes' | 'another_way' | 'not_now' | null): string {
	switch (reply) {
		case 'yes':
			return m.agreed_row_yes();
		case 'another_way':
			return m.agreed_row_another_way();
		case 'not_now':
			return m.agreed_row_not_now();
		case null:
			return m.agreed_row_request_open();
	}
}

function ofAgreement(view: AgreementView): string {
	const { status, inForce, suggestions, review, lastMs, closed } = view;
	if (inForce && !isArrived(inForce)) return m.agreed_row_unsent();
	if (isLettingGo(view)) return m.agreed_row_word_unsent();
	const suggested = { day: dateOf(suggestions[0]?.atMs ?? lastMs) };
	switch (status) {
		case 'withdrawn':
			return m.agreed_row_withdrawn();
		case 'retired':
			return m.agreed_row_retired();
		case 'taken_back':
			return m.agreed_row_taken_back();
		case 'paused':
			return m.agreed_row_paused();
		case 'ended':
			return m.agreed_row_ended({ day: daySaid(inForce?.ends ?? '') });
		case 'open':
			return closed ? m.agreed_row_suggested(suggested) : m.agreed_row_open_mine(suggested);
		case 'in_force':
			if (closed) return m.agreed_row_no_review({ day: dateOf(inForce?.sinceMs ?? lastMs) });
			if (suggestions.some(({ mine }) => !mine)) return m.agreed_tag_change();
			if (review?.suggested?.mine === false) return m.agreed_tag_review();
			if (suggestions.length > 0) return m.agreed_row_change_mine();
			if (review) return reviewSaid(review.day);
			return m.agreed_row_no_review({ day: dateOf(inForce?.sinceMs ?? lastMs) });
	}
}

export function draftCaption({ kind, changes }: DraftView): string {
	if (changes !== null) return m.agreed_draft_of_change();
	return {
		agreement: m.agreed_draft_of_agreement,
		limit: m.agreed_draft_of_limit,
		request: m.agreed_draft_of_request
	}[kind]();
}
