/** The fields of the clinical guide, §4, in its order: which kind has which, and how they are called. */
import { m } from '#lib/paraglide/messages.js';
import type {
	AgreedKind,
	AgreedTexts,
	AgreedWords,
	VersionView
} from '#lib/view/agreements.svelte.js';

export type FieldName = Exclude<keyof AgreedTexts, 'title' | 'reason'>;
export type DayName = 'starts' | 'ends' | 'review';

const FIELDS: Readonly<Record<AgreedKind, readonly FieldName[]>> = {
	limit: ['what', 'why', 'keptLooksLike', 'exceptions', 'ifMissed', 'ifKeptMissed'],
	request: ['what', 'why', 'keptLooksLike', 'exceptions'],
	agreement: [
		'what',
		'keptLooksLike',
		'why',
		'whyYou',
		'exceptions',
		'help',
		'ifMissed',
		'ifKeptMissed'
	]
};
const DAYS: Readonly<Record<AgreedKind, readonly DayName[]>> = {
	limit: ['starts', 'ends'],
	request: ['starts', 'ends'],
	agreement: ['starts', 'ends', 'review']
};

export function fieldsOf(kind: AgreedKind): readonly FieldName[] {
	return FIELDS[kind];
}

export function daysOf(kind: AgreedKind): readonly DayName[] {
	return DAYS[kind];
}

/** As its author reads it while writing. */
export function labelOf(field: FieldName, kind: AgreedKind): string {
	switch (field) {
		case 'what':
			if (kind === 'limit') return m.agreed_field_what_limit();
			return kind === 'request' ? m.agreed_field_what_request() : m.agreed_field_what();
		case 'why':
			return m.agreed_field_why();
		case 'whyYou':
			return m.agreed_field_why_you();
		case 'keptLooksLike':
			return m.agreed_field_looks();
		case 'exceptions':
			return m.agreed_field_exceptions();
		case 'help':
			return m.agreed_field_help();
		case 'ifMissed':
			return m.agreed_field_missed();
		case 'ifKeptMissed':
			return m.agreed_field_kept_missed();
	}
}

/** As two people read it: "me" and "you" become the names of who wrote it and of the other. */
export function readLabelOf(field: FieldName, kind: AgreedKind, author: string, other: string) {
	if (field === 'why') return m.agreed_paper_why_of({ name: author });
	if (field === 'whyYou') return m.agreed_paper_why_other({ name: other });
	return labelOf(field, kind);
}

export function dayLabelOf(day: DayName): string {
	return {
		starts: m.agreed_field_starts,
		ends: m.agreed_field_ends,
		review: m.agreed_field_review
	}[day]();
}

/** "I", "me", "my" or "mine", as a word. */
const FIRST_PERSON = /(?<![\p{L}\p{N}])(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)(?![\p{L}\p{N}])/u;
/** Whose these are stands in their names. */
const NAMED: ReadonlySet<FieldName> = new Set(['why', 'whyYou']);

/** Whether words that two people sign speak as one of them, so that a reader has to know as whom. */
export function speaksAsOne(words: AgreedWords): boolean {
	const names = FIELDS.agreement.filter((name) => !NAMED.has(name));
	return names.some((name) => FIRST_PERSON.test(words[name]));
}

/**
 * As whom the words of an agreement speak; null where they speak as neither of the two.
 * @param author the name of who wrote them
 */
export function speakerSaid({ mine, words }: VersionView, author: string): string | null {
	if (words === null || !speaksAsOne(words)) return null;
	return mine ? m.agreed_speaks_me() : m.agreed_speaks({ name: author });
}

/** What there is to read besides the title: a text or a day under its name. */
export interface ReadField {
	name: FieldName | DayName;
	text: string;
}

export function readFields(
	kind: AgreedKind,
	words: AgreedWords,
	daySaid: (day: string) => string
): ReadField[] {
	const texts = fieldsOf(kind).map((name) => ({ name, text: words[name].trim() }));
	const days = daysOf(kind).map((name) => ({ name, text: words[name] ?? '' }));
	return [
		...texts.filter(({ text }) => text !== ''),
		...days
			.filter(({ text }) => text !== '')
			.map(({ name, text }) => ({ name, text: daySaid(text) }))
	];
}
