import { describe, expect, it } from 'vitest';
import { linesFor, type Helpline, type Kind } from './helplines';
import { listPlaces } from './places';

const line = (country: string, kind: Kind): Helpline => ({
	country,
	kind,
	service: `${country} ${kind}`,
	number: '123',
	how: null,
	address: null,
	hours: 'day and night',
	languages: ['Portuguese'],
	source: 'rang it',
	last_checked: '2026-05-12'
});

const lines = [line('001', 'directory'), line('PT', 'distress'), line('EU', 'emergency')];

describe('R31: lines by the country a person chose', () => {
	it('shows those of the place, the Union and the world, the most urgent first', () => {
		const shown = linesFor('PT', lines).map(({ service }) => service);
		expect(shown).toEqual(['EU emergency', 'PT distress', '001 directory']);
	});

	it('shows no line of another country', () => {
		expect(linesFor('BR', lines).map(({ country }) => country)).toEqual(['001']);
	});

	it('ships none while none is confirmed', () => {
		expect(listPlaces().flatMap(({ code }) => linesFor(code))).toEqual([]);
	});

	it('names every place once, in the order of its name', () => {
		const names = listPlaces().map(({ name }) => name);
		expect(new Set(names).size).toBe(249);
		expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')));
	});
});
