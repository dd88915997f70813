import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markOnlyHere, type Stretch } from './marks';

const FIRST = 'Start with the summer. When it goes fast I agree, so that it stops.';
const SECOND = 'Start with the summer. Bring the list from last time.';

function onlyHere(stretches: Stretch[] | undefined): string[] {
	return (stretches ?? []).filter((part) => part.onlyHere).map((part) => part.words);
}

function joined(stretches: Stretch[] | undefined): string {
	return (stretches ?? []).map((part) => part.words).join('');
}

describe('marking what stands in one version only', () => {
	it('marks whole words and joins neighbours, with the signs that cling to them', () => {
		const marked = markOnlyHere([FIRST, SECOND]);
		expect(onlyHere(marked?.[0])).toEqual(['When it goes fast I agree, so that it stops.']);
		expect(onlyHere(marked?.[1])).toEqual(['Bring the list from last time.']);
	});

	it('marks nothing in equal texts, and nothing where only spaces differ', () => {
		expect(markOnlyHere(['a b', 'a b'])?.flatMap(onlyHere)).toEqual([]);
		expect(markOnlyHere(['a b', 'a\n\nb'])?.flatMap(onlyHere)).toEqual([]);
	});

	it('marks a word of three versions only where no other has it', () => {
		const marked = markOnlyHere(['stay here', 'stay there', 'stay here now']);
		expect(marked?.map(onlyHere)).toEqual([[], ['there'], ['now']]);
	});

	it('separates words in a script without spaces', () => {
		const marked = markOnlyHere(['我喜欢夏天', '我喜欢冬天']);
		expect(marked?.map(onlyHere)).toEqual([['夏天'], ['冬天']]);
	});

	it('marks everything of a text whose other version is empty', () => {
		expect(markOnlyHere(['one two', ''])?.map(onlyHere)).toEqual([['one two'], []]);
	});

	it('gives up on two long texts that share nothing', () => {
		const long = (word: string) =>
			Array.from({ length: 800 }, (_, place) => `${word}${place}`).join(' ');
		expect(markOnlyHere([long('a'), long('b')])).toBeNull();
	});

	it('loses no character of any text', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), (texts) => {
				expect(markOnlyHere(texts)?.map(joined)).toEqual(texts);
			})
		);
	});
});
