/** The kinds of drafts, and how words of each lie in their row. */
import { isSameDraft } from '#lib/agreements/begin.js';
import type { Plaintext } from '#lib/crypto/envelope.js';
import { hasWords, readContent, thanksDraftPlaintext, type ThanksParts } from '#lib/log/content.js';
import {
	agreementDraftPlaintext,
	NO_TEXTS,
	type AgreedTexts,
	type AgreementDraft
} from '#lib/log/content-agreement.js';

export interface DraftKind<Words> {
	/** Rows of earlier versions of the app hold these names. */
	typed: 'typed_thanks' | 'typed_agreement';
	became: 'thanks_became' | 'agreement_became';
	/** As an item of My side, which is also how they lie in a row. */
	seal(words: Words): Plaintext;
	/** Null for what says something else, or cannot be read. */
	read(sealed: Plaintext): Words | null;
	isBlank(words: Words): boolean;
	isSame(one: Words, other: Words): boolean;
}

/** Words of a limit, a request or an agreement that is being written. */
export type AgreementDraftWords = Omit<AgreementDraft, 't' | 'replaces'>;

export const thanksDrafts: DraftKind<ThanksParts> = {
	typed: 'typed_thanks',
	became: 'thanks_became',
	seal: (words) => thanksDraftPlaintext(words),
	read(sealed) {
		const read = readContent(sealed);
		return read.t === 'thanks_draft' ? read : null;
	},
	isBlank: (words) => !hasWords(words),
	isSame(one, other) {
		return (['did', 'changed', 'shows', 'about'] as const).every(
			(name) => one[name] === other[name]
		);
	}
};

const TEXTS = Object.keys(NO_TEXTS) as (keyof AgreedTexts)[];

export const agreementDrafts: DraftKind<AgreementDraftWords> = {
	typed: 'typed_agreement',
	became: 'agreement_became',
	seal: agreementDraftPlaintext,
	read(sealed) {
		const read = readContent(sealed);
		return read.t === 'agreement_draft' ? read : null;
	},
	isBlank: (words) => TEXTS.every((name) => words[name].trim() === ''),
	isSame: isSameDraft
};
